"""The state of a conversation: the answers so far, and what follows from them; nothing in it ever changes."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from exitwise.ask.undecided import Undecided
from exitwise.model.advice import Pack
from exitwise.model.condition import facts_of
from exitwise.model.fact import UNKNOWN
from exitwise.model.session import Session

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from exitwise.diagram.axis import Part
    from exitwise.diagram.compiled_rules import CompiledRules
    from exitwise.model.fact import Fact, Value


@dataclass(frozen=True)
class Interview:
    """Answers in the order they were given, and what is asked next.

    `preset` names those given beforehand, which `back` does not take back; `former` holds answers that were
    taken back or dropped, to be offered again. With `brief` it ends once the recommendation and the holds
    are settled.
    """

    compiled: CompiledRules
    answers: Mapping[str, Value] = field(default_factory=dict)
    preset: frozenset[str] = frozenset()
    former: Mapping[str, Value] = field(default_factory=dict)
    brief: bool = False

    @cached_property
    def open(self) -> Undecided:
        """What the answers leave open."""
        return Undecided(self.compiled, self.answers, brief=self.brief)

    # Which question next

    @cached_property
    def question(self) -> Fact | None:
        """The fact that is asked next; None where nothing that is left can change the advice.

        Facts on which the recommendation hangs come first, then those on which steps and warnings do, each
        in the pack's order; facts that every profile must state are asked in any case. Where constraints
        leave no fact on which the advice hangs alone, it is the first that turns it.
        """
        name = next(self._candidates(), None)
        return None if name is None else self.compiled.knowledge.fact[name]

    def _candidates(self) -> Iterator[str]:
        here = self.open
        yield from (fact for fact in here.unanswered if here.depends_on(fact, here.recommendation))
        yield from (
            fact for fact in here.unanswered if self._is_due(fact) or here.depends_on(fact, here.plan)
        )
        if here.recommendation or here.plan:
            yield from (fact for fact in here.unanswered if here.may_depend_on(fact))
        yield from self._tied()

    def _is_due(self, fact: str) -> bool:
        """Whether every profile must state a fact, and the answers do not say it yet."""
        return not self.compiled.knowledge.fact[fact].unknown and self.open.has_choice(fact)

    def _tied(self) -> Iterator[str]:
        """Yield facts that constraints do not let go unanswered, which the audit would have refused."""
        values = self._completed()
        if self.compiled.domain.eval(self.compiled.space.point(values)):
            return
        for rule in self.compiled.knowledge.constraints:
            if self.compiled.forbidden(rule.id).eval(self.compiled.space.point(values)):
                looked_at = facts_of(rule.when)
                here = self.open
                yield from (fact for fact in here.unanswered if fact in looked_at and here.has_choice(fact))

    @property
    def at_least(self) -> int:
        """How many more questions there will be, whatever the answers; a bound that holds."""
        if self.question is None:
            return 0
        return max(1, sum(1 for name in self.open.unanswered if self._is_sure(name)))

    def _is_sure(self, fact: str) -> bool:
        """Whether a fact is asked whatever the answers to others: they may leave one value of it, too."""
        if self._is_due(fact) and self.open.always_has_choice(fact):
            return True
        return self.open.is_asked_anyhow(fact)

    @property
    def at_most(self) -> int:
        """How many more questions there can be, whatever the answers; a bound that holds."""
        return len(self.missing)

    @cached_property
    def missing(self) -> tuple[str, ...]:
        """The facts that are, or may come to be, asked: the next one first."""
        if self.question is None:
            return ()
        asked = (name for name in self.open.unanswered if self._counts(name))
        return tuple(dict.fromkeys((self.question.id, *asked)))

    def _counts(self, fact: str) -> bool:
        """Whether a fact may come to be asked; once it may not, no further answer brings it back."""
        return self._is_due(fact) or self.open.may_depend_on(fact) or fact in self.open.linked

    # What may be answered

    def options(self, fact: str) -> tuple[Part, ...]:
        """Return what may be answered, intervals of an integer among it: nothing against what was said."""
        axis = self.compiled.space.axes[fact]
        return tuple(axis.parts[code] for code in self.open.admitted(fact))

    def admits(self, fact: str, value: Value) -> bool:
        """Whether a valid value stands against none of the answers."""
        return self.open.admits(fact, value)

    # What follows

    @cached_property
    def implied(self) -> dict[str, Value]:
        """The facts that constraints leave one value, unanswered as they are."""
        left = ((name, self.open.only(name)) for name in self.open.unanswered)
        return {name: value for name, value in left if value is not None}

    @property
    def profile(self) -> dict[str, Value]:
        """The answers, with the values that follow from them."""
        return {**self.answers, **self.implied}

    def _completed(self) -> dict[str, Value]:
        """A whole profile: what is neither answered nor implied is not known, a required fact anything."""
        stated = self.profile
        axes = self.compiled.space.axes.items()
        absent = {name: UNKNOWN if not axis.required else axis.value(0) for name, axis in axes}
        return {**absent, **stated}

    def session(self, today: date, done: Mapping[str, date]) -> Session:
        """Return the conversation as it is kept: with the day, and the steps done by then."""
        knowledge = self.compiled.knowledge
        pack = Pack(name=knowledge.name, version=knowledge.version, digest=knowledge.digest)
        return Session(pack=pack, day=today, answers=self.answers, implied=self.implied, done=done)

    # What can be done

    def answered(self, fact: str, value: Value) -> Interview:
        """Return the conversation with one more answer."""
        former = {name: before for name, before in self.former.items() if name != fact}
        return replace(self, answers={**self.answers, fact: value}, former=former)

    @property
    def last(self) -> str | None:
        """The fact that `back` would ask again; None where nothing was asked yet."""
        asked = (fact for fact in reversed(tuple(self.answers)) if fact not in self.preset)
        return next((fact for fact in asked if self._counted(fact)), None)

    def _counted(self, fact: str) -> bool:
        """Whether an answer was asked for: one that a file or a call gave may never have mattered."""
        return self.before(fact)._counts(fact)  # noqa: SLF001 (one of its own kind)

    def back(self) -> Interview:
        """Return the conversation before the last answer, which is offered again."""
        last = self.last
        if last is None:
            return self
        answers = {fact: value for fact, value in self.answers.items() if fact != last}
        return replace(self, answers=answers, former={**self.former, last: self.answers[last]})

    def before(self, fact: str) -> Interview:
        """Return the conversation as it was when an answered fact was asked."""
        earlier = tuple(self.answers).index(fact)
        return replace(self, answers=dict(tuple(self.answers.items())[:earlier]))

    def offering(self, fact: str, value: Value) -> Interview:
        """Return the conversation with an answer offered, to be kept by saying nothing."""
        return replace(self, former={**self.former, fact: value})

    def edited(self, fact: str, value: Value) -> Interview:
        """Return the conversation with one answer changed, and every other kept that stands and counts.

        Dropped are those that now contradict an answer before them, and those that were asked for and no
        longer would be; they are offered again should they be asked.
        """
        kept = replace(self, answers={})
        former = dict(self.former)
        for name, old in self.answers.items():
            answer = value if name == fact else old
            if name == fact or self._survives(name, kept):
                kept = kept.answered(name, answer)
            else:
                former[name] = old
        return replace(kept, former=former, preset=self.preset & kept.answers.keys())

    def _survives(self, fact: str, kept: Interview) -> bool:
        """Whether an answer stands beside what is kept, and still counts if it ever did."""
        if not kept.admits(fact, self.answers[fact]):
            return False
        return fact in self.preset or kept._counts(fact) or not self._counted(fact)

    def dropped(self, changed: Interview) -> dict[str, Value]:
        """Return the answers that a change of the conversation gives up."""
        return {fact: value for fact, value in self.answers.items() if fact not in changed.answers}

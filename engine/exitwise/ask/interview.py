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

    from exitwise.diagram.axis import ValueClass
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
    former_answers: Mapping[str, Value] = field(default_factory=dict)
    brief: bool = False

    @cached_property
    def undecided(self) -> Undecided:
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
        here = self.undecided
        yield from (
            fact for fact in here.unanswered_facts if here.depends_on(fact, here.recommendation_splits)
        )
        yield from (
            fact
            for fact in here.unanswered_facts
            if self._is_required(fact) or here.depends_on(fact, here.plan_splits)
        )
        if here.recommendation_splits or here.plan_splits:
            yield from (fact for fact in here.unanswered_facts if here.may_depend_on(fact))
        yield from self._facts_of_broken_constraints()

    def _is_required(self, fact: str) -> bool:
        """Whether every profile must state a fact, and the answers do not say it yet."""
        return not self.compiled.knowledge.fact[fact].unknown and self.undecided.has_choice(fact)

    def _facts_of_broken_constraints(self) -> Iterator[str]:
        """Yield facts that constraints do not let go unanswered, which the audit would have refused."""
        values = self._complete_profile()
        if self.compiled.domain.eval(self.compiled.space.assignment(values)):
            return
        for rule in self.compiled.knowledge.constraints:
            if self.compiled.forbidden(rule.id).eval(self.compiled.space.assignment(values)):
                looked_at = facts_of(rule.when)
                here = self.undecided
                yield from (
                    fact for fact in here.unanswered_facts if fact in looked_at and here.has_choice(fact)
                )

    @property
    def min_remaining(self) -> int:
        """How many more questions there will be, whatever the answers; a bound that holds."""
        if self.question is None:
            return 0
        return max(1, sum(1 for name in self.undecided.unanswered_facts if self._is_always_asked(name)))

    def _is_always_asked(self, fact: str) -> bool:
        """Whether a fact is asked whatever the answers to others: they may leave one value of it, too."""
        if self._is_required(fact) and self.undecided.always_has_choice(fact):
            return True
        return self.undecided.is_always_pivotal(fact)

    @property
    def max_remaining(self) -> int:
        """How many more questions there can be, whatever the answers; a bound that holds."""
        return len(self.askable)

    @cached_property
    def askable(self) -> tuple[str, ...]:
        """The facts that are, or may come to be, asked: the next one first."""
        if self.question is None:
            return ()
        asked = (name for name in self.undecided.unanswered_facts if self._is_askable(name))
        return tuple(dict.fromkeys((self.question.id, *asked)))

    def _is_askable(self, fact: str) -> bool:
        """Whether a fact may come to be asked; once it may not, no further answer brings it back."""
        return self._is_required(fact) or self.undecided.may_depend_on(fact) or fact in self.undecided.linked

    # What may be answered

    def options(self, fact: str) -> tuple[ValueClass, ...]:
        """Return what may be answered, intervals of an integer among it: nothing against what was said."""
        axis = self.compiled.space.axes[fact]
        return tuple(axis.classes[code] for code in self.undecided.admissible_codes(fact))

    def admits(self, fact: str, value: Value) -> bool:
        """Whether a valid value stands against none of the answers."""
        return self.undecided.admits(fact, value)

    # What follows

    @cached_property
    def implied(self) -> dict[str, Value]:
        """The facts that constraints leave one value, unanswered as they are."""
        left = ((name, self.undecided.sole_value(name)) for name in self.undecided.unanswered_facts)
        return {name: value for name, value in left if value is not None}

    @property
    def profile(self) -> dict[str, Value]:
        """The answers, with the values that follow from them."""
        return {**self.answers, **self.implied}

    def _complete_profile(self) -> dict[str, Value]:
        """A whole profile: what is neither answered nor implied is not known, a required fact anything."""
        stated = self.profile
        axes = self.compiled.space.axes.items()
        absent = {name: UNKNOWN if not axis.is_required else axis.value(0) for name, axis in axes}
        return {**absent, **stated}

    def session(self, today: date, done: Mapping[str, date]) -> Session:
        """Return the conversation as it is kept: with the day, and the steps done by then."""
        knowledge = self.compiled.knowledge
        pack = Pack(name=knowledge.name, version=knowledge.version, digest=knowledge.digest)
        return Session(pack=pack, day=today, answers=self.answers, implied=self.implied, done=done)

    # What can be done

    def with_answer(self, fact: str, value: Value) -> Interview:
        """Return the conversation with one more answer."""
        former = {name: before for name, before in self.former_answers.items() if name != fact}
        return replace(self, answers={**self.answers, fact: value}, former_answers=former)

    @property
    def last_asked(self) -> str | None:
        """The fact that `back` would ask again; None where nothing was asked yet."""
        asked = (fact for fact in reversed(tuple(self.answers)) if fact not in self.preset)
        return next((fact for fact in asked if self._was_askable(fact)), None)

    def _was_askable(self, fact: str) -> bool:
        """Whether an answer was asked for: one that a file or a call gave may never have mattered."""
        return self.before(fact)._is_askable(fact)  # noqa: SLF001 (one of its own kind)

    def back(self) -> Interview:
        """Return the conversation before the last answer, which is offered again."""
        last = self.last_asked
        if last is None:
            return self
        answers = {fact: value for fact, value in self.answers.items() if fact != last}
        return replace(
            self, answers=answers, former_answers={**self.former_answers, last: self.answers[last]}
        )

    def before(self, fact: str) -> Interview:
        """Return the conversation as it was when an answered fact was asked."""
        earlier = tuple(self.answers).index(fact)
        return replace(self, answers=dict(tuple(self.answers.items())[:earlier]))

    def with_offer(self, fact: str, value: Value) -> Interview:
        """Return the conversation with an answer offered, to be kept by saying nothing."""
        return replace(self, former_answers={**self.former_answers, fact: value})

    def with_change(self, fact: str, value: Value) -> Interview:
        """Return the conversation with one answer changed, and every other kept that stands and counts.

        Dropped are those that now contradict an answer before them, and those that were asked for and no
        longer would be; they are offered again should they be asked.
        """
        kept = replace(self, answers={})
        former = dict(self.former_answers)
        for name, old in self.answers.items():
            answer = value if name == fact else old
            if name == fact or self._remains(name, kept):
                kept = kept.with_answer(name, answer)
            else:
                former[name] = old
        return replace(kept, former_answers=former, preset=self.preset & kept.answers.keys())

    def _remains(self, fact: str, kept: Interview) -> bool:
        """Whether an answer stands beside what is kept, and still counts if it ever did."""
        if not kept.admits(fact, self.answers[fact]):
            return False
        return fact in self.preset or kept._is_askable(fact) or not self._was_askable(fact)

    def dropped_answers(self, changed: Interview) -> dict[str, Value]:
        """Return the answers that a change of the conversation gives up."""
        return {fact: value for fact, value in self.answers.items() if fact not in changed.answers}

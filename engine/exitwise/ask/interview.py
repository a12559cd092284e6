"""The state of the questionnaire: an immutable value with the answers so far and the next question."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from exitwise.diagram.completions.conflict import minimal_conflict
from exitwise.diagram.completions.lookahead import most_informative
from exitwise.diagram.completions.partial_profile import Completions
from exitwise.diagram.completions.scope import Scope
from exitwise.diagram.completions.undecided import Undecided
from exitwise.model.advice import Pack
from exitwise.model.condition import facts_of
from exitwise.model.fact import UNKNOWN
from exitwise.model.kinds import plain_values
from exitwise.model.session import Session

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from exitwise.diagram.compiled_rules import CompiledRules
    from exitwise.model.axis import ValueClass
    from exitwise.model.fact import Fact, Value


@dataclass(frozen=True)
class Interview:
    """The answers in the order in which they were given, and the question that comes next.

    The interview ends as soon as the part of the advice in its scope is settled. With `fewest` the question
    about the recommendation that tells most comes first, whatever the pack's order is.
    """

    compiled: CompiledRules
    answers: Mapping[str, Value] = field(default_factory=dict)
    preset: frozenset[str] = frozenset()
    """The facts that were answered in advance; `back` skips them."""
    former_answers: Mapping[str, Value] = field(default_factory=dict)
    """Answers that were taken back or dropped; they are offered if their question is asked again."""
    scope: Scope = Scope.USUAL
    fewest: bool = False
    as_of: date | None = field(default=None, compare=False)
    """The day on which the answers stand, if days are to be shown and read as such."""

    @cached_property
    def undecided(self) -> Undecided:
        """The part of the advice that the answers do not settle yet."""
        return Undecided(self.compiled, self.answers, self.scope)

    @cached_property
    def explainable(self) -> Undecided:
        """The undecided advice that explains a question; it includes the warnings that only inform."""
        return self.undecided if self.scope is Scope.BRIEF else Undecided(self.compiled, self.answers)

    # The next question

    @cached_property
    def question(self) -> Fact | None:
        """The fact to ask for next; None if no answer can change the advice any more.

        First come the facts on which the recommendation depends, then those on which steps and warnings
        depend, each in the pack's order.
        """
        name = next(self._candidates(), None)
        return None if name is None else self.compiled.knowledge.fact[name]

    def _candidates(self) -> Iterator[str]:
        best = most_informative(self.undecided) if self.fewest else None
        if best is not None:
            yield best
        yield from self.undecided.candidates
        yield from self._needed_for_advice()

    def _needed_for_advice(self) -> Iterator[str]:
        """Yield the facts without which there is no advice if nothing more is asked.

        Advice outside the scope may depend on facts that cannot be unknown, and so may the course of a plan.
        Facts of constraints that the profile violates are needed only in packs that fail the audit.
        """
        completions = self._if_unknown
        if completions.is_possible:
            yield from completions.candidates
            return
        for rule in minimal_conflict(self.compiled, completions.undecided.unconstrained):
            names, here = facts_of(rule.when), self.undecided
            yield from (fact for fact in here.unanswered_facts if fact in names and here.has_choice(fact))

    @cached_property
    def _if_unknown(self) -> Completions:
        """The completions that the full advice has if nothing more is asked."""
        axes = self.compiled.space.axes.items()
        unknown = {name: UNKNOWN for name, axis in axes if not axis.is_required}
        return Completions(self.compiled, {**unknown, **self.profile})

    @property
    def min_remaining(self) -> int:
        """A lower bound of the number of questions to come, over all possible answers."""
        if self.question is None:
            return 0
        here = self.undecided
        return max(1, sum(1 for name in here.unanswered_facts if here.is_always_pivotal(name)))

    @property
    def max_remaining(self) -> int:
        """An upper bound of the number of questions to come, over all possible answers."""
        return len(self.askable)

    @cached_property
    def askable(self) -> tuple[str, ...]:
        """The facts that may still be asked for, the next one first."""
        if self.question is None:
            return ()
        names = (name for name in self.undecided.unanswered_facts if self._is_askable(name))
        return tuple(dict.fromkeys((self.question.id, *names)))

    def _is_askable(self, fact: str) -> bool:
        """Whether a fact may still be asked for; once that is false, further answers do not make it true."""
        if self.undecided.may_depend_on(fact) or fact in self.undecided.linked:
            return True
        if not self.compiled.space.axes[fact].is_required:
            return False
        touched = fact in self.compiled.knowledge.facts_of_moves and self.undecided.has_choice(fact)
        return touched or self._later.may_depend_on(fact)

    @cached_property
    def _later(self) -> Undecided:
        """The part of the full advice that is open if deeds and ends may change some answers."""
        settable = self.compiled.knowledge.settable_facts
        fixed = {fact: value for fact, value in self.answers.items() if fact not in settable}
        return Undecided(self.compiled, fixed)

    # Admissible answers

    def options(self, fact: str) -> tuple[ValueClass, ...]:
        """Return the answers that do not contradict the others; those of an integer fact as intervals."""
        axis = self.compiled.space.axes[fact]
        return tuple(axis.classes[code] for code in self.undecided.admissible_codes(fact))

    def admits(self, fact: str, value: Value) -> bool:
        """Whether a valid value contradicts none of the answers."""
        return self.undecided.admits(fact, value)

    # Implied values and the profile

    @cached_property
    def implied(self) -> dict[str, Value]:
        """The unanswered facts for which constraints leave exactly one value, with that value."""
        values = ((name, self.undecided.sole_value(name)) for name in self.undecided.unanswered_facts)
        return {name: value for name, value in values if value is not None}

    @property
    def profile(self) -> dict[str, Value]:
        """The answers and the values that they imply."""
        return {**self.answers, **self.implied}

    def session(self, today: date, done: Mapping[str, date]) -> Session:
        """Return the session of these answers on a day, with the steps done by then."""
        knowledge = self.compiled.knowledge
        pack = Pack(name=knowledge.name, version=knowledge.version, digest=knowledge.digest)
        answers, implied = (
            plain_values(knowledge.fact, values, today) for values in (self.answers, self.implied)
        )
        return Session(pack=pack, day=today, answers=answers, implied=implied, done=done)

    # Answering, going back and changing an answer

    def with_answer(self, fact: str, value: Value) -> Interview:
        """Return the interview with one more answer."""
        former = {name: old for name, old in self.former_answers.items() if name != fact}
        return replace(self, answers={**self.answers, fact: value}, former_answers=former)

    @property
    def last_asked(self) -> str | None:
        """The fact that `back` asks for again; None if nothing was asked for yet."""
        asked = (fact for fact in reversed(tuple(self.answers)) if fact not in self.preset)
        return next((fact for fact in asked if self._was_askable(fact)), None)

    def _was_askable(self, fact: str) -> bool:
        """Whether an answered fact could be asked for in its turn; a saved answer may never have mattered."""
        return self.before(fact)._is_askable(fact)  # noqa: SLF001 (another state of the same class)

    def back(self) -> Interview:
        """Return the interview before the last answer, which is offered again."""
        last = self.last_asked
        if last is None:
            return self
        answers = {fact: value for fact, value in self.answers.items() if fact != last}
        return replace(
            self, answers=answers, former_answers={**self.former_answers, last: self.answers[last]}
        )

    def before(self, fact: str) -> Interview:
        """Return the interview as it was when an answered fact was asked for."""
        earlier = tuple(self.answers).index(fact)
        return replace(self, answers=dict(tuple(self.answers.items())[:earlier]))

    def with_offer(self, fact: str, value: Value) -> Interview:
        """Return the interview with an answer to offer with its question, as if it had been given before."""
        return replace(self, former_answers={**self.former_answers, fact: value})

    def with_change(self, fact: str, value: Value) -> Interview:
        """Return the interview with one answer changed, and all others that still fit and count.

        An answer is dropped if it contradicts an answer before it, or if it was asked for and no longer would
        be. A dropped answer is offered if its question is asked again.
        """
        changed = replace(self, answers={})
        former = dict(self.former_answers)
        for name, old in self.answers.items():
            if name == fact:
                changed = changed.with_answer(name, value)
            elif self._remains(name, changed):
                changed = changed.with_answer(name, old)
            else:
                former[name] = old
        return replace(changed, former_answers=former, preset=self.preset & changed.answers.keys())

    def _remains(self, fact: str, changed: Interview) -> bool:
        """Whether an answer fits the changed answers before it, and still counts if it ever did."""
        if not changed.admits(fact, self.answers[fact]):
            return False
        return fact in self.preset or changed._is_askable(fact) or not self._was_askable(fact)

    def dropped_answers(self, changed: Interview) -> dict[str, Value]:
        """Return the answers that a changed interview no longer has."""
        return {fact: value for fact, value in self.answers.items() if fact not in changed.answers}

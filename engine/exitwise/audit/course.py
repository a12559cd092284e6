"""The course of the plan as the checks see it: deeds and ends, and the profiles that they lead from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from exitwise.model.fact import UNKNOWN
from exitwise.model.kinds import write
from exitwise.model.rule import StepRule, WarningRule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from exitwise.audit.subject import Subject
    from exitwise.diagram.manager import ProfileSet
    from exitwise.diagram.space import Space
    from exitwise.model.fact import Fact, Value
    from exitwise.model.rule import End

Answers = tuple[tuple[str, "Value"], ...]
"""The answers that a deed gives, or that end a wait."""


@dataclass(frozen=True, slots=True)
class Deed:
    """A step with the answers of its `done`, or a hold with those of one of its ends."""

    rule: StepRule | WarningRule
    answers: Answers

    def describe(self, subject: Subject) -> str:
        """Return the deed as the subject of a sentence."""
        if isinstance(self.rule, StepRule):
            return f"step `{self.rule.id}`"
        return f"the end `{in_words(self.answers, subject.knowledge.fact)}` of hold `{self.rule.id}`"


def in_words(answers: Answers, facts: Mapping[str, Fact]) -> str:
    """Return answers as a pack states them."""
    return ", ".join(f"{name}: {write(facts[name], value)}" for name, value in answers)


def end_in_words(end: End, facts: Mapping[str, Fact]) -> str:
    """Return an end of a hold as a pack states it."""
    return f"known: {', '.join(end.known)}" if end.known else in_words(end.answers, facts)


def ends_in_words(ends: Iterable[End], facts: Mapping[str, Fact]) -> str:
    """Return the ends of a hold as alternatives."""
    return " or ".join(end_in_words(end, facts) for end in ends)


def departures(subject: Subject, *, admissible: bool) -> Iterator[tuple[Deed, ProfileSet]]:
    """Yield the moves that lead out of their outcome, with the profiles on which they do.

    They lead to `admissible` profiles, which get another recommendation, or to profiles that are refused.
    """
    domain = subject.compiled.domain
    departing: dict[Deed, ProfileSet] = {}
    for outcome, _ in subject.knowledge.outcomes:
        waits = subject.compiled.waits_under(outcome)
        for move in waits.moves:
            profiles = waits.departing(move)
            if profiles.satisfiable():
                accepted = waits.changed_into(move.answers, domain)
                profiles &= accepted if admissible else ~accepted
                deed = Deed(_rule(subject, move.name), tuple(move.answers.items()))
                departing[deed] = departing.get(deed, subject.space.false) | profiles
    yield from departing.items()


def _rule(subject: Subject, name: str) -> StepRule | WarningRule:
    steps = subject.knowledge.step
    return steps[name] if name in steps else subject.knowledge.warning[name]


def deeds(subject: Subject) -> Iterator[Deed]:
    """Yield each `done` of a step and each end of a hold that states answers, once."""
    yield from (Deed(step, step.done) for step in subject.knowledge.steps if step.done)
    for hold in subject.knowledge.warnings:
        yield from dict.fromkeys(Deed(hold, end.answers) for end in hold.ends if end.answers)


def before_end(space: Space, end: End, target: ProfileSet) -> ProfileSet:
    """Return the profiles that are in a set once a wait ends, by its answers or by known facts."""
    if end.answers:
        return space.exists(target & space.with_values(dict(end.answers)), *dict(end.answers))
    return before_answers(space, {fact: space.axes[fact].known_codes for fact in end.known}, target)


def before_answers(space: Space, codes: Mapping[str, Iterable[int]], target: ProfileSet) -> ProfileSet:
    """Return the profiles that are in a set, or are once some unknown facts have any of these codes."""
    for fact, known in codes.items():
        unknown = space.with_values({fact: UNKNOWN})
        target |= unknown & space.exists(target & space.with_codes(fact, known), fact)
    return target

"""The facts without an answer that can change the advice, and those that cannot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from exitwise.diagram.completions.undecided import Undecided
from exitwise.model.fact import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Self

    from exitwise.diagram.compiled_rules import CompiledRules
    from exitwise.model.course import State
    from exitwise.model.profile import Profile


@dataclass(frozen=True, slots=True)
class Relevance:
    """The facts that are assumed to be unknown, and the absent facts that are not needed."""

    assumed: tuple[str, ...]
    not_needed: tuple[str, ...]

    @classmethod
    def of(cls, compiled: CompiledRules, profile: Profile, states: Sequence[State]) -> Self:
        """Decide for each absent or unknown fact whether it matters in some completion of all these.

        A fact matters too if it does in a later state of the course, or if the last day of a step, or its
        urgency, depends on it in any.
        """
        implied = profile.implied
        open_ = [fact for fact, value in profile.values.items() if fact in profile.free or value == UNKNOWN]
        known = {fact: value for fact, value in profile.values.items() if fact not in open_}
        here = Undecided(compiled, known)
        matters = frozenset(fact for fact in open_ if here.matters(fact))
        for state in states[1:]:
            matters |= frozenset(_later(compiled, state, frozenset(open_), matters))
        matters |= frozenset(_timing(compiled, states, frozenset(open_), matters))
        absent = (fact for fact in profile.absent if fact not in implied)
        return cls(
            tuple(fact for fact in open_ if fact in matters),
            tuple(fact for fact in absent if fact not in matters),
        )


def _later(
    compiled: CompiledRules, state: State, open_: frozenset[str], known_to_matter: frozenset[str]
) -> Iterator[str]:
    """Yield the other open facts that matter once the moves up to a state are made."""
    left = _left(state, open_)
    if others := left - known_to_matter:
        here = _undecided(compiled, state, left)
        yield from filter(here.matters, others)


def _left(state: State, open_: frozenset[str]) -> frozenset[str]:
    """Return the open facts that no move has set."""
    return frozenset(fact for fact in open_ if fact in state.derived or state.values[fact] == UNKNOWN)


def _undecided(compiled: CompiledRules, state: State, left: frozenset[str]) -> Undecided:
    return Undecided(compiled, {fact: own for fact, own in state.values.items() if fact not in left})


def _timing(
    compiled: CompiledRules, states: Sequence[State], open_: frozenset[str], known_to_matter: frozenset[str]
) -> Iterator[str]:
    """Yield the other open facts on which the last day of a step, or its urgency, depends in a state."""
    urgency, others = compiled.knowledge.urgency_facts, open_ - known_to_matter
    days = {step.id: {step.by.fact} if step.by else set() for step in compiled.knowledge.steps}
    timed = [name for name, own in days.items() if others & (own | urgency.get(name, set()))]
    for state in states if timed else ():
        left = _left(state, open_)
        here = _undecided(compiled, state, left)
        for name in timed:
            dated = left & others & days[name] if _is_planned(here, name) else ()
            yield from filter(here.has_choice, dated)
            own = left & others & urgency.get(name, frozenset())
            yield from (fact for fact in own if here.depends_on(fact, here.urgency_splits(name)))


def _is_planned(here: Undecided, step: str) -> bool:
    """Whether a step is in the plan of some completion."""
    advised = (own & here.compiled.recipients_under(outcome, step) for outcome, own in here.outcomes.items())
    return any(own.satisfiable() for own in advised)

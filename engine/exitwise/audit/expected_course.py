"""Scenarios compared with the course of the plan: steps and waits that come up, and the way to ready."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from exitwise.advise.timetable import Timetable
from exitwise.audit.course import ends_in_words, in_words
from exitwise.audit.scenarios import difference, failures, mismatch
from exitwise.diagram.evaluation import conclude, conclude_advice

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from exitwise.diagram.compiled_rules import CompiledRules
    from exitwise.model.course import State
    from exitwise.model.fact import Fact
    from exitwise.model.profile import Profile
    from exitwise.model.rule import End
    from exitwise.model.scenario import Detail, ExpectedNames, Scenario, WayMove

    Facts = Mapping[str, Fact]
    Way = tuple[WayMove, ...] | None


def unmet(scenario: Scenario, compiled: CompiledRules, profile: Profile) -> Iterator[str]:
    """Yield each expectation of a scenario that the rules do not meet for its completed profile."""
    evaluate = conclude_advice if scenario.findings is None else conclude
    conclusions = evaluate(compiled, profile.values)
    yield from failures(scenario, conclusions)
    if scenario.has_course and not conclusions.refused:
        timetable = Timetable.of(compiled, profile, conclusions, explore=True)
        yield from course_failures(scenario, timetable)


def course_failures(scenario: Scenario, timetable: Timetable) -> Iterator[str]:
    """Yield each expectation of the course that is not met, with the actual course."""
    facts = timetable.knowledge.fact
    later = [(name, state) for name, state in timetable.steps if state.after is not None]
    ends = {name: timetable.knowledge.warning[name].ends for name, _ in timetable.waits}
    for field, actual in (("later_steps", later), ("waits", timetable.waits)):
        expected = getattr(scenario, field)
        if expected is not None:
            yield from _names(field, expected, actual)
            yield from _ends(expected, ends, facts)
    if scenario.way_to_ready is not None:
        yield from _way(scenario.way_to_ready.moves, timetable.way_to_ready, facts)
    last = timetable.states[-1].values
    for fact, value in scenario.leads_to or ():
        if last[fact] != value:
            yield mismatch("leads_to", *(in_words(((fact, own),), facts) for own in (value, last[fact])))


# Names


def _names(field: str, expected: ExpectedNames, actual: list[tuple[str, State]]) -> Iterator[str]:
    """Yield the difference of the names, then the names that another move brings up."""
    names = tuple(dict.fromkeys(name for name, _ in actual))
    if not expected.accepts(names, ordered=False):
        yield f"{field}: {difference(expected, names)}"
    for detail in expected.details:
        moves = [state.after for name, state in actual if name == detail.name]
        if detail.key != "ends" and moves and detail.move not in moves:
            yield mismatch(_subject(detail), detail.move, ", ".join(filter(None, moves)))


def _ends(expected: ExpectedNames, ends: Mapping[str, tuple[End, ...]], facts: Facts) -> Iterator[str]:
    """Yield the waits that end in another way."""
    for detail in expected.details:
        actual = ends.get(detail.name, detail.ends)
        if detail.key == "ends" and actual != detail.ends:
            yield mismatch(_subject(detail), *(ends_in_words(own, facts) for own in (detail.ends, actual)))


def _subject(detail: Detail) -> str:
    return f"{detail.key} of `{detail.name}`"


# Ways


def _way(expected: Way, actual: Way, facts: Facts) -> Iterator[str]:
    """Yield the first move that differs, or that only one of two profiles has a way."""
    if expected is None or actual is None:
        if expected != actual:
            wanted, got = (way_in_words(moves, facts) for moves in (expected, actual))
            yield f"way_to_ready: expected {wanted}, got {got}"
        return
    for number, (wanted_move, move) in enumerate(zip_longest(expected, actual), start=1):
        if wanted_move is None or move is None or not wanted_move.accepts(move):
            wanted, got = (_in_words(own, facts) for own in (wanted_move, move))
            yield f"way_to_ready: expected {wanted} as move {number}, got {got}"
            return


def way_in_words(moves: Way, facts: Facts) -> str:
    """Return the moves of a way, as messages name them."""
    if moves is None:
        return "no way"
    return ", ".join(_in_words(move, facts) for move in moves) or "no moves"


def _in_words(move: WayMove | None, facts: Facts) -> str:
    if move is None:
        return "none"
    names = ", ".join(f"`{name}`" for name in move.names)
    end = f" by `{in_words(move.end, facts)}`" if move.end else ""
    return f"{'an answer to ' if move.kind == 'answer' else ''}{names}{end}"

"""The timetable of a course: its steps and its holds, each with the state that brings it up."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING

from exitwise.diagram.completions.settling import settler
from exitwise.diagram.evaluation import conclude_advice
from exitwise.model.course import Effects, State, meetings, standing_holds, states_under_all_ends, walk
from exitwise.model.scenario import WayMove

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from exitwise.diagram.compiled_rules import CompiledRules
    from exitwise.model.conclusion import Conclusions
    from exitwise.model.course import Course, Move
    from exitwise.model.knowledge import Knowledge
    from exitwise.model.profile import Profile


@dataclass(frozen=True)
class Timetable:
    """The course of one profile, and the holds that it can meet under any end."""

    knowledge: Knowledge
    course: Course
    met: Collection[str]
    effects: Effects

    @classmethod
    def of(
        cls, compiled: CompiledRules, profile: Profile, conclusions: Conclusions, *, explore: bool = False
    ) -> Timetable:
        """Return the timetable of an admissible profile, from its conclusions.

        The holds that it can meet are looked up in sets of profiles, which serve all profiles; with `explore`
        they are found by following every end, which is faster for a single profile.
        """
        derived = profile.free | profile.implied.keys()
        settle = settler(compiled, derived)
        effects = Effects(partial(conclude_advice, compiled), settle)
        course = walk(compiled.knowledge, effects, State(profile.values, conclusions, derived=derived))
        holds = tuple(rule.id for rule in compiled.knowledge.ordered_warnings if rule.hold)
        if settle is None and not explore:
            sets = compiled.waits_under(conclusions.recommendation)
            point = compiled.space.assignment(profile.values)
            holds = tuple(name for name in holds if sets.met(name).eval(point))
        return cls(compiled.knowledge, course, holds, effects)

    @property
    def states(self) -> list[State]:
        """The states of the course."""
        return self.course.states

    @property
    def way_to_ready(self) -> tuple[WayMove, ...] | None:
        """The moves until the profile is ready, or until something must be found out; None without one."""
        moves = tuple(map(_way_move, self.course.moves))
        match self.course.stop:
            case "ready":
                return moves
            case "answer":
                return (*moves, WayMove("answer", self.course.answer))
            case _:
                return None

    @cached_property
    def steps(self) -> list[tuple[str, State]]:
        """The steps: those of preparation as they are done, then those of the last state."""
        return [*self._preparation(), *self._later_steps()]

    def _preparation(self) -> list[tuple[str, State]]:
        """Return the steps of preparation with the states that bring them up.

        A step that is due now and that an earlier one makes unnecessary stays behind the step it follows now.
        """
        listed = [(name, self._brought_up(name, number)) for name, number in self._turns()]
        if self.course.stop == "change":
            return listed
        names = [name for name, _ in listed]
        place = 0
        for name in self._names(self.states[0], early=True):
            if name in names:
                place = max(place, names.index(name) + 1)
            else:
                listed.insert(place, (name, self.states[0]))
                names.insert(place, name)
                place += 1
        return listed

    def _turns(self) -> Iterator[tuple[str, tuple[int, int]]]:
        """Yield the steps that are done, each with the first state it may be due in and that of its turn."""
        earliest: dict[str, int] = {}
        for move in self.course.moves:
            if move.end is None:
                yield move.name, (earliest.get(move.name, 0), move.state)
                earliest[move.name] = move.state + 1

    def _brought_up(self, name: str, between: tuple[int, int]) -> State:
        """Return the first state from which on a step is in the plan until its turn."""
        first, number = between
        while number > first and name in self.states[number - 1].conclusions.steps:
            number -= 1
        return self.states[number]

    def _names(self, state: State, *, early: bool) -> Iterator[str]:
        for name in state.conclusions.steps:
            if (self.knowledge.step[name].phase == "before") is early:
                yield name

    def _later_steps(self) -> Iterator[tuple[str, State]]:
        """Yield the steps that the last state still has, unless the recommendation changes before."""
        last = len(self.states) - 1
        for name in self._names(self.states[last], early=False) if self.course.stop != "change" else ():
            yield name, self._brought_up(name, (0, last))

    @cached_property
    def waits(self) -> list[tuple[str, State]]:
        """The holds with the states in which they come up: those of the course, then those of other ends."""
        found: dict[str, State] = {}
        for state in self.states:
            for hold in standing_holds(self.knowledge, state.conclusions):
                found.setdefault(hold.id, state)
        others = [name for name in self.met if name not in found]
        if others and self.states[0].conclusions.recommendation is not None:
            found |= meetings(self.knowledge, self.effects, self.states[0], others)
        return [*found.items()]

    def all_states(self) -> Iterator[State]:
        """Yield every state that can be reached, whichever way each hold ends."""
        if self.states[0].conclusions.recommendation is None:
            return iter(self.states)
        return states_under_all_ends(self.knowledge, self.effects, self.states[0])


def _way_move(move: Move) -> WayMove:
    end = move.end
    return WayMove("step", (move.name,)) if end is None else WayMove("hold", (move.name,), end.answers)

"""The course of a plan as a list that is read once: steps, waits and warnings, each at its moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

from exitwise.advise.texts import Texts
from exitwise.model.advice import RaisedWarning, Step, Wait
from exitwise.model.course import meetings, standing_holds
from exitwise.model.kinds import plain_values

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from exitwise.diagram.compiled_rules import CompiledRules
    from exitwise.model.course import Course, Effects, State
    from exitwise.model.fact import Value
    from exitwise.model.knowledge import Knowledge
    from exitwise.model.rule import Deadline, End, StepRule, WarningRule


@dataclass(frozen=True)
class Schedule:
    """The course of one profile, and the holds that it can meet under any end.

    `free` has the missing facts; what texts and days show of them is what a move has set, or nothing.
    """

    compiled: CompiledRules
    course: Course
    met: Collection[str]
    effects: Effects
    as_of: date
    free: frozenset[str] = frozenset()

    @property
    def knowledge(self) -> Knowledge:
        """The rules of the plan."""
        return self.compiled.knowledge

    @property
    def _states(self) -> list[State]:
        return self.course.states

    # Steps

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """The steps: those of preparation as they are done, then those of the last state."""
        early = (self._step(name, state, ()) for name, state in self._preparation())
        return (*early, *self._later_steps())

    def _preparation(self) -> list[tuple[str, State]]:
        """Return the steps of preparation with the states that bring them up.

        A step that is due now and that an earlier one makes unnecessary stays behind the step it follows now.
        """
        listed = [(name, self._brought_up(name, number)) for name, number in self._turns()]
        if self.course.stop == "change":
            return listed
        names = [name for name, _ in listed]
        place = 0
        for name in self._names(self._states[0], early=True):
            if name in names:
                place = max(place, names.index(name) + 1)
            else:
                listed.insert(place, (name, self._states[0]))
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
        while number > first and name in self._states[number - 1].conclusions.steps:
            number -= 1
        return self._states[number]

    def _names(self, state: State, *, early: bool) -> Iterator[str]:
        for name in state.conclusions.steps:
            if (self.knowledge.step[name].phase == "before") is early:
                yield name

    def _later_steps(self) -> Iterator[Step]:
        """Yield the steps that the last state still has, unless the recommendation changes before."""
        waits = tuple(name for name, _ in self._meetings)
        last = len(self._states) - 1
        for name in self._names(self._states[last], early=False) if self.course.stop != "change" else ():
            yield self._step(name, self._brought_up(name, (0, last)), waits)

    def _step(self, name: str, state: State, waits: tuple[str, ...]) -> Step:
        rule, fill = self.knowledge.step[name], self._texts(state).fill
        return Step(
            id=rule.id,
            title=fill(rule.title),
            how=fill(rule.how),
            phase=rule.phase,
            link=rule.link or None,
            letter=rule.letter or None,
            irreversible=rule.irreversible,
            urgent=name in state.conclusions.urgent,
            by=None if rule.by is None else self._day(rule.by, state),
            because=fill(rule.because),
            cites=rule.cites,
            blocked_by=waits,
            comes_after=state.after,
            changes_to=self._changes_to(rule),
        )

    def _day(self, by: Deadline, state: State) -> str | None:
        """Return the last day for a step; None if it is not known or beyond the calendar."""
        days = self._known(state).get(by.fact)
        if not isinstance(days, int):
            return None
        try:
            return (self.as_of + timedelta(by.plus - self.knowledge.fact[by.fact].drift * days)).isoformat()
        except OverflowError:
            return None

    def _changes_to(self, rule: StepRule | WarningRule) -> str | None:
        """Return the recommendation that the last move leads to, if it is that of a step or a hold."""
        stopping = self.course.moves[-1].name if self.course.stop == "change" else None
        return self.course.changes_to if rule.id == stopping else None

    # Waits and warnings

    def waits(self) -> tuple[Wait, ...]:
        """Return the holds that stand now, then those that can come up before acting."""
        return tuple(self._wait(name, state) for name, state in self._meetings)

    @cached_property
    def _meetings(self) -> list[tuple[str, State]]:
        """The holds with the states in which they come up: those of the course, then those of other ends."""
        found: dict[str, State] = {}
        for state in self._states:
            for hold in standing_holds(self.knowledge, state.conclusions):
                found.setdefault(hold.id, state)
        others = [name for name in self.met if name not in found]
        if others:
            found |= meetings(self.knowledge, self.effects, self._states[0], others)
        return [*found.items()]

    def _wait(self, name: str, state: State) -> Wait:
        rule, fill = self.knowledge.warning[name], self._texts(state).fill
        return Wait(
            hold=name,
            title=fill(rule.title),
            until=fill(rule.until),
            because=fill(rule.because),
            cites=rule.cites,
            begins_after=state.after,
            ends=tuple(map(self._plain_end, rule.ends)),
            ask_again_after=self._days_to_wait(rule),
            changes_to=self._changes_to(rule),
        )

    def _days_to_wait(self, rule: WarningRule) -> int | None:
        """Return the days after which to ask again; None if nobody is asked."""
        asked = any(end.answers for end in rule.ends)
        return (rule.ask_again_after or self.knowledge.ask_again_after) if asked else None

    def warnings(self) -> tuple[RaisedWarning, ...]:
        """Return the warnings raised now, then those that the course brings up."""
        first: dict[str, State] = {}
        for state in self._states:
            for name in state.conclusions.warnings:
                if not self.knowledge.warning[name].hold:
                    first.setdefault(name, state)
        steps = {step.id for step in self.steps}
        rules = self.knowledge.warning
        return tuple(self._warning(rules[name], state, steps) for name, state in first.items())

    def _warning(self, rule: WarningRule, state: State, steps: Collection[str]) -> RaisedWarning:
        fill = self._texts(state).fill
        return RaisedWarning(
            id=rule.id,
            title=fill(rule.title),
            severity=rule.severity,
            because=fill(rule.because),
            cites=rule.cites,
            steps=tuple(name for name in rule.steps if name in steps),
            comes_after=state.after,
        )

    def _texts(self, state: State) -> Texts:
        """Return the texts as they read in a state."""
        return Texts(self.compiled, self._known(state), self.as_of)

    def _known(self, state: State) -> Mapping[str, Value]:
        """Return the values of a state without those that nobody has given."""
        hidden = self.free & state.derived
        values = state.values
        return {name: own for name, own in values.items() if name not in hidden} if hidden else values

    # The way

    def way_to_ready(self) -> tuple[Mapping[str, Any], ...] | None:
        """Return the moves until the profile is ready, or until something has to be found out."""
        moves = tuple(self._moves())
        match self.course.stop:
            case "ready":
                return moves
            case "answer":
                return (*moves, {"answer": list(self.course.answer)})
            case _:
                return None

    def _moves(self) -> Iterator[Mapping[str, Any]]:
        for move in self.course.moves:
            end = {} if move.end is None else {"end": self._plain_end(move.end)}
            yield {"hold": move.name, **end} if end else {"step": move.name}

    def _plain_end(self, end: End) -> dict[str, Any]:
        """Return an end as data for JSON: answers, or the facts to be known."""
        if end.known:
            return {"known": list(end.known)}
        return plain_values(self.knowledge.fact, dict(end.answers), self.as_of)

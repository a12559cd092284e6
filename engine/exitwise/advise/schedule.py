"""The course of a plan as a list that is read once: steps, waits and warnings, each at its moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

from exitwise.advise.texts import Texts
from exitwise.model.advice import RaisedWarning, Step, Wait
from exitwise.model.kinds import plain_values

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from exitwise.advise.timetable import Timetable
    from exitwise.diagram.compiled_rules import CompiledRules
    from exitwise.model.course import Course, State
    from exitwise.model.fact import Value
    from exitwise.model.knowledge import Knowledge
    from exitwise.model.rule import Deadline, End, StepRule, WarningRule
    from exitwise.model.scenario import WayMove


@dataclass(frozen=True)
class Schedule:
    """The advice on the course of one profile, from its timetable.

    `free` has the missing facts; what texts and days show of them is what a move has set, or nothing.
    """

    compiled: CompiledRules
    timetable: Timetable
    as_of: date
    free: frozenset[str] = frozenset()

    @property
    def knowledge(self) -> Knowledge:
        """The knowledge base of the course."""
        return self.timetable.knowledge

    @property
    def course(self) -> Course:
        """The course itself."""
        return self.timetable.course

    # Steps

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """The steps: those of preparation as they are done, then those of the last state."""
        return tuple(self._step(name, state) for name, state in self.timetable.steps)

    def _step(self, name: str, state: State) -> Step:
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
            blocked_by=() if rule.phase == "before" else tuple(hold for hold, _ in self.timetable.waits),
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
        return tuple(self._wait(name, state) for name, state in self.timetable.waits)

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
        for state in self.timetable.states:
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
        way = self.timetable.way_to_ready
        return None if way is None else tuple(map(self._plain_move, way))

    def _plain_move(self, move: WayMove) -> Mapping[str, Any]:
        """Return a move as data for JSON."""
        if move.kind == "answer":
            return {"answer": list(move.names)}
        end = {"end": self._plain_answers(move.end)} if move.kind == "hold" else {}
        return {move.kind: move.names[0], **end}

    def _plain_end(self, end: End) -> dict[str, Any]:
        """Return an end as data for JSON: answers, or the facts to be known."""
        if end.known:
            return {"known": list(end.known)}
        return self._plain_answers(end.answers)

    def _plain_answers(self, answers: tuple[tuple[str, Value], ...]) -> dict[str, Any]:
        return plain_values(self.knowledge.fact, dict(answers), self.as_of)

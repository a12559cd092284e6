"""The course of a plan: the states that it leads through, as ticking it step by step would."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from exitwise.model.fact import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    from exitwise.model.conclusion import Conclusions
    from exitwise.model.fact import Value
    from exitwise.model.knowledge import Knowledge
    from exitwise.model.rule import End, StepRule, WarningRule

    Values = Mapping[str, Value]
    Conclude = Callable[[Values], Conclusions]
    """Advises on complete values; any compiled form will do."""
    Settle = Callable[[Values], Values | None]
    """Completes values without those that only follow from the others; None if that cannot be done."""

Stop = Literal["ready", "answer", "hold", "change", "inadmissible", "circle"]
"""Why a course ends: nothing is left to do; an answer has to be found out; a hold has no end; a move changes
the recommendation, makes the profile inadmissible, or brings back an earlier state."""


@dataclass(frozen=True, slots=True)
class Move:
    """A step that is done, or a hold that ends by `end`; the state is that in which it is its turn."""

    state: int
    name: str
    end: End | None = None


@dataclass(frozen=True, slots=True)
class State:
    """The answers at one moment with their conclusions; `after` is the move that led to it.

    Nobody has given the values of the facts in `derived`: they follow from the others, or make no difference.
    """

    values: Values
    conclusions: Conclusions
    after: str | None = None
    derived: frozenset[str] = frozenset()


@dataclass(slots=True)
class Course:
    """The states and the moves between them, from the present state; the move it stops with leads to none.

    `answer` has the facts to be found out, and `changes_to` the recommendation after the last move.
    """

    states: list[State]
    moves: list[Move] = field(default_factory=list)
    stop: Stop = "ready"
    answer: tuple[str, ...] = ()
    changes_to: str | None = None


def walk(knowledge: Knowledge, effects: Effects, start: State) -> Course:
    """Return the course from a complete admissible profile and its conclusions."""
    course = Course([start])
    if start.conclusions.recommendation is None:
        course.stop = "hold"
        return course
    walker = _Walker(knowledge, effects, course)
    while walker.advance():
        pass
    return course


@dataclass(frozen=True, slots=True)
class Effects:
    """The consequences of a move; without `settle` derived values stay as they are."""

    conclude: Conclude
    settle: Settle | None = None

    def following(self, state: State, name: str, answers: Mapping[str, Value]) -> State:
        """Return the state after a move; derived values are worked out anew if they contradict it."""
        values, derived = {**state.values, **answers}, state.derived - answers.keys()
        conclusions = self.conclude(values)
        if conclusions.refused and derived and self.settle is not None:
            anew = self.settle({fact: value for fact, value in values.items() if fact not in derived})
            if anew is not None:
                return State(anew, self.conclude(anew), name, derived)
        return State(values, conclusions, name, derived)


class _Walker:
    """Extends a course move by move."""

    def __init__(self, knowledge: Knowledge, effects: Effects, course: Course) -> None:
        self._knowledge = knowledge
        self._effects = effects
        self._course = course
        self._had_turn: set[str] = set()
        self._seen = {_key(course.states[0].values)}

    def advance(self) -> bool:
        """Make one move; false if there is none, or if the course stops with it."""
        state = self._course.states[-1]
        step = next(self._due_steps(state), None)
        if step is not None:
            self._had_turn.add(step)
            return self._apply(step, None, dict(self._knowledge.step[step].done))
        holds = tuple(standing_holds(self._knowledge, state.conclusions))
        ended = next((hold for hold in holds if hold.ends and hold.ends[0].answers), None)
        if ended is not None:
            return self._apply(ended.id, ended.ends[0], dict(ended.ends[0].answers))
        self._stop_at(holds, state)
        return False

    def _due_steps(self, state: State) -> Iterator[str]:
        """Yield the steps of preparation that have an effect, or have not had their turn."""
        for name in state.conclusions.steps:
            step = self._knowledge.step[name]
            if step.phase == "before" and (name not in self._had_turn or has_effect(step, state.values)):
                yield name

    def _apply(self, name: str, end: End | None, answers: dict[str, Value]) -> bool:
        course, state = self._course, self._course.states[-1]
        course.moves.append(Move(len(course.states) - 1, name, end))
        if {**state.values, **answers} == state.values and end is None:
            return True
        following = self._effects.following(state, name, answers)
        if following.conclusions.refused:
            course.stop = "inadmissible"
        elif following.conclusions.recommendation != state.conclusions.recommendation:
            course.stop, course.changes_to = "change", following.conclusions.recommendation
        elif _key(following.values) in self._seen:
            course.stop = "circle"
        else:
            self._seen.add(_key(following.values))
            course.states.append(following)
            return True
        return False

    def _stop_at(self, holds: tuple[WarningRule, ...], state: State) -> None:
        """Stop where nothing is left to do, or where every hold waits for answers or has no end."""
        awaited = [_awaited(hold, state) for hold in holds]
        if not holds:
            self._course.stop = "ready"
        elif not all(awaited):
            self._course.stop = "hold"
        else:
            facts = {fact for own in awaited for fact in own}
            self._course.stop = "answer"
            self._course.answer = tuple(fact for fact in self._knowledge.fact if fact in facts)


def _awaited(hold: WarningRule, state: State) -> tuple[str, ...]:
    """Return the unknown facts whose answers would end a hold."""
    known = hold.ends[0].known if hold.ends else ()
    return tuple(fact for fact in known if state.values[fact] == UNKNOWN)


def standing_holds(knowledge: Knowledge, conclusions: Conclusions) -> Iterator[WarningRule]:
    """Yield the holds that stand, in the order of the warnings."""
    for name in conclusions.warnings:
        rule = knowledge.warning[name]
        if rule.hold:
            yield rule


def _key(values: Values) -> tuple[Value, ...]:
    return tuple(values.values())


def meetings(
    knowledge: Knowledge, effects: Effects, start: State, holds: Collection[str]
) -> dict[str, State]:
    """Return the nearest states in which some holds stand that can be met, under any end of every hold."""
    nearest: dict[str, State] = {}
    for state in states_under_all_ends(knowledge, effects, start):
        for hold in standing_holds(knowledge, state.conclusions):
            if hold.id in holds:
                nearest.setdefault(hold.id, state)
        if len(nearest) == len(holds):
            break
    return nearest


def states_under_all_ends(knowledge: Knowledge, effects: Effects, start: State) -> Iterator[State]:
    """Yield the states that can be reached, the nearest first; what there is to find out is not guessed."""
    seen, queue = {_key(start.values)}, deque((start,))
    while queue:
        state = queue.popleft()
        yield state
        for name, answers in _alternatives(knowledge, state):
            if _key({**state.values, **dict(answers)}) in seen:
                continue
            following = effects.following(state, name, dict(answers))
            conclusions = following.conclusions
            if _key(following.values) not in seen:
                seen.add(_key(following.values))
                if not conclusions.refused and conclusions.recommendation == start.conclusions.recommendation:
                    queue.append(following)


def _alternatives(knowledge: Knowledge, state: State) -> Iterator[tuple[str, tuple[tuple[str, Value], ...]]]:
    """Yield the moves from a state: the first step with an effect, or else every end of every hold."""
    for name in state.conclusions.steps:
        step = knowledge.step[name]
        if step.phase == "before" and has_effect(step, state.values):
            yield name, step.done
            return
    for hold in standing_holds(knowledge, state.conclusions):
        yield from ((hold.id, end.answers) for end in hold.ends if end.answers)


def has_effect(step: StepRule, values: Values) -> bool:
    """Whether doing a step changes an answer."""
    return any(values[fact] != value for fact, value in step.done)

"""The course of a plan in all completions at once, and where it differs between them.

The first completion is walked, and the set of all completions is taken along: a move sets some answers in
each of them. Each condition of the next move is then true in all of them or in none, or it splits them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, partial, reduce
from itertools import chain, takewhile
from operator import or_
from typing import TYPE_CHECKING

from exitwise.diagram.completions.settling import settler
from exitwise.diagram.completions.split import Split
from exitwise.diagram.evaluation import conclude_advice
from exitwise.model.course import Effects, State, walk

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from exitwise.diagram.compiled_rules import CompiledRules, Outcome
    from exitwise.diagram.completions.undecided import Undecided
    from exitwise.diagram.manager import ProfileSet
    from exitwise.model.course import Course, Move
    from exitwise.model.fact import Value

    Values = Mapping[str, Value]


@dataclass(frozen=True)
class CourseSplits:
    """The later differences between completions that have the same advice now."""

    undecided: Undecided
    outcome: Outcome

    @property
    def compiled(self) -> CompiledRules:
        """The rules."""
        return self.undecided.compiled

    @property
    def completions(self) -> ProfileSet:
        """The completions."""
        return self.undecided.completions

    def __iter__(self) -> Iterator[Split]:
        """Yield the holds that only some completions can meet, then the differences in the course."""
        if self.outcome is None or not self.compiled.knowledge.settable_facts:
            return
        holds = hold_splits(self.compiled, self.outcome, self.completions)
        for split in chain(holds, self._along_the_course()):
            if split.inside.satisfiable() and split.outside.satisfiable():
                yield split

    def _split(self, profiles: ProfileSet) -> Split:
        return _split(self.completions, profiles)

    @cached_property
    def _course(self) -> Course:
        conclude = partial(conclude_advice, self.compiled)
        first, derived = self.undecided.first_completion, frozenset(self.undecided.unanswered_facts)
        effects = Effects(conclude, settler(self.compiled, derived))
        return walk(self.compiled.knowledge, effects, State(first, conclude(first), derived=derived))

    def _along_the_course(self) -> Iterator[Split]:
        """Yield the conditions of each move, and its consequences."""
        earlier: list[Values] = [{}]
        had_turn: set[str] = set()
        for move in self._course.moves:
            here = earlier[-1]
            yield from self._turns(move, here, had_turn)
            had_turn.add(move.name)
            later = {**here, **self._answers(move)}
            admitted = self._led_into(self.compiled.domain, later)
            if not (self.completions & admitted).satisfiable():
                return  # values that nobody has given are worked out anew, and so are the same in all of them
            yield from self._consequences(move, later)
            repeated, unchanged = self._repeated(later, earlier), self._equal(later, here)
            if move.end is None:
                yield self._split(unchanged)
            yield self._split(repeated if move.end else repeated & ~unchanged)
            earlier.append(later)
        if not self._is_stopped_by_move:
            yield from self._turns(None, earlier[-1], had_turn)

    @property
    def _is_stopped_by_move(self) -> bool:
        """Whether the last move ends the course, because of its consequences."""
        return self._course.stop in ("inadmissible", "change", "circle")

    def _answers(self, move: Move) -> Values:
        return dict(move.end.answers if move.end else self.compiled.knowledge.step[move.name].done)

    # The next move

    def _turns(self, move: Move | None, answers: Values, had_turn: set[str]) -> Iterator[Split]:
        """Yield for each step up to the next move whether it has to be done once more."""
        state = self._course.states[-1 if move is None else move.state]
        steps = state.conclusions.steps
        if move is not None and move.end is None:
            steps = (*takewhile(lambda name: name != move.name, steps), move.name)
        for step in (self.compiled.knowledge.step[name] for name in steps):
            if step.id in had_turn and step.done and step.phase == "before":
                done = self.compiled.space.with_values(dict(step.done))
                yield self._split(self._led_into(done, answers))

    # Its consequences

    def _consequences(self, move: Move, answers: Values) -> Iterator[Split]:
        """Yield where the advice is not the same after a move."""
        space = self.compiled.space
        image = space.exists(self.completions, *answers) & space.with_values(answers)
        for profiles in self._compared(move):
            inside = image & profiles
            if inside.satisfiable() and inside != image:
                yield self._split(self._led_into(profiles, answers))

    def _compared(self, move: Move) -> Iterator[ProfileSet]:
        """Yield the profiles to be told apart: those admitted, those of each outcome, and of its advice."""
        compiled, stopped_by = self.compiled, self._course.stop if move is self._course.moves[-1] else None
        yield compiled.domain
        if stopped_by != "inadmissible":
            yield from compiled.outcome.values()
        if stopped_by not in ("inadmissible", "change"):
            yield from self._parts

    @cached_property
    def _parts(self) -> tuple[ProfileSet, ...]:
        """The profiles that have each part of the outcome's advice."""
        compiled, outcome, rules = self.compiled, self.outcome, self.compiled.knowledge
        return (
            *(compiled.recipients_under(outcome, rule.id) for rule in (*rules.steps, *rules.warnings)),
            *(compiled.urgent_under(outcome, step) for step in rules.urgency_facts),
        )

    def _led_into(self, profiles: ProfileSet, answers: Values) -> ProfileSet:
        """Return the profiles that are in a set once they have these answers."""
        space = self.compiled.space
        return space.exists(profiles & space.with_values(answers), *answers)

    def _repeated(self, answers: Values, earlier: list[Values]) -> ProfileSet:
        """Return the completions that these answers bring back into an earlier state."""
        return reduce(or_, (self._equal(answers, one) for one in earlier))

    def _equal(self, answers: Values, earlier: Values) -> ProfileSet:
        """Return the profiles that are the same with either answers, the first of which have more facts."""
        if any(answers[fact] != value for fact, value in earlier.items()):
            return self.compiled.space.false
        return self.compiled.space.with_values(
            {fact: value for fact, value in answers.items() if fact not in earlier}
        )


def hold_splits(compiled: CompiledRules, outcome: Outcome, within: ProfileSet) -> Iterator[Split]:
    """Yield how the holds that can be met divide some profiles of an outcome; nothing where none is later."""
    if outcome is None or not compiled.knowledge.settable_facts:
        return
    for hold in (rule.id for rule in compiled.knowledge.holds):
        yield _split(within, compiled.waits_under(outcome).met(hold))


def _split(within: ProfileSet, profiles: ProfileSet) -> Split:
    return Split(None, within & profiles, within & ~profiles)

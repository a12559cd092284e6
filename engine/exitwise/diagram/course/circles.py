"""The profiles whose course goes in a circle that no end leaves.

They are those from which no path leads to a state where the course can stop: a greatest fixpoint, as of the
operator AG of temporal logic (E. A. Emerson and E. M. Clarke, "Characterizing correctness properties of
parallel programs using fixpoints", 1980).
"""

from __future__ import annotations

from functools import cached_property, reduce
from operator import or_
from typing import TYPE_CHECKING

from exitwise.model.fact import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from exitwise.diagram.compiled_rules import CompiledRules, Outcome
    from exitwise.diagram.course.waits import Move
    from exitwise.diagram.manager import ProfileSet


class Circles:
    """The circles of the plans under one outcome; a move that changes no answer is none."""

    def __init__(self, compiled: CompiledRules, outcome: Outcome) -> None:
        """Start with no fixpoint."""
        self._compiled = compiled
        self._space = compiled.space
        self._waits = compiled.waits_under(outcome)

    @cached_property
    def trapped(self) -> ProfileSet:
        """The profiles of the outcome from which every path leads into a circle."""
        if not self._core.satisfiable():
            return self._core
        moves = self._waits.moves
        return self._closed(self._waits.region & self._sources(moves) & ~self._stops, moves)

    def _closed(self, within: ProfileSet, moves: Iterable[Move]) -> ProfileSet:
        """Return the largest subset that no move leads out of."""
        while True:
            before = within
            for move in moves:
                within &= ~self._changing(move) | self._into(move, within)
            if within == before:
                return within

    @cached_property
    def moves(self) -> tuple[Move, ...]:
        """The moves that are made in a circle."""
        return tuple(move for move in self._returning if (self._core & self._changing(move)).satisfiable())

    @cached_property
    def _core(self) -> ProfileSet:
        """The profiles on circles that nothing leads out of: only moves of circles are made there."""
        core = self._sources(self._returning) & self._waits.region
        for move in self._waits.moves:
            core &= self._space.true if move in self._returning else ~self._changing(move)
        return self._closed(core & ~self._stops, self._returning) if core.satisfiable() else core

    @cached_property
    def _returning(self) -> tuple[Move, ...]:
        """The moves that can be part of a circle: some answer of theirs comes and goes by others."""
        moves = self._waits.moves
        while True:
            fewer = tuple(move for move in moves if self._comes_and_goes(move, moves))
            if fewer == moves:
                return moves
            moves = fewer

    def _comes_and_goes(self, move: Move, moves: Iterable[Move]) -> bool:
        """Whether some move undoes an answer of this one, and some move allows it again."""
        return any(
            any(self._follows(move, other, fact) for other in moves)
            and any(self._follows(other, move, fact) for other in moves)
            for fact in move.answers
        )

    def _follows(self, move: Move, earlier: Move, fact: str) -> bool:
        """Whether a move may be made once an earlier one has given a fact another answer."""
        if fact not in move.answers or earlier.answers.get(fact) in {None, move.answers[fact]}:
            return False
        return (move.source & self._space.with_values({fact: earlier.answers[fact]})).satisfiable()

    @cached_property
    def _stops(self) -> ProfileSet:
        """The profiles whose course can stop: it leaves the outcome, or something is to be found out."""
        departing = (self._waits.departing(move) for move in self._waits.moves)
        return self._union((*departing, *self._answerable()))

    def _answerable(self) -> Iterator[ProfileSet]:
        for rule in self._compiled.knowledge.warnings:
            for end in rule.ends:
                if end.known:
                    open_facts = self._union(self._space.with_values({fact: UNKNOWN}) for fact in end.known)
                    yield self._waits.stands(rule.id) & self._waits.prepared & open_facts

    def _sources(self, moves: Iterable[Move]) -> ProfileSet:
        return self._union(map(self._changing, moves))

    def _changing(self, move: Move) -> ProfileSet:
        """Return the profiles in which a move changes an answer."""
        return move.source & ~self._space.with_values(move.answers)

    def _into(self, move: Move, target: ProfileSet) -> ProfileSet:
        return self._waits.changed_into(move.answers, target)

    def _union(self, sets: Iterable[ProfileSet]) -> ProfileSet:
        return reduce(or_, sets, self._space.false)

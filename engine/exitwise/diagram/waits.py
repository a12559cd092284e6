"""The holds that a case can meet before acting, under every end of every hold: a fixpoint for each outcome.

The course of a plan is a transition system over the profiles of one outcome: the first due step is done, or,
once nothing is left to prepare, a hold that stands is ended. A hold is met if it stands in a state that can
be reached: backward reachability on diagrams (J. R. Burch, E. M. Clarke, K. L. McMillan, D. L. Dill and L. J.
Hwang, "Symbolic model checking: 10^20 states and beyond", 1990).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, reduce
from operator import or_
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from exitwise.diagram.compiled_rules import CompiledRules, Outcome
    from exitwise.diagram.manager import ProfileSet
    from exitwise.diagram.space import Space
    from exitwise.model.fact import Value
    from exitwise.model.rule import StepRule


@dataclass(frozen=True, slots=True)
class Move:
    """A step that is done or a hold that ends, from the profiles of `source`; it changes some answers.

    `into` has the profiles that it may lead to: those with the answers and the outcome, or, if it never leads
    elsewhere, with the answers.
    """

    name: str
    source: ProfileSet
    answers: Mapping[str, Value]
    into: ProfileSet


class WaitSets:
    """The moves of the course under one outcome, and the profiles that meet each hold.

    All sets are as if the outcome were recommended to every profile; only those of the outcome count. What
    there is to find out, the ends `known`, is not guessed, so it leads nowhere.
    """

    def __init__(self, compiled: CompiledRules, outcome: Outcome) -> None:
        """Start with no fixpoint."""
        self._compiled = compiled
        self._outcome = outcome
        self._met: dict[str, ProfileSet] = {}

    @property
    def _space(self) -> Space:
        return self._compiled.space

    @cached_property
    def region(self) -> ProfileSet:
        """The admissible profiles of the outcome."""
        return self._compiled.outcome[self._outcome] & self._compiled.domain

    def stands(self, hold: str) -> ProfileSet:
        """Return the profiles on which a hold stands now."""
        return self._compiled.recipients_under(self._outcome, hold)

    def met(self, hold: str) -> ProfileSet:
        """Return the profiles on which a hold stands now or can come up later."""
        if hold not in self._met:
            self._met[hold] = self._closure(hold)
        return self._met[hold]

    def _closure(self, hold: str) -> ProfileSet:
        """Return the profiles from which some moves lead to a hold.

        The last move is tried first: so one sweep goes back through a whole preparation, and sets stay small.
        A move that changes no fact on which the set depends adds nothing.
        """
        found, facts = self.stands(hold), self._compiled.knowledge.facts_used_by[hold]
        while True:
            before = found
            for move in self.moves:
                if not facts.isdisjoint(move.answers):
                    more = found | self._before(move, found)
                    facts, found = facts if more == found else self._all_facts, more
            if found == before:
                return found

    @cached_property
    def _all_facts(self) -> frozenset[str]:
        return frozenset(self._space.axes)

    def _before(self, move: Move, target: ProfileSet) -> ProfileSet:
        """Return the profiles of which a move leads into a set."""
        return move.source & self._space.exists(target & move.into, *move.answers)

    # Moves

    @cached_property
    def moves(self) -> tuple[Move, ...]:
        """The moves of the outcome, the last ones first; none where nothing is recommended."""
        return () if self._outcome is None else (*self._ends(), *self._deeds())

    def _deeds(self) -> Iterator[Move]:
        for step in reversed(self._effective_steps):
            earlier = (
                self._due[other.id] & self._compiled.order_under(self._outcome, other.id, step.id)
                for other in self._effective_steps
                if other is not step
            )
            yield from self._move(step.id, self._due[step.id] & ~self._union(earlier), dict(step.done))

    def _ends(self) -> Iterator[Move]:
        for rule in self._compiled.knowledge.ordered_warnings:
            for end in rule.ends:
                if end.answers:
                    yield from self._move(rule.id, self.stands(rule.id) & self.prepared, dict(end.answers))

    def _move(self, name: str, source: ProfileSet, answers: dict[str, Value]) -> Iterator[Move]:
        """Yield a move if some profile of the outcome can make it."""
        if (source & self.region).satisfiable():
            yield Move(name, source, answers, self._into(source, answers))

    def _into(self, source: ProfileSet, answers: Mapping[str, Value]) -> ProfileSet:
        """Return all profiles with some answers if the outcome stays the same, as where no argument looks."""
        everywhere = self._space.with_values(answers)
        if self._deciding_facts.isdisjoint(answers):
            return everywhere
        within = everywhere & self.region
        leaves = self.region & source & ~self._space.exists(within, *answers)
        return within if leaves.satisfiable() else everywhere

    @cached_property
    def _deciding_facts(self) -> frozenset[str]:
        """The facts on which the recommendation or a constraint may depend."""
        knowledge = self._compiled.knowledge
        rules = (*knowledge.arguments, *knowledge.constraints)
        return frozenset().union(*(knowledge.facts_used_by[rule.id] for rule in rules))

    @cached_property
    def _effective_steps(self) -> tuple[StepRule, ...]:
        """The steps of preparation that change answers; the others change no state."""
        knowledge = self._compiled.knowledge
        steps = (knowledge.step[name] for name in knowledge.step_order)
        return tuple(step for step in steps if step.phase == "before" and step.done)

    @cached_property
    def _due(self) -> dict[str, ProfileSet]:
        """The profiles in whose plan each effective step is without having had its effect."""
        return {step.id: self._due_set(step) for step in self._effective_steps}

    def _due_set(self, step: StepRule) -> ProfileSet:
        done = self._space.with_values(dict(step.done))
        return self._compiled.recipients_under(self._outcome, step.id) & ~done

    @cached_property
    def prepared(self) -> ProfileSet:
        """The profiles without a step of preparation that would change anything."""
        return ~self._union(self._due.values())

    def _union(self, sets: Iterable[ProfileSet]) -> ProfileSet:
        return reduce(or_, sets, self._space.false)

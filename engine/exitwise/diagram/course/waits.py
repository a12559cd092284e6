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

    `within` has the profiles that it may lead to: those of the outcome, or all if it never leads elsewhere.
    """

    name: str
    source: ProfileSet
    answers: Mapping[str, Value]
    within: ProfileSet


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
            facts = self._compiled.knowledge.facts_used_by[hold]
            self._met[hold] = self._closure(self.stands(hold), facts)
        return self._met[hold]

    def leading(self, start: ProfileSet, target: ProfileSet) -> ProfileSet:
        """Return the profiles of a set from which moves of the outcome, or none, lead into another."""
        target = target & self.region & self._perhaps_following(start & self.region)
        if not target.satisfiable():
            return target
        return start & self.region & self._closure(target, self._all_facts)

    def _perhaps_following(self, start: ProfileSet) -> ProfileSet:
        """Return a set with all profiles that moves can lead to: each fact with any answer of a move."""
        superset = start
        for fact in {fact: None for move in self.moves for fact in move.answers}:
            answers = {move.answers[fact] for move in self.moves if fact in move.answers}
            values = self._union(self._space.with_values({fact: value}) for value in answers)
            superset |= values & self._space.exists(superset, fact)
        return superset

    def _closure(self, target: ProfileSet, facts: frozenset[str]) -> ProfileSet:
        """Return the profiles from which some moves lead into a set that depends on some facts.

        The last move is tried first: so one sweep goes back through a whole preparation, and sets stay small.
        A move that changes no fact on which the set depends adds nothing.
        """
        while True:
            before = target
            for move in self.moves:
                if not facts.isdisjoint(move.answers):
                    more = target | self.before(move, target)
                    facts, target = facts if more == target else self._all_facts, more
            if target == before:
                return target

    @cached_property
    def _all_facts(self) -> frozenset[str]:
        return frozenset(self._space.axes)

    def before(self, move: Move, target: ProfileSet) -> ProfileSet:
        """Return the profiles that a move leads into a set."""
        return move.source & self.changed_into(move.answers, target & move.within)

    def departing(self, move: Move) -> ProfileSet:
        """Return the profiles of the outcome that a move leads out of it, or to no admissible profile."""
        if move.within != self.region:
            return self._space.false
        return self.region & move.source & ~self.changed_into(move.answers, self.region)

    def changed_into(self, answers: Mapping[str, Value], target: ProfileSet) -> ProfileSet:
        """Return the profiles that are in a set once they have these answers."""
        space = self._space
        return space.exists(target & space.with_values(answers), *answers)

    # Moves

    @cached_property
    def moves(self) -> tuple[Move, ...]:
        """The moves of the outcome, the last ones first; none where nothing is recommended."""
        return () if self._outcome is None else (*self._ends(), *self._deeds())

    def _deeds(self) -> Iterator[Move]:
        for step in reversed(self._effective_steps):
            yield from self._move(step.id, self._turns[step.id], dict(step.done))

    @cached_property
    def _turns(self) -> dict[str, ProfileSet]:
        """For every effective step, the profiles in whose plan it is the first that is due."""
        due = {step.id: self.due(step) for step in self._effective_steps}
        first = {name: own & self._compiled.first_under(self._outcome, name) for name, own in due.items()}
        turns, earlier = dict.fromkeys(due, self._space.false), self._space.false
        for name, own in (*first.items(), *due.items()):
            turns[name] |= own & ~earlier
            earlier |= own
        return turns

    def _ends(self) -> Iterator[Move]:
        for rule in self._compiled.knowledge.ordered_warnings:
            for end in rule.ends:
                if end.answers:
                    yield from self._move(rule.id, self.stands(rule.id) & self.prepared, dict(end.answers))

    def _move(self, name: str, source: ProfileSet, answers: dict[str, Value]) -> Iterator[Move]:
        """Yield a move if some profile of the outcome can make it."""
        if (source & self.region).satisfiable():
            yield Move(name, source, answers, self._within(source, answers))

    def _within(self, source: ProfileSet, answers: Mapping[str, Value]) -> ProfileSet:
        """Return all profiles if the outcome always stays the same, as it does where no argument looks."""
        if self._deciding_facts.isdisjoint(answers):
            return self._space.true
        stays = self.changed_into(answers, self.region)
        return self.region if (self.region & source & ~stays).satisfiable() else self._space.true

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

    def due(self, step: StepRule) -> ProfileSet:
        """Return the profiles in whose plan a step is that has not had its effect."""
        done = self._space.with_values(dict(step.done))
        return self._compiled.recipients_under(self._outcome, step.id) & ~done

    @cached_property
    def prepared(self) -> ProfileSet:
        """The profiles without a step of preparation that would change anything."""
        return ~self._union(self._turns.values())

    def _union(self, sets: Iterable[ProfileSet]) -> ProfileSet:
        return reduce(or_, sets, self._space.false)

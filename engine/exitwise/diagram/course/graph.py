"""Diagrams as decision graphs over facts, and the holds that can be met as such graphs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exitwise.model.decision_graph import FALSE, TRUE, DecisionGraph, Node

if TYPE_CHECKING:
    from exitwise.diagram.compiled_rules import CompiledRules
    from exitwise.diagram.manager import ProfileSet
    from exitwise.diagram.space import Space


def wait_graph(compiled: CompiledRules) -> DecisionGraph:
    """Return the profiles that meet each hold, by outcome; a hold that nobody meets later is left out."""
    writer = _Writer(compiled.space)
    roots = {}
    for outcome, _ in compiled.knowledge.outcomes:
        sets = compiled.waits_under(outcome)
        for rule in compiled.knowledge.ordered_warnings:
            if rule.hold and (sets.region & sets.met(rule.id) & ~sets.stands(rule.id)).satisfiable():
                roots[outcome, rule.id] = writer.number(sets.met(rule.id))
    return DecisionGraph(tuple(writer.nodes), roots)


class _Writer:
    """Numbers the nodes of diagrams, each after those that it leads to."""

    def __init__(self, space: Space) -> None:
        self.nodes: list[Node] = []
        self._numbers: dict[ProfileSet, int] = {space.false: FALSE, space.true: TRUE}
        self._bits = {
            first + space.width(fact) - 1 - bit: (fact, bit)
            for fact, first in space.first_variable.items()
            for bit in range(space.width(fact))
        }

    def number(self, profiles: ProfileSet) -> int:
        """Return the number of a diagram's root."""
        if profiles not in self._numbers:
            branches, variable = profiles.cofactors(), profiles.node_var()
            if branches is None or variable is None:
                raise ValueError(profiles)
            high, low = (self.number(branch) for branch in branches)
            self.nodes.append(Node(*self._bits[variable], low, high))
            self._numbers[profiles] = len(self.nodes) + TRUE
        return self._numbers[profiles]

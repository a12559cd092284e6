"""Diagrams as decision graphs over facts, and the holds that can be met as such graphs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exitwise.model.decision_graph import FALSE, TRUE, DecisionGraph, K, Node

if TYPE_CHECKING:
    from collections.abc import Mapping

    from exitwise.diagram.compiled_rules import CompiledRules
    from exitwise.diagram.manager import ProfileSet
    from exitwise.diagram.space import Space
    from exitwise.model.decision_graph import WaitGraph


def decision_graph(space: Space, sets: Mapping[K, ProfileSet]) -> DecisionGraph[K]:
    """Return some sets of profiles as one graph."""
    writer = _Writer(space)
    roots = {name: writer.number(profiles) for name, profiles in sets.items()}
    return DecisionGraph(tuple(writer.nodes), roots)


def wait_graph(compiled: CompiledRules) -> WaitGraph:
    """Return the profiles that meet each hold, by outcome; a hold that nobody meets later is left out."""
    met = {}
    for outcome, _ in compiled.knowledge.outcomes:
        sets = compiled.waits_under(outcome)
        for rule in compiled.knowledge.ordered_warnings:
            if rule.hold and (sets.region & sets.met(rule.id) & ~sets.stands(rule.id)).satisfiable():
                met[outcome, rule.id] = sets.met(rule.id)
    return decision_graph(compiled.space, met)


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

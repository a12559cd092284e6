"""A static variable order for the diagrams: facts that one rule uses together are placed near each other."""

from __future__ import annotations

from math import fsum
from typing import TYPE_CHECKING, Final

from exitwise.model.condition import facts_of, names_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from exitwise.model.knowledge import Knowledge

ROUNDS: Final = 12
"""The number of iterations; more no longer shorten the spans on packs of up to a thousand rules."""

Edge = tuple[str, ...]
"""A hyperedge: the facts and findings that occur in one rule."""


def variable_order(knowledges: Iterable[Knowledge]) -> tuple[str, ...]:
    """Return all facts in an order with short spans between the facts of one rule.

    This is the FORCE heuristic, started from the pack's order: each round moves every fact and finding to the
    mean centre of gravity of its rules (F. A. Aloul, I. L. Markov, K. A. Sakallah, "FORCE: a fast and
    easy-to-implement variable-ordering heuristic", 2003). `fsum` rounds each sum once, so every platform
    computes the same order.
    """
    packs = list(knowledges)
    facts = dict.fromkeys(fact.id for knowledge in packs for fact in knowledge.facts)
    edges = [edge for knowledge in packs for edge in _edges(knowledge) if len(edge) > 1]
    findings = dict.fromkeys(name for edge in edges for name in edge if name not in facts)
    position = {name: float(index) for index, name in enumerate(facts)}
    _place_findings(position, findings, edges)
    return tuple(name for name in _smallest_span(position, edges) if name in facts)


def _edges(knowledge: Knowledge) -> Iterator[Edge]:
    """Yield the hyperedge of each rule: the facts and findings it uses, and the finding it concludes."""
    for rule in knowledge.all_rules:
        concluded = (_finding(rule.finding),) if hasattr(rule, "finding") else ()
        used = map(_finding, names_of(rule.when, "finding"))
        yield (*facts_of(rule.when), *dict.fromkeys((*used, *concluded)))


def _finding(name: str) -> str:
    """Return a node name for a finding that no fact can have: the id of a fact has no colon."""
    return f"finding:{name}"


def _place_findings(position: dict[str, float], findings: Iterable[str], edges: Sequence[Edge]) -> None:
    """Give each finding its first position: the mean centre of its rules."""
    for name in findings:
        position[name] = 0.0
    for _ in range(2):
        _move_to_centres(position, edges, findings)


def _smallest_span(position: dict[str, float], edges: Sequence[Edge]) -> list[str]:
    """Return the order with the smallest total span among those that the iteration visits."""
    best, smallest = sorted(position, key=position.__getitem__), float("inf")
    for _ in range(ROUNDS):
        names = sorted(position, key=position.__getitem__)
        position.update({name: float(index) for index, name in enumerate(names)})
        total = fsum(_span(position, edge) for edge in edges)
        if total < smallest:
            best, smallest = names, total
        _move_to_centres(position, edges, names)
    return best


def _span(position: Mapping[str, float], edge: Edge) -> float:
    positions = [position[name] for name in edge]
    return max(positions) - min(positions)


def _move_to_centres(position: dict[str, float], edges: Sequence[Edge], names: Iterable[str]) -> None:
    """Move each name to the mean of its edges' centres of gravity."""
    centres: dict[str, list[float]] = {name: [] for name in position}
    for edge in edges:
        centre = fsum(position[name] for name in edge) / len(edge)
        for name in edge:
            centres[name].append(centre)
    for name in names:
        if centres[name]:
            position[name] = fsum(centres[name]) / len(centres[name])

"""The order of the facts in the diagrams: facts that rules look at together stand together."""

from __future__ import annotations

from math import fsum
from typing import TYPE_CHECKING, Final

from exitwise.model.condition import facts_of, names_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from exitwise.model.knowledge import Knowledge

ROUNDS: Final = 12
"""Rounds of pulling; more of them no longer shorten the ways on packs of up to a thousand rules."""

Edge = tuple[str, ...]


def variable_order(knowledges: Iterable[Knowledge]) -> tuple[str, ...]:
    """Return all facts in an order in which the ways between those of one rule are short.

    Each round moves every fact and finding to the middle of the rules it stands in (F. A. Aloul,
    I. L. Markov, K. A. Sakallah, "FORCE: a fast and easy-to-implement variable-ordering heuristic", 2003);
    the pack's own order is where it begins. Sums are rounded once, so that every Python finds the same order.
    """
    known = list(knowledges)
    facts = dict.fromkeys(fact.id for knowledge in known for fact in knowledge.facts)
    edges = [edge for knowledge in known for edge in _edges(knowledge) if len(edge) > 1]
    findings = dict.fromkeys(name for edge in edges for name in edge if name not in facts)
    place = {name: float(index) for index, name in enumerate(facts)}
    _place_findings(place, findings, edges)
    return tuple(name for name in _smallest_span(place, edges) if name in facts)


def _edges(knowledge: Knowledge) -> Iterator[Edge]:
    """Yield for each rule the facts and findings it looks at, and the finding it concludes."""
    for rule in knowledge.all_rules:
        concluded = (_finding(rule.finding),) if hasattr(rule, "finding") else ()
        used = map(_finding, names_of(rule.when, "finding"))
        yield (*facts_of(rule.when), *dict.fromkeys((*used, *concluded)))


def _finding(name: str) -> str:
    """A finding may be called like a fact; no fact has a colon."""
    return f"finding:{name}"


def _place_findings(place: dict[str, float], findings: Iterable[str], edges: Sequence[Edge]) -> None:
    """Give each finding its first place: the middle of what its rules look at."""
    for name in findings:
        place[name] = 0.0
    for _ in range(2):
        _move_to_centres(place, edges, findings)


def _smallest_span(place: dict[str, float], edges: Sequence[Edge]) -> list[str]:
    """Return the best of the orders that pulling passes through."""
    best, length = sorted(place, key=place.__getitem__), float("inf")
    for _ in range(ROUNDS):
        names = sorted(place, key=place.__getitem__)
        place.update({name: float(index) for index, name in enumerate(names)})
        now = fsum(_span(place, edge) for edge in edges)
        if now < length:
            best, length = names, now
        _move_to_centres(place, edges, names)
    return best


def _span(place: Mapping[str, float], edge: Edge) -> float:
    places = [place[name] for name in edge]
    return max(places) - min(places)


def _move_to_centres(place: dict[str, float], edges: Sequence[Edge], names: Iterable[str]) -> None:
    """Move each name to the mean of the middles of its edges."""
    pull: dict[str, list[float]] = {name: [] for name in place}
    for edge in edges:
        middle = fsum(place[name] for name in edge) / len(edge)
        for name in edge:
            pull[name].append(middle)
    for name in names:
        if pull[name]:
            place[name] = fsum(pull[name]) / len(pull[name])

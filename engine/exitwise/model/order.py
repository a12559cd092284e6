"""Directed graphs over names: cycles, levels, and a deterministic topological order."""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter
from heapq import heapify, heappop, heappush
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


def find_cycle(before: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    """Return the names of one cycle, first and last the same; empty if the graph is acyclic."""
    try:
        TopologicalSorter(before).prepare()
    except CycleError as error:
        names: list[str] = error.args[1]
        return tuple(names)
    return ()


def levels(before: Mapping[str, Iterable[str]]) -> dict[str, int]:
    """Return for every name of an acyclic graph the length of the longest path to it, from 0."""
    level: dict[str, int] = {}
    for name in TopologicalSorter(before).static_order():
        level[name] = max((level[other] + 1 for other in before.get(name, ())), default=0)
    return level


def topological_order(names: Sequence[str], before: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    """Return the topological order in which ties follow the order of `names`.

    `before` holds the predecessors of a name. The algorithm is A. B. Kahn's, "Topological sorting of large
    networks", 1962, with a heap for the ties.
    """
    position = {name: index for index, name in enumerate(names)}
    remaining = {name: {other for other in before.get(name, ()) if other in position} for name in names}
    ready = [position[name] for name in names if not remaining[name]]
    heapify(ready)
    done: list[str] = []
    while ready:
        name = names[heappop(ready)]
        done.append(name)
        for other in names:
            if name in remaining[other]:
                remaining[other].discard(name)
                if not remaining[other]:
                    heappush(ready, position[other])
    return tuple(done)

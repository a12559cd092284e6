"""Orders over names: cycles, levels, and the one topological order whose ties fall by place."""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter
from heapq import heapify, heappop, heappush
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


def find_cycle(before: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    """Return the names of one cycle, first and last the same; empty where there is none."""
    try:
        TopologicalSorter(before).prepare()
    except CycleError as error:
        found: list[str] = error.args[1]
        return tuple(found)
    return ()


def levels(before: Mapping[str, Iterable[str]]) -> dict[str, int]:
    """Return for each name of an acyclic graph the length of the longest way to it, from 0."""
    level: dict[str, int] = {}
    for name in TopologicalSorter(before).static_order():
        level[name] = max((level[other] + 1 for other in before.get(name, ())), default=0)
    return level


def topological_order(names: Sequence[str], before: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    """Return the topological order that always takes the name with the first place among those free.

    `names` stand in their ties' order; `before` names for each what must stand before it (A. B. Kahn,
    "Topological sorting of large networks", 1962, with a heap for the ties).
    """
    place = {name: index for index, name in enumerate(names)}
    waits = {name: {other for other in before.get(name, ()) if other in place} for name in names}
    free = [place[name] for name in names if not waits[name]]
    heapify(free)
    done: list[str] = []
    while free:
        name = names[heappop(free)]
        done.append(name)
        for other in names:
            if name in waits[other]:
                waits[other].discard(name)
                if not waits[other]:
                    heappush(free, place[other])
    return tuple(done)

"""The fewest answers to change, or to state, so that a profile falls into a set."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from exitwise.model.fact import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from exitwise.diagram.manager import ProfileSet
    from exitwise.diagram.space import Space
    from exitwise.model.fact import Value


@dataclass(frozen=True, slots=True)
class CodeCosts:
    """For one fact: the parts that cost nothing, and those that count as one answer, the best first."""

    free: tuple[int, ...]
    paid: tuple[int, ...]


def change_costs(space: Space, values: Mapping[str, Value]) -> dict[str, CodeCosts]:
    """Return what may be changed of a profile: anything but the past, and never to "I don't know"."""
    costs = {}
    for name, axis in space.axes.items():
        own = axis.code(values[name])
        others = tuple(code for code in axis.codes_by_distance(values[name]) if code != own)
        costs[name] = CodeCosts((own,), () if axis.fact.fixed else others)
    return costs


def statement_costs(space: Space) -> dict[str, CodeCosts]:
    """Return what may be stated of a profile of which nothing but the required facts is known."""
    return {
        name: CodeCosts(axis.codes_by_distance(0), ())
        if axis.is_required
        else CodeCosts((axis.code(UNKNOWN),), axis.codes_by_distance(0))
        for name, axis in space.axes.items()
    }


def minimum_change(space: Space, target: ProfileSet, costs: Mapping[str, CodeCosts]) -> dict[str, int] | None:
    """Return a member of a set that costs the fewest answers, as the part of each fact; None without one.

    Among the members of equal cost the facts are settled one after the other in the pack's order: each is
    paid for if it can be, with the best part that can be.
    """
    reach = _Reachable(space, costs)
    if not (target & reach.anywhere()).satisfiable():
        return None
    cost, near = 0, target & reach.within(0)
    while not near.satisfiable():
        cost += 1
        near = target & reach.within(cost)
    return _lexicographic_first(space, near, costs)


class _Reachable:
    """The profiles that can be reached at a cost; one answer more each time."""

    def __init__(self, space: Space, costs: Mapping[str, CodeCosts]) -> None:
        self._space = space
        order = list(reversed(space.first_variable))
        self._free = [space.with_codes(name, costs[name].free) for name in order]
        self._paid = [space.with_codes(name, costs[name].paid) for name in order]
        self._layers: list[list[ProfileSet]] = []

    def anywhere(self) -> ProfileSet:
        rest = self._space.true
        for free, paid in zip(self._free, self._paid, strict=True):
            rest = (free | paid) & rest
        return rest

    def within(self, cost: int) -> ProfileSet:
        """Return what can be reached for this cost or less; costs are asked for in ascending order.

        A layer holds, from the bottom of the order upwards, what the facts so far can reach.
        """
        below = self._layers[cost - 1] if cost else [self._space.false] * (len(self._free) + 1)
        layer = [self._space.true]
        for index, (free, paid) in enumerate(zip(self._free, self._paid, strict=True)):
            layer.append((free & layer[index]) | (paid & below[index]))
        self._layers.append(layer)
        return layer[-1]


def _lexicographic_first(space: Space, near: ProfileSet, costs: Mapping[str, CodeCosts]) -> dict[str, int]:
    """Settle one fact after the other, paid parts before free ones, as long as members are left."""
    chosen = {}
    for name in space.axes:
        paid = space.with_codes(name, costs[name].paid)
        codes: Iterable[int] = (*costs[name].paid, *costs[name].free)
        if not (near & paid).satisfiable():
            codes = costs[name].free
        for code in codes:
            remaining = near & space.with_code(name, code)
            if remaining.satisfiable():
                chosen[name], near = code, remaining
                break
    return chosen

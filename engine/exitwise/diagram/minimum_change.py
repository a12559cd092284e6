"""The member of a set that is reached with the fewest answers changed, or with the fewest answers stated."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from exitwise.model.fact import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from exitwise.diagram.manager import ProfileSet
    from exitwise.diagram.space import Space
    from exitwise.model.axis import Axis
    from exitwise.model.fact import Value


@dataclass(frozen=True, slots=True)
class CodeCosts:
    """The value codes of one fact that cost nothing, and those that cost one answer; the preferred first."""

    free: tuple[int, ...]
    paid: tuple[int, ...]


def change_costs(
    space: Space, values: Mapping[str, Value], facts: Iterable[str] | None = None, *, wishes: bool = True
) -> dict[str, CodeCosts]:
    """Return the costs of changing some facts of a profile, by default all.

    A fixed fact cannot change, and no fact can become unknown; without `wishes`, none can become a wish.
    """
    names = space.axes if facts is None else facts
    return {name: _change_costs(space.axes[name], values[name], wishes=wishes) for name in names}


@lru_cache(10_000)  # axes are few, and so are most values
def _change_costs(axis: Axis, value: Value, *, wishes: bool) -> CodeCosts:
    own = axis.code(value)
    others = tuple(
        code
        for code in axis.codes_by_distance(value)
        if code != own and (wishes or not axis.fact.is_wish(axis.value(code)))
    )
    return CodeCosts((own,), () if axis.fact.fixed else others)


def any_code(axis: Axis) -> CodeCosts:
    """Return the costs of a fact without an answer: any value costs nothing, but a fixed fact has none."""
    return CodeCosts(axis.codes_by_distance(0), ())


def statement_costs(space: Space) -> dict[str, CodeCosts]:
    """Return the costs of building a profile from nothing: unknown and required facts cost nothing."""
    return {
        name: CodeCosts(axis.codes_by_distance(0), ())
        if axis.is_required
        else CodeCosts((axis.code(UNKNOWN),), axis.codes_by_distance(0))
        for name, axis in space.axes.items()
    }


def minimum_change(space: Space, target: ProfileSet, costs: Mapping[str, CodeCosts]) -> dict[str, int] | None:
    """Return the cheapest member of a set as the value code of each fact; None if no member can be reached.

    The set must not depend on facts that have no costs; the result does not have them.
    Ties are broken fact by fact in the pack's order: a code that costs an answer goes before a free one, and
    a preferred code before the others.
    """
    reach = _Reachable(space, costs)
    if not (target & reach.anywhere()).satisfiable():
        return None
    cost, reachable = 0, target & reach.within(0)
    while not reachable.satisfiable():
        cost += 1
        reachable = target & reach.within(cost)
    return _lexicographic_first(space, reachable, costs)


class _Reachable:
    """The profiles that can be reached within a cost, by dynamic programming over the facts.

    `within` is called with 0, 1, 2 and so on; each call extends the layers of the one before.
    """

    def __init__(self, space: Space, costs: Mapping[str, CodeCosts]) -> None:
        self._space = space
        order = [name for name in reversed(space.first_variable) if name in costs]
        self._free = [space.with_codes(name, costs[name].free) for name in order]
        self._paid = [space.with_codes(name, costs[name].paid) for name in order]
        self._layers: list[list[ProfileSet]] = []

    def anywhere(self) -> ProfileSet:
        rest = self._space.true
        for free, paid in zip(self._free, self._paid, strict=True):
            rest = (free | paid) & rest
        return rest

    def within(self, cost: int) -> ProfileSet:
        """Return the profiles that cost at most `cost` answers.

        A layer has one set for each suffix of the variable order: the values that its facts can reach.
        """
        cheaper = self._layers[cost - 1] if cost else [self._space.false] * (len(self._free) + 1)
        layer = [self._space.true]
        for index, (free, paid) in enumerate(zip(self._free, self._paid, strict=True)):
            layer.append((free & layer[index]) | (paid & cheaper[index]))
        self._layers.append(layer)
        return layer[-1]


def _lexicographic_first(
    space: Space, reachable: ProfileSet, costs: Mapping[str, CodeCosts]
) -> dict[str, int]:
    """Return the first member in the pack's order of facts, where paid codes precede free ones."""
    chosen = {}
    for name in (name for name in space.axes if name in costs):
        paid = space.with_codes(name, costs[name].paid)
        codes: Iterable[int] = (*costs[name].paid, *costs[name].free)
        if not (reachable & paid).satisfiable():
            codes = costs[name].free
        for code in codes:
            remaining = reachable & space.with_code(name, code)
            if remaining.satisfiable():
                chosen[name], reachable = code, remaining
                break
    return chosen

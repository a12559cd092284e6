"""The member of a set that is reached with the fewest answers changed, or with the fewest answers stated."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache, reduce
from operator import or_
from typing import TYPE_CHECKING

from exitwise.model.fact import UNKNOWN
from exitwise.model.kinds import kind_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from exitwise.diagram.manager import ProfileSet
    from exitwise.diagram.space import Space
    from exitwise.model.axis import Axis
    from exitwise.model.fact import Value


@dataclass(frozen=True, slots=True)
class CodeCosts:
    """The value codes of one fact that cost nothing, and those that cost answers; the preferred first.

    `dearer` has the codes that cost two answers, those that cost three, and so on: each value that a list
    gains or loses counts as one.
    """

    free: tuple[int, ...]
    paid: tuple[int, ...]
    dearer: tuple[tuple[int, ...], ...] = ()

    @property
    def tiers(self) -> tuple[tuple[int, ...], ...]:
        """The codes that cost one answer, those that cost two, and so on."""
        return (self.paid, *self.dearer)

    @property
    def changed(self) -> tuple[int, ...]:
        """The codes that cost an answer, the cheapest first."""
        return tuple(code for tier in self.tiers for code in tier)


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
        if code != own and (wishes or not _is_wish(axis, value, code))
    )
    paid, *dearer = ((),) if axis.fact.fixed else _tiers(axis, value, others)
    return CodeCosts((own,), paid, tuple(dearer))


def _is_wish(axis: Axis, value: Value, code: int) -> bool:
    """Whether another value of a fact is a wish; of a list, those count that are added to it."""
    other = axis.value(code)
    if isinstance(other, frozenset) and isinstance(value, frozenset):
        other -= value
    return axis.fact.is_wish(other)


def _tiers(axis: Axis, value: Value, codes: tuple[int, ...]) -> tuple[tuple[int, ...], ...]:
    """Return codes by the number of answers that they cost; an unknown list is changed as an empty one."""
    if value == UNKNOWN and kind_of(axis.fact).name == "several":
        value = frozenset()
    if not isinstance(value, frozenset):
        return (codes,)
    costs = {code: max(1, axis.differences(code, value)) for code in codes}
    most = max(costs.values(), default=1)
    return tuple(tuple(code for code in codes if costs[code] == cost) for cost in range(1, most + 1))


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
        self._tiers = [[space.with_codes(name, tier) for tier in costs[name].tiers] for name in order]
        self._layers: list[list[ProfileSet]] = []

    def anywhere(self) -> ProfileSet:
        rest = self._space.true
        for free, tiers in zip(self._free, self._tiers, strict=True):
            rest = reduce(or_, tiers, free) & rest
        return rest

    def within(self, cost: int) -> ProfileSet:
        """Return the profiles that cost at most `cost` answers.

        A layer has one set for each suffix of the variable order: the values that its facts can reach.
        """
        layer = [self._space.true]
        for index, (free, tiers) in enumerate(zip(self._free, self._tiers, strict=True)):
            cheaper = (tier & self._layers[cost - price][index] for price, tier in enumerate(tiers[:cost], 1))
            layer.append(reduce(or_, cheaper, free & layer[index]))
        self._layers.append(layer)
        return layer[-1]


def _lexicographic_first(
    space: Space, reachable: ProfileSet, costs: Mapping[str, CodeCosts]
) -> dict[str, int]:
    """Return the first member in the pack's order of facts, where paid codes precede free ones."""
    chosen = {}
    for name in (name for name in space.axes if name in costs):
        paid = space.with_codes(name, costs[name].changed)
        codes: Iterable[int] = (*costs[name].changed, *costs[name].free)
        if not (reachable & paid).satisfiable():
            codes = costs[name].free
        for code in codes:
            remaining = reachable & space.with_code(name, code)
            if remaining.satisfiable():
                chosen[name], reachable = code, remaining
                break
    return chosen

"""The order of the steps of each record's plan, urgency included, and its changes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, reduce
from itertools import combinations
from operator import or_
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from exitwise.model.knowledge import Knowledge
    from exitwise.planes.bits import Plane
    from exitwise.planes.evaluate import ConclusionPlanes, Planes


@dataclass(frozen=True)
class PlanOrder:
    """The plans of a chunk of records by the rules of one pack."""

    knowledge: Knowledge
    planes: ConclusionPlanes

    @cached_property
    def first(self) -> Planes:
        """The records in whose plan each step is among the first of its phase, because of urgency."""
        urgent, pulled_by = self.planes.urgent, self.knowledge.pulled_by
        return {
            name: plan & _union((urgent[other] for other in pulled_by[name]), plan)
            for name, plan in self.planes.plan.items()
            if pulled_by[name]
        }

    @cached_property
    def _rank(self) -> dict[str, int]:
        return {name: number for number, name in enumerate(self.knowledge.step_order)}

    def may_differ(self, one: str, other: str) -> bool:
        """Whether the order of two steps depends on the record."""
        steps = self.knowledge.step
        return steps[one].phase == steps[other].phase and not self.first.keys().isdisjoint((one, other))

    def is_before(self, one: str, other: str) -> bool:
        """Whether a step goes before another where neither is urgent."""
        return self._rank[one] < self._rank[other]

    def before(self, one: str, other: str) -> Plane:
        """Return the records with both steps in their plan, this one first."""
        both = self.planes.plan[one] & self.planes.plan[other]
        nothing = both ^ both
        if not self.may_differ(one, other):
            return both if self.is_before(one, other) else nothing
        early, late = self.first.get(one, nothing), self.first.get(other, nothing)
        return both & (early | ~late if self.is_before(one, other) else early & ~late)


def reordered(old: PlanOrder, new: PlanOrder, nothing: Plane) -> Plane:
    """Return the records that have two steps in both plans, in the opposite order."""
    common = [name for name in old.planes.plan if name in new.planes.plan]
    changes = (
        old.before(one, other) & new.before(other, one) | old.before(other, one) & new.before(one, other)
        for one, other in combinations(common, 2)
        if old.is_before(one, other) != new.is_before(one, other)
        or old.may_differ(one, other)
        or new.may_differ(one, other)
    )
    return reduce(or_, changes, nothing)


def _union(planes: Iterable[Plane], like: Plane) -> Plane:
    return reduce(or_, planes, like ^ like)

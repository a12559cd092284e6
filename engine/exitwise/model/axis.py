"""The finite domain of each fact: its values, partitioned into the classes that conditions can tell apart.

A named value is a class of its own; the integers are cut into intervals on which every comparison is
constant.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

from exitwise.model.condition import Compare, OneOf, atoms
from exitwise.model.fact import UNKNOWN
from exitwise.model.profile import LARGEST, SMALLEST

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from exitwise.model.condition import Condition, Test
    from exitwise.model.fact import Fact, Value

CHANGES_AT_LIMIT: Final = frozenset({"at_least", "below"})
"""The comparisons that change their truth value at the limit; the others change it at the limit plus one."""


class Interval(NamedTuple):
    """The integers from `low` to `high`, both included."""

    low: int
    high: int

    def nearest(self, number: int) -> int:
        """Return the member nearest to a number."""
        return min(max(number, self.low), self.high)

    @property
    def nearest_to_zero(self) -> int:
        """The member nearest to zero."""
        return self.nearest(0)


ValueClass = str | Interval
"""One value of a choice, `unknown`, or an interval of integers; its index on the axis is its value code."""


@dataclass(frozen=True, eq=False)
class Axis:
    """The value classes of one fact: named values in the pack's order, intervals in ascending order.

    An axis is equal to itself only, so that results can be remembered for it.
    """

    fact: Fact
    classes: tuple[ValueClass, ...]

    @cached_property
    def _lows(self) -> tuple[int, ...]:
        return tuple(interval.low for interval in self.classes if isinstance(interval, Interval))

    @cached_property
    def _codes(self) -> dict[ValueClass, int]:
        return {value_class: code for code, value_class in enumerate(self.classes)}

    @property
    def is_required(self) -> bool:
        """Whether every profile has to state this fact."""
        return not self.fact.unknown

    def code(self, value: Value) -> int:
        """Return the value code of the class that contains a valid value."""
        return bisect_right(self._lows, value) - 1 if isinstance(value, int) else self._codes[value]

    def value(self, code: int, *, near: Value | None = None) -> Value:
        """Return a value of a class; from an interval, the member nearest to `near`, or else to zero."""
        value_class = self.classes[code]
        if isinstance(value_class, str):
            return value_class
        return value_class.nearest(near) if isinstance(near, int) else value_class.nearest_to_zero

    @cached_property
    def known_codes(self) -> tuple[int, ...]:
        """The value codes of the classes other than `unknown`."""
        return tuple(code for code, value_class in enumerate(self.classes) if value_class != UNKNOWN)

    def codes_satisfying(self, test: Test) -> tuple[int, ...]:
        """Return the value codes on which a test is true.

        One member represents its class: the cuts of the axis make every test constant on each class.
        """
        return tuple(code for code in range(len(self.classes)) if test.admits(self.value(code)))

    def codes_by_distance(self, near: Value) -> tuple[int, ...]:
        """Return the known value codes: intervals by distance from `near`, names in the pack's order."""
        if not isinstance(near, int):
            return self.known_codes
        return tuple(sorted(self.known_codes, key=lambda code: abs(self._distance(code, near))))

    def _distance(self, code: int, near: int) -> int:
        value = self.value(code, near=near)
        return value - near if isinstance(value, int) else 0


def build_axes(facts: Iterable[Fact], conditions: Iterable[Condition]) -> dict[str, Axis]:
    """Return the axis of each fact; integers are cut wherever the truth of a condition can change."""
    cuts = _cuts(conditions)
    return {fact.id: Axis(fact, _classes(fact, cuts.get(fact.id, set()))) for fact in facts}


def _cuts(conditions: Iterable[Condition]) -> Mapping[str, set[int]]:
    """Return the first numbers of new intervals, by integer fact."""
    cuts: dict[str, set[int]] = {}
    for condition in conditions:
        for atom in atoms(condition):
            match atom:
                case Compare(fact, bounds):
                    starts = (limit if name in CHANGES_AT_LIMIT else limit + 1 for name, limit in bounds)
                    cuts.setdefault(fact, set()).update(starts)
                case OneOf(fact, values):
                    numbers = [value for value in values if isinstance(value, int)]
                    cuts.setdefault(fact, set()).update(
                        number + step for number in numbers for step in (0, 1)
                    )
    return cuts


def _classes(fact: Fact, cuts: set[int]) -> tuple[ValueClass, ...]:
    unknown = (UNKNOWN,) if fact.unknown else ()
    if fact.kind == "choice":
        return (*(value for value, _ in fact.values), *unknown)
    low = SMALLEST if fact.minimum is None else fact.minimum
    high = LARGEST if fact.maximum is None else fact.maximum
    starts = [low, *sorted(cut for cut in cuts if low < cut <= high)]
    ends = [start - 1 for start in starts[1:]] + [high]
    return (*map(Interval, starts, ends), *unknown)

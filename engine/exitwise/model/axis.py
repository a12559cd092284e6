"""The finite domain of each fact: its values, partitioned into the classes that conditions can tell apart.

A named value is a class of its own; the integers are cut into intervals on which every comparison is
constant.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from exitwise.model.condition import Compare, OneOf, atoms
from exitwise.model.fact import UNKNOWN
from exitwise.model.interval import Interval
from exitwise.model.kinds import kind_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from exitwise.model.condition import Condition, Test
    from exitwise.model.fact import Fact, Value

CHANGES_AT_LIMIT: Final = frozenset({"at_least", "below"})
"""The comparisons that change their truth value at the limit; the others change it at the limit plus one."""


ValueClass = str | Interval | frozenset[str]
"""One value, `unknown`, an interval of integers, or a set of values; its index is its value code."""


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

    def bit(self, name: str) -> int:
        """Return the bit of the value code that says whether a list has a value."""
        return [value for value, _ in self.fact.values].index(name)

    def value(self, code: int, *, near: Value | None = None) -> Value:
        """Return a value of a class; from an interval, the member nearest to `near`, or else to zero."""
        value_class = self.classes[code]
        if not isinstance(value_class, Interval):
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
        """Return the known value codes by distance from `near`, names in the pack's order."""
        if not isinstance(near, int | frozenset):
            return self.known_codes
        return tuple(sorted(self.known_codes, key=lambda code: abs(self._distance(code, near))))

    def differences(self, code: int, value: frozenset[str]) -> int:
        """Return in how many values the list of a value code differs from another."""
        own = self.classes[code]
        return len(own ^ value) if isinstance(own, frozenset) else 0

    def _distance(self, code: int, near: Value) -> int:
        value = self.value(code, near=near)
        if isinstance(value, frozenset) and isinstance(near, frozenset):
            return len(value ^ near)
        return value - near if isinstance(value, int) and isinstance(near, int) else 0


def build_axes(facts: Iterable[Fact], conditions: Iterable[Condition]) -> dict[str, Axis]:
    """Return the axis of each fact; integers are cut wherever the truth of a condition can change."""
    cuts = _cuts(conditions)
    return {fact.id: _axis(fact, cuts.get(fact.id, set())) for fact in facts}


def _axis(fact: Fact, cuts: set[int]) -> Axis:
    classes = kind_of(fact).classes(fact, cuts)
    return Axis(fact, (*classes, UNKNOWN) if fact.unknown else classes)


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

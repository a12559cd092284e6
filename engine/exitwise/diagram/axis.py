"""The values of one fact as far as rules can tell them apart: names, and intervals of an integer."""

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
"""The comparisons whose truth changes at the limit itself; that of the others changes just above it."""


class Interval(NamedTuple):
    """The integers from `low` to `high`, both included."""

    low: int
    high: int

    def nearest(self, number: int) -> int:
        """Return the member that is nearest to a number."""
        return min(max(number, self.low), self.high)

    @property
    def nearest_to_zero(self) -> int:
        """The member that is nearest to zero."""
        return self.nearest(0)


ValueClass = str | Interval


@dataclass(frozen=True)
class Axis:
    """One fact's values in the pack's order, an integer's as the intervals that rules tell apart."""

    fact: Fact
    classes: tuple[ValueClass, ...]

    @cached_property
    def _lows(self) -> tuple[int, ...]:
        return tuple(part.low for part in self.classes if isinstance(part, Interval))

    @cached_property
    def _codes(self) -> dict[ValueClass, int]:
        return {part: code for code, part in enumerate(self.classes)}

    @property
    def is_required(self) -> bool:
        """Whether every profile must state it."""
        return not self.fact.unknown

    def code(self, value: Value) -> int:
        """Return the number of the part that a valid value lies in."""
        return bisect_right(self._lows, value) - 1 if isinstance(value, int) else self._codes[value]

    def value(self, code: int, *, near: Value | None = None) -> Value:
        """Return a value of a part: of an interval the member nearest to a number, or else to zero."""
        part = self.classes[code]
        if isinstance(part, str):
            return part
        return part.nearest(near) if isinstance(near, int) else part.nearest_to_zero

    @property
    def known_codes(self) -> tuple[int, ...]:
        """The numbers of the parts that are answers, and not "I don't know"."""
        return tuple(code for code, part in enumerate(self.classes) if part != UNKNOWN)

    def codes_satisfying(self, test: Test) -> tuple[int, ...]:
        """Return the numbers of the parts on which a test is true; it is true on all of a part or on none."""
        return tuple(code for code in range(len(self.classes)) if test.admits(self.value(code)))

    def codes_by_distance(self, near: Value) -> tuple[int, ...]:
        """Return the numbers of the known parts: intervals by their distance, names by place."""
        if not isinstance(near, int):
            return self.known_codes
        return tuple(sorted(self.known_codes, key=lambda code: abs(self._distance(code, near))))

    def _distance(self, code: int, near: int) -> int:
        value = self.value(code, near=near)
        return value - near if isinstance(value, int) else 0


def build_axes(facts: Iterable[Fact], conditions: Iterable[Condition]) -> dict[str, Axis]:
    """Return each fact's axis, an integer cut wherever one of the conditions can change its truth."""
    cuts = _cuts(conditions)
    return {fact.id: Axis(fact, _classes(fact, cuts.get(fact.id, set()))) for fact in facts}


def _cuts(conditions: Iterable[Condition]) -> Mapping[str, set[int]]:
    """Return for each integer the numbers at which a new interval begins."""
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

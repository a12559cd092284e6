"""Intervals of integers, and the integers that a number can be."""

from __future__ import annotations

from typing import Final, NamedTuple

SMALLEST: Final = -(2**63)
LARGEST: Final = 2**63 - 1


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

    def __contains__(self, number: object) -> bool:
        """Whether a number is a member."""
        return isinstance(number, int) and self.low <= number <= self.high

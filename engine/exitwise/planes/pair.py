"""Truth of profiles with missing answers, as two planes: can be true, and can be false."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from exitwise.planes.bits import Plane


@dataclass(frozen=True, slots=True)
class Pair:
    """The profiles that some completion may make true, and those that some completion may make false.

    The truth of every completion lies within the pair, which may be wider: this is S. C. Kleene's strong
    three-valued logic, in which both planes are set while the truth is undecided ("Introduction to
    metamathematics", 1952).
    """

    can_be_true: Plane
    can_be_false: Plane

    def __and__(self, other: Pair) -> Pair:
        return Pair(self.can_be_true & other.can_be_true, self.can_be_false | other.can_be_false)

    def __or__(self, other: Pair) -> Pair:
        return Pair(self.can_be_true | other.can_be_true, self.can_be_false & other.can_be_false)

    def __invert__(self) -> Pair:
        return Pair(self.can_be_false, self.can_be_true)

    def refined(self, other: Pair) -> Pair:
        """Return what this pair and that of an equal proposition leave possible together."""
        return Pair(self.can_be_true & other.can_be_true, self.can_be_false & other.can_be_false)

    @property
    def certain(self) -> Plane:
        """The profiles on which every completion is true."""
        return self.can_be_true & ~self.can_be_false

    @property
    def undecided(self) -> Plane:
        """The profiles on which the truth is undecided."""
        return self.can_be_true & self.can_be_false

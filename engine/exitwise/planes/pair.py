"""Truth of profiles with missing answers: what can be true, and what can be false."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from exitwise.planes.bits import Plane


@dataclass(frozen=True, slots=True)
class Pair:
    """The profiles of which some completion may make it true, and of which some may make it false.

    Every completion's truth lies within the pair, which may be wider: S. C. Kleene's strong three-valued
    logic, in which both planes are set where nothing is decided ("Introduction to metamathematics", 1952).
    """

    can_be_true: Plane
    can_be_false: Plane

    def __and__(self, other: Pair) -> Pair:
        return Pair(self.can_be_true & other.can_be_true, self.can_be_false | other.can_be_false)

    def __or__(self, other: Pair) -> Pair:
        return Pair(self.can_be_true | other.can_be_true, self.can_be_false & other.can_be_false)

    def __invert__(self) -> Pair:
        return Pair(self.can_be_false, self.can_be_true)

    @property
    def undecided(self) -> Plane:
        """The profiles on which it can be both."""
        return self.can_be_true & self.can_be_false

"""Conditions evaluated in any Boolean algebra: over truth values, sets of profiles, or circuits."""

from __future__ import annotations

from functools import reduce
from operator import and_, or_
from typing import TYPE_CHECKING, Protocol, TypeVar, assert_never

from exitwise.model.condition import All, Any, Compare, Concluded, Has, Not, OneOf

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Self

    from exitwise.model.condition import Condition, Kind, Test


class BooleanValue(Protocol):
    """An element of a Boolean algebra (`&`, `|`, `~`): a BDD, or an integer as a vector of truth values."""

    def __and__(self, other: Self, /) -> Self: ...
    def __or__(self, other: Self, /) -> Self: ...
    def __invert__(self) -> Self: ...


T = TypeVar("T", bound=BooleanValue)


def evaluate(
    condition: Condition, test: Callable[[Test], T], concluded: Callable[[Kind, str], T], bounds: tuple[T, T]
) -> T:
    """Return the truth of a condition.

    `test` and `concluded` give the truth of its atoms, and `bounds` are false and true of the algebra.
    """
    false, true = bounds
    match condition:
        case OneOf() | Compare() | Has():
            return test(condition)
        case Concluded(kind, names):
            return reduce(or_, (concluded(kind, name) for name in names), false)
        case All(parts):
            return reduce(and_, (evaluate(part, test, concluded, bounds) for part in parts), true)
        case Any(parts):
            return reduce(or_, (evaluate(part, test, concluded, bounds) for part in parts), false)
        case Not(part):
            return ~evaluate(part, test, concluded, bounds)
        case _:
            assert_never(condition)

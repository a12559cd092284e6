"""Intervals of integers."""

import pytest

from exitwise.model.interval import Interval


@pytest.mark.parametrize(("number", "nearest"), [(2, 3), (3, 3), (5, 5), (8, 8), (9, 8)])
def test_the_nearest_member(number: int, nearest: int) -> None:
    """The number itself, or the end next to it."""
    assert Interval(3, 8).nearest(number) == nearest


@pytest.mark.parametrize(("low", "high", "nearest"), [(3, 8, 3), (-4, 2, 0), (-9, -5, -5)])
def test_the_member_nearest_to_zero(low: int, high: int, nearest: int) -> None:
    """Zero itself, or the end next to it."""
    assert Interval(low, high).nearest_to_zero == nearest


def test_both_ends_are_members() -> None:
    """And all between them."""
    assert [number for number in range(10) if number in Interval(3, 8)] == [3, 4, 5, 6, 7, 8]

"""Tests of differences between values of JSON."""

import copy
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exitwise.model.data_difference import ABSENT, ORDER, differences
from support.running.examples import examples

A, B = {"id": "a", "title": "A"}, {"id": "b", "title": "B"}


def found(old: object, new: object) -> list[tuple[str, Any, Any]]:
    """The differences, each with its path as one text."""
    return [("/".join(one.path), one.old, one.new) for one in differences(old, new)]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ({"x": 1}, {"x": 1}, []),
        ({"x": 1}, {"x": 2}, [("x", 1, 2)]),
        ({"x": 1}, {"x": True}, [("x", 1, True)]),
        ({"x": Decimal("1.50")}, {"x": Decimal("1.50")}, []),
        ({"x": Decimal("1.5")}, {"x": "1.5"}, [("x", Decimal("1.5"), "1.5")]),
        ({"x": {"y": 1}}, {"x": {"z": 1}}, [("x/y", 1, ABSENT), ("x/z", ABSENT, 1)]),
        ({"x": None}, {}, [("x", None, ABSENT)]),
        ({"x": ["a", "b"]}, {"x": ["b"]}, [("x", ["a", "b"], ["b"])]),
        ({"x": [A, B]}, {"x": [A]}, [("x/b", B, ABSENT)]),
        ({"x": []}, {"x": [B]}, [("x/b", ABSENT, B)]),
        ({"x": [A, B]}, {"x": [B, A]}, [("x/order", ["a", "b"], ["b", "a"])]),
        ({"x": [A]}, {"x": [A | {"title": "Z"}]}, [("x/a/title", "A", "Z")]),
        ({"x": [{"rule": "r", "why": 1}]}, {"x": [{"rule": "r", "why": 2}]}, [("x/r/why", 1, 2)]),
        ({"x": [A, A]}, {"x": [A]}, [("x", [A, A], [A])]),
        ({"x": [A, {}]}, {"x": [A]}, [("x", [A, {}], [A])]),
    ],
)
def test_a_difference_is_the_smallest_part(old: object, new: object, expected: list[Any]) -> None:
    """Objects of a list are matched by their id or rule, if all have one of their own."""
    assert found(old, new) == expected


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(0, 3) | st.sampled_from(["a", "b"]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "x", "y"]), inner, max_size=3)
    ),
    max_leaves=8,
)


@settings(max_examples=examples(200))
@given(JSON, JSON)
def test_there_is_no_difference_exactly_between_equal_values(old: Any, new: Any) -> None:
    """A value equals its copy, and of two values that differ something is found."""
    assert found(old, copy.deepcopy(old)) == []
    same = repr(ordered(old)) == repr(ordered(new))  # `==` takes 1 for True
    assert (found(old, new) == []) is same


def ordered(value: Any) -> Any:
    """A value with the keys of its objects in order."""
    if isinstance(value, dict):
        return {key: ordered(value[key]) for key in sorted(value)}
    return [ordered(item) for item in value] if isinstance(value, list) else value


def test_the_name_of_an_order_is_no_id() -> None:
    """A list of another order has the ids of both lists, without those that one of them lacks."""
    (change,) = (one for one in differences([A, B], [B, {"id": "c"}, A]) if one.path == (ORDER,))

    assert (change.old, change.new) == (["a", "b"], ["b", "a"])

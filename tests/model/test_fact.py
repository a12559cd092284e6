"""Facts: valid answers and their labels."""

import pytest

from exitwise.model.fact import UNKNOWN, Value
from support.packs import toy

FACT = toy.bicycle().knowledge.fact


def test_names_are_the_declared_values_and_unknown() -> None:
    """In the order of declaration; `unknown` only if it is allowed."""
    assert FACT["colour"].names == ("red", "blue", "green", UNKNOWN)
    assert FACT["brakes"].names == ("yes", "no")
    assert FACT["age"].names == (UNKNOWN,)


@pytest.mark.parametrize(
    ("number", "expected"), [(11, False), (12, True), (48, True), (49, False), (-(2**63), False)]
)
def test_bounds_are_inclusive(number: int, *, expected: bool) -> None:
    """Twelve to forty-eight spokes."""
    assert FACT["spokes"].within(number) is expected


def test_without_bounds_every_number_is_within() -> None:
    """Zero is a bound like any other."""
    (fact,) = toy.knowledge(facts="facts: [{id: n, question: Q?, kind: integer}]").facts
    (low,) = toy.knowledge(facts="facts: [{id: n, question: Q?, kind: integer, minimum: 0}]").facts
    (high,) = toy.knowledge(facts="facts: [{id: n, question: Q?, kind: integer, maximum: 0}]").facts

    assert [fact.within(number) for number in (-(2**63), 0, 2**63 - 1)] == [True, True, True]
    assert [low.within(number) for number in (-1, 0, 1)] == [False, True, True]
    assert [high.within(number) for number in (-1, 0, 1)] == [True, True, False]


@pytest.mark.parametrize(
    ("name", "value", "label"),
    [
        ("colour", "red", "Red"),
        ("colour", "unknown", "not known"),
        ("age", 5, "5 years"),
        ("age", 0, "0 years"),
        ("age", "unknown", "not known"),
        ("spokes", 24, "24"),
    ],
)
def test_the_label_of_a_value(name: str, value: Value, label: str) -> None:
    """Its declared label, or a number with its unit."""
    assert FACT[name].label(value) == label

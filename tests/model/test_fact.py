"""Facts: their names and bounds."""

import pytest

from exitwise.model.fact import UNKNOWN
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


def test_answers_are_wishes_if_the_fact_or_one_of_their_values_is() -> None:
    """Wanting money is a wish, wanting calm is none; a list with both is one."""
    values = "values: {money: M, calm: C}"
    facts = f"""
      facts:
        - {{id: goals, question: Q?, kind: several, {values}, wish: money}}
        - {{id: goal, question: Q?, kind: choice, {values}, wish: money}}
        - {{id: every, question: Q?, kind: several, {values}, wish: true}}
    """
    goals, goal, every = toy.knowledge(facts=facts).facts
    lists = [frozenset(), frozenset({"calm"}), frozenset({"calm", "money"})]

    assert [goals.is_wish(answer) for answer in lists] == [False, False, True]
    assert [goal.is_wish(answer) for answer in ("calm", "money")] == [False, True]
    assert [every.is_wish(answer) for answer in lists] == [True, True, True]

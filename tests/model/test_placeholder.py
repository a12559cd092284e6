"""Placeholders in texts."""

import pytest

from exitwise.model.fact import Value
from exitwise.model.placeholder import fill_placeholders, names_shown
from support.packs import every_kind, toy

FACTS = toy.bicycle().knowledge.fact
VALUES: dict[str, Value] = {"colour": "red", "brakes": "no", "age": 5, "bell": "unknown", "spokes": 36}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nothing to fill.", "Nothing to fill."),
        ("{colour}, {age}, {spokes}", "Red, 5 years, 36"),
        ("A bell: {bell}.", "A bell: [not known]."),
        ("{colour}{colour}", "RedRed"),
        ("{} { age } {age }", "{} { age } {age }"),
        ("{{brakes}}", "{They slip}"),
    ],
)
def test_a_placeholder_is_replaced_by_a_label(text: str, expected: str) -> None:
    """A number with its unit, a gap for unknown; braces without a name are unchanged."""
    assert fill_placeholders(text, FACTS, VALUES) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{age.value} of {spokes.value}", "5 of 36"),
        ("{colour.value}, {bell.value}", "Red, [not known]"),
    ],
)
def test_a_bare_value_has_no_unit(text: str, expected: str) -> None:
    """Values without a unit are shown as ever."""
    assert fill_placeholders(text, FACTS, VALUES) == expected


def test_a_bare_day_is_a_number_of_days() -> None:
    """And a bare decimal has all of its digits."""
    values: dict[str, Value] = {"price": 1250, "paid": 10, "renewal": "unknown", "goals": frozenset({"calm"})}
    facts = every_kind.base().knowledge.fact
    text = "{price.value} on {paid}, {paid.value} days ago; until {renewal.value}; {goals.value}"

    assert fill_placeholders(text, facts, values, every_kind.TODAY) == (
        "12.50 on 25 November 2026, 10 days ago; until [not known]; Calm"
    )


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ([], "Within [not known]."),
        (["14 days"], "Within 14 days."),
        (["14 days", "a month"], "Within 14 days and a month."),
        (["a", "b", "a", "c"], "Within a, b and c."),
    ],
)
def test_a_column_is_replaced_by_its_distinct_texts(texts: list[str], expected: str) -> None:
    """In their order, joined as the values of a list are; without any there is a gap."""
    asked: list[str] = []

    def cells(name: str) -> list[str]:
        asked.append(name)
        return texts

    assert fill_placeholders("Within {refund.value}.", FACTS, VALUES, cells=cells) == expected
    assert asked == ["refund.value"]


def test_without_tables_a_column_is_a_gap() -> None:
    """No row of a table applies."""
    assert fill_placeholders("Within {refund.days}.", FACTS, VALUES) == "Within [not known]."


def test_names_are_listed_once() -> None:
    """Of all texts, in order of appearance; braces without a name are none."""
    assert names_shown(["{b} {a.value}", "{a.value} { c } {b} {d}"]) == ("b", "a.value", "d")


def test_the_name_of_a_fact_is_not_cut() -> None:
    """A fact whose id ends with `.value` is shown with its unit."""
    facts = """
      facts:
        - {id: price, question: Q?, kind: integer, unit: EUR}
        - {id: price.value, question: Q?, kind: integer, unit: points}
    """
    values: dict[str, Value] = {"price": 1, "price.value": 2}
    known = toy.base(facts=facts).knowledge.fact

    assert fill_placeholders("{price.value}, {price.value.value}", known, values) == "2 points, 2"

"""Numbers, days and lists as people type them."""

from datetime import date

import pytest

from exitwise.ask.reply import InvalidAnswer, parse_answer
from exitwise.ask.typed import typed_day, typed_items
from exitwise.diagram.space import Space
from exitwise.model.axis import ValueClass
from exitwise.model.fact import Fact, Value
from support.packs import toy

TODAY = date(2026, 12, 5)
KNOWLEDGE = toy.knowledge(
    facts="""
    facts:
      - {id: goals, question: Q?, kind: several, unknown: true, values: {a: Apples, b: Bread, c: Big cake}}
      - {id: price, question: Q?, kind: decimal, digits: 2, unit: EUR, minimum: 0, unknown: true}
      - {id: paid, question: Q?, kind: date, counts: since, unknown: true}
      - {id: ends, question: Q?, kind: date, counts: until}
    """
)


def options(name: str) -> tuple[Fact, tuple[ValueClass, ...]]:
    """Return a fact, and all of its value classes."""
    return KNOWLEDGE.fact[name], Space.of(KNOWLEDGE).axes[name].classes


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-11-25", date(2026, 11, 25)),
        ("25 November 2026", date(2026, 11, 25)),
        ("25 nov 2026", date(2026, 11, 25)),
        ("25. nov. 2026", date(2026, 11, 25)),
        ("Yesterday", date(2026, 12, 4)),
        ("today", TODAY),
        ("10 days ago", date(2026, 11, 25)),
        ("1 day ago", date(2026, 12, 4)),
        ("2 weeks ago", date(2026, 11, 21)),
        ("in 3 days", date(2026, 12, 8)),
        ("3 days", None),
        ("in 3 days ago", None),
        ("31 February 2026", None),
        ("1 ma 2026", None),
        ("11/25/2026", None),
        ("9999999 days ago", None),
        ("soon", None),
    ],
)
def test_a_day_in_words(text: str, day: date | None) -> None:
    """No order of day and month is guessed."""
    assert typed_day(text, TODAY) == day


@pytest.mark.parametrize(
    ("text", "items"),
    [("1,3", ["1", "3"]), ("1 3", ["1", "3"]), ("apples and bread; cake", ["apples", "bread", "cake"])],
)
def test_items_of_a_list(text: str, items: list[str]) -> None:
    """Between commas, semicolons or `and`; positions also between spaces."""
    assert typed_items(text) == items


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("goals", "1, 3", frozenset("ac")),
        ("goals", "apples and big", frozenset("ac")),
        ("goals", "2", frozenset("b")),
        ("goals", "none", frozenset()),
        ("goals", "4", "unknown"),
        ("goals", "don't know", "unknown"),
        ("price", "12.5", 1250),
        ("price", "12,5 eur", 1250),
        ("price", "dont know", "unknown"),
        ("paid", "10 days ago", 10),
        ("paid", "2026-11-25", 10),
        ("paid", "10", 10),
        ("ends", "yesterday", -1),
        ("ends", "in 2 weeks", 14),
    ],
)
def test_a_typed_line_is_an_answer(name: str, text: str, value: Value) -> None:
    """Of every kind."""
    assert parse_answer(text, *options(name), TODAY) == value


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("goals", "1, 4", "cannot be combined"),
        ("goals", "9", "type a number from 1 to 4"),
        (
            "price",
            "-1",
            "type a number of EUR with at most 2 digits after the point, at least 0.00",
        ),
        ("price", "12.505", "is not an answer here"),
        ("paid", "tomorrow", "-1 is out of range; type a day such as"),
        ("paid", "lately", "is not an answer here: type a day such as"),
    ],
)
def test_what_is_no_answer_is_explained(name: str, text: str, words: str) -> None:
    """With what can be typed."""
    with pytest.raises(InvalidAnswer) as raised:
        parse_answer(text, *options(name), TODAY)
    assert words in str(raised.value)

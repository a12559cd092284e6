"""Whole numbers of a column: the accepted forms, and the help for other values."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exitwise.batch.columns.whole_numbers import (
    is_unknown,
    number_help,
    text_of,
    text_of_number,
    whole_number,
)
from exitwise.model.column_map import Origin
from support.running.examples import examples

WHOLE, FROM_TEXT, BOTH = "whole", "from_text", "both"
ORIGINS = {
    "": Origin(column="age"),
    WHOLE: Origin(column="age", whole=True),
    FROM_TEXT: Origin(column="age", from_text=True),
    BOTH: Origin(column="age", whole=True, from_text=True),
}
NUMBERS: list[tuple[object, int, tuple[str, ...]]] = [
    (5, 5, ("", WHOLE, FROM_TEXT, BOTH)),
    (5.0, 5, (WHOLE, BOTH)),
    ("5", 5, (FROM_TEXT, BOTH)),
    ("-007", -7, (FROM_TEXT, BOTH)),
    ("+5.00", 5, (BOTH,)),
    ("5.", 5, (BOTH,)),
    ("9" * 20, 10**20 - 1, (FROM_TEXT, BOTH)),
    ("9" * 21, 10**21 - 1, ()),
    (5.5, 5, ()),
    ("5.5", 5, ()),
    ("1e2", 100, ()),
    ("\u0665", 5, ()),
    (" 5", 5, ()),
    ("", 0, ()),
]
"""Values, the number that each could stand for, and the origins that accept it."""


@pytest.mark.parametrize(("value", "number", "accepting"), NUMBERS, ids=repr)
def test_a_value_is_a_number_if_its_origin_accepts_the_form(
    value: object, number: int, accepting: tuple[str, ...]
) -> None:
    """A value in another form is returned unchanged."""
    for name, origin in ORIGINS.items():
        result = whole_number(origin, value)
        expected = number if name in accepting else value

        assert (result, type(result)) == (expected, type(expected))


@settings(max_examples=examples(100))
@given(st.integers(-(10**15), 10**15))
def test_every_form_of_a_number_is_that_number(number: int) -> None:
    """The forms are an integer, a float, and text with and without a fraction of zero."""
    for value in (number, float(number), str(number), f"{number}.0"):
        assert whole_number(ORIGINS[BOTH], value) == number


@pytest.mark.parametrize(
    ("value", "text", "of_number"),
    [
        ("a b", "a b", "a b"),
        (7, "7", "7"),
        (7.0, "7.0", "7"),
        (7.5, "7.5", "7.5"),
        (True, "true", "true"),
        (None, None, None),
        ([7], None, None),
    ],
)
def test_a_value_has_the_text_of_json(value: object, text: str | None, of_number: str | None) -> None:
    """A float without a fraction also has the text of a whole number, and a list has no text."""
    assert (text_of(value), text_of_number(value)) == (text, of_number)
    assert text is None or isinstance(value, str) or json.loads(text) == value


def test_a_value_is_unknown_if_the_map_lists_it() -> None:
    """The map lists texts; without a list no value is unknown."""
    origin = Origin(column="age", unknown=("-1", "n/a"))

    assert [is_unknown(origin, value) for value in (-1, -1.0, "-1", "n/a", 1, "", None)] == [
        *(True, True, True, True),
        *(False, False, False),
    ]
    assert not is_unknown(Origin(column="age"), "n/a")


@pytest.mark.parametrize("value", [5.0, "5", "5.0", 5.5, "5.5", "", None, True, 5])
def test_help_names_the_keys_that_accept_the_value(value: object) -> None:
    """A map with these keys, and with no fewer, accepts the value as a number."""
    text = number_help(value)
    keys = {WHOLE} if "`whole: true`" in text else set()
    keys |= {FROM_TEXT} if "`number: text`" in text else set()
    name = BOTH if len(keys) == 2 else "".join(keys)

    accepting = {other for other, origin in ORIGINS.items() if whole_number(origin, value) is not value}
    assert accepting == ({name, BOTH} if name else set())

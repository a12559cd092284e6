"""Values as JSON: numbers, booleans, lists and objects keep their type, and other values are text."""

import json
import math
from datetime import date
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exitwise.batch.values.json_text import json_of_values
from support.running.examples import examples

STRINGS = [pa.string(), pa.large_string(), pa.string_view(), pa.dictionary(pa.int32(), pa.string())]
NUMBERS = st.integers(-(2**63), 2**63 - 1)
VALUES: list[tuple[pa.DataType, st.SearchStrategy[Any]]] = [
    *((kind, st.text()) for kind in STRINGS),
    (pa.int64(), NUMBERS),
    (pa.float64(), st.floats(allow_nan=False, allow_infinity=False)),
    (pa.bool_(), st.booleans()),
    (pa.list_(pa.string()), st.lists(st.none() | st.text(), max_size=2)),
    (pa.struct([("é", pa.list_(pa.int64()))]), st.fixed_dictionaries({"é": st.none() | st.lists(NUMBERS)})),
]


def parsed(values: pa.Array) -> list[Any]:
    """Return the values that the JSON represents; a constant that is not valid JSON is an error."""

    def invalid(constant: str) -> None:
        raise AssertionError(constant)

    return [json.loads(token, parse_constant=invalid) for token in json_of_values(values).to_pylist()]


@settings(max_examples=examples(100))
@given(st.data())
def test_values_are_read_back_from_json(data: st.DataObject) -> None:
    """They are equal, whatever their type, and a missing value is null."""
    kind, values = data.draw(st.sampled_from(VALUES))
    drawn = data.draw(st.lists(st.none() | values, max_size=4))

    assert parsed(pa.array(drawn, kind)) == drawn


TYPED = [
    (pa.array([math.nan, math.inf, -math.inf, 1.5]), [None, None, None, 1.5]),
    (pa.array([[math.nan, 1.5], None]), [[None, 1.5], None]),
    (pa.array([{"a": [{"b": math.inf}]}]), [{"a": [{"b": None}]}]),
    (pa.array([[("a", math.nan)]], pa.map_(pa.string(), pa.float64())), [[["a", None]]]),
    (pa.array([date(2020, 1, 2), None]), ["2020-01-02", None]),
    (pa.array([[date(2020, 1, 2)]]), [["2020-01-02"]]),
    (pa.array([b'A"\xff', None], pa.large_binary()), ["A\\x22\\xFF", None]),
    (pa.array([[b"A\xff"]]), [["A\\xFF"]]),
    (pa.nulls(2), [None, None]),
]


@pytest.mark.parametrize(("values", "expected"), TYPED, ids=str)
def test_values_that_json_lacks_are_null_or_text(values: pa.Array, expected: list[Any]) -> None:
    """Infinite numbers are null, and dates and bytes are text, even inside lists, structures and maps."""
    assert parsed(values) == expected


def test_decimals_keep_their_digits() -> None:
    """They are numbers, with their trailing zeros."""
    assert json_of_values(pa.array([Decimal("1.50"), None])).to_pylist() == [b"1.50", b"null"]


def test_json_is_unchanged() -> None:
    """Values of the type `binary` are JSON already."""
    tokens = [b'{"a" : 1.50}', b'"\\u0041"', b"null"]

    assert json_of_values(pa.array(tokens, pa.binary())).to_pylist() == tokens

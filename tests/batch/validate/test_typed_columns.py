"""Columns of decimals, days and lists."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from exitwise.batch.validate.rows import RowScanner
from exitwise.model.axis import build_axes
from exitwise.model.condition import Compare
from support.packs import toy

TODAY = date(2026, 12, 5)
KNOWLEDGE = toy.knowledge(
    facts="""
    facts:
      - {id: goals, question: Q?, kind: several, unknown: true, values: {a: A, b: B, c: C}}
      - {id: price, question: Q?, kind: decimal, digits: 2, unknown: true, minimum: -5, maximum: 100}
      - {id: paid, question: Q?, kind: date, counts: since, unknown: true}
      - {id: ends, question: Q?, kind: date, counts: until, unknown: true}
    """
)
CUTS = [
    Compare("price", (("at_least", 1250),)),
    Compare("paid", (("at_most", 10),)),
    Compare("ends", (("below", 0),)),
]
AXES = build_axes(KNOWLEDGE.facts, CUTS)


def codes(name: str, column: pa.Array) -> list[int | None]:
    """Return the value code of each row, None if it is not accepted."""
    profiles = RowScanner({name: AXES[name]}, (), TODAY).scan(pa.table({name: column}))
    own = profiles.codes[name].tolist()
    return [
        code if accepted else None for code, accepted in zip(own, profiles.accepted.tolist(), strict=True)
    ]


UNKNOWN_LIST = 8
LISTS = [
    ([], 0),
    (["a"], 1),
    (["c", "a"], 5),
    (["a", "b", "c"], 7),
    (None, UNKNOWN_LIST),
    (["a", "a"], None),
    (["b", "d"], None),
    (["a", None], None),
    (["unknown"], None),
]


@pytest.mark.parametrize("kind", [pa.list_(pa.string()), pa.large_list(pa.string())])
def test_a_list_has_a_bit_for_each_value(kind: pa.DataType) -> None:
    """Null is not known; a repeated or unknown value is a fault, and so is null in a list."""
    column = pa.array([value for value, _ in LISTS], kind)
    assert codes("goals", column) == [code for _, code in LISTS]
    assert codes("goals", column.slice(2, 4)) == [code for _, code in LISTS][2:6]


def test_a_list_may_be_text() -> None:
    """With semicolons."""
    column = pa.array(["a;c", "[]", "b", "unknown", None, "d", "a;a"])
    assert codes("goals", column) == [5, 0, 2, UNKNOWN_LIST, UNKNOWN_LIST, None, None]


@pytest.mark.parametrize(
    "kind", [pa.decimal128(20, 2), pa.decimal128(10, 4), pa.decimal256(50, 3), pa.string()]
)
def test_a_decimal_is_exact(kind: pa.DataType) -> None:
    """From 12.50 on there is another class; out of bounds is a fault."""
    texts = ["12.49", "12.50", "-5.00", "-5.01", "100.01", None]
    values = [text if kind == pa.string() else None if text is None else Decimal(text) for text in texts]
    assert codes("price", pa.array(values, kind)) == [0, 1, 0, None, None, 2]


def test_a_digit_too_many_is_a_fault() -> None:
    """Unless it is zero."""
    column = pa.array([Decimal("12.505"), Decimal("12.500")], pa.decimal128(10, 3))
    assert codes("price", column) == [None, 1]


def test_a_whole_number_is_a_decimal() -> None:
    """Of any width; a number beyond 64 bits is a fault."""
    assert codes("price", pa.array([12, 13, 101, None], pa.int8())) == [0, 1, None, 2]
    assert codes("price", pa.array([13, 2**64 - 1], pa.uint64())) == [1, None]


DAYS = [
    date(2026, 12, 5),
    date(2026, 11, 25),
    date(2026, 11, 24),
    date(1969, 12, 31),
    date(2026, 12, 6),
    None,
]
SINCE, UNTIL = [0, 0, 1, 1, None, 2], [1, 0, 0, 0, 1, 2]


@pytest.mark.parametrize(
    "kind",
    [
        pa.date32(),
        pa.date64(),
        *(pa.timestamp(unit) for unit in ("s", "ms", "us", "ns")),
        pa.timestamp("us", "UTC"),
    ],
)
def test_a_day_is_counted(kind: pa.DataType) -> None:
    """Since then and until then; a day to come is a fault of the past."""
    values: list[Any] = [
        None if day is None else day if pa.types.is_date(kind) else datetime(*day.timetuple()[:3], 23, 59)  # noqa: DTZ001 (as written)
        for day in DAYS
    ]
    column = pa.array(values, kind)
    assert (codes("paid", column), codes("ends", column)) == (SINCE, UNTIL)


def test_days_may_be_numbers_or_text() -> None:
    """As in JSON."""
    assert codes("paid", pa.array([0, 10, 11, -1, None])) == [0, 0, 1, None, 2]
    assert codes("paid", pa.array(["2026-11-25", "2026-11-24", "2026-12-06", "10", None])) == [
        0,
        1,
        None,
        0,
        2,
    ]


def test_an_empty_column_has_no_codes() -> None:
    """Of the right type."""
    assert codes("goals", pa.array([], pa.list_(pa.string()))) == []
    assert RowScanner(AXES, (), TODAY).scan(pa.table({"goals": pa.nulls(2)})).codes["goals"].dtype == np.uint8

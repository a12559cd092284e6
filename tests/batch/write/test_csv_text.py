"""Cells of CSV: each value is written so that a reader of CSV reads its text, and no spreadsheet runs it."""

import csv
import io
import json
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exitwise.batch.write.csv_text import quote_cell, write_cells

CELLS = (
    (None, ""),
    ("", '""'),
    ("a b", "a b"),
    (" a ", " a "),
    ("null", "null"),
    ("é☂\u2028", "é☂\u2028"),
    ("a,b", '"a,b"'),
    ('say "a"', '"say ""a"""'),
    ("a\nb", '"a\nb"'),
    ("a\rb", '"a\rb"'),
    ("a#b", '"a#b"'),
    ("a\\b/\t\1", "a\\b/\t\1"),
    ("=1+1", "'=1+1"),
    ("=A1,B1", '"\'=A1,B1"'),
    ("@a", "'@a"),
    ("+a", "'+a"),
    ("-a", "'-a"),
    ("-", "'-"),
    ("\ta", "'\ta"),
    ("\ra", '"\'\ra"'),
    ("-5", "-5"),
    ("+49123", "+49123"),
    ("-1.5e-3", "-1.5e-3"),
    ("-.5", "-.5"),
    ("-1-1", "'-1-1"),
    ("+1\u0665", "'+1\u0665"),
    ("a=1", "a=1"),
    ("'a", "'a"),
)
"""Texts, and the cells they are written as."""
TEXTS = st.text(st.sampled_from(' ,"\n\r#ab=+-@\t\\/é☂15.\1'), max_size=6)


def written(values: pa.Array) -> list[str]:
    """Return the cells of some values."""
    return [cell.decode() for cell in write_cells(values).to_pylist()]


def tokens(values: list[Any], *, ascii_only: bool = False) -> pa.BinaryArray:
    """Return values as JSON."""
    return pa.array([json.dumps(value, ensure_ascii=ascii_only).encode() for value in values], pa.binary())


@pytest.mark.parametrize("kind", [pa.string(), pa.large_string(), pa.dictionary(pa.int32(), pa.string())])
def test_text_is_written_as_a_cell(kind: pa.DataType) -> None:
    """Null is an empty cell, and empty text a quoted one."""
    texts, cells = zip(*CELLS, strict=True)

    assert written(pa.array(texts, pa.string()).cast(kind)) == list(cells)


@pytest.mark.parametrize("ascii_only", [False, True])
def test_text_in_json_is_written_as_the_same_cell(ascii_only: bool) -> None:  # noqa: FBT001 (pytest passes it)
    """Whatever of it is escaped."""
    texts, cells = zip(*CELLS, strict=True)

    assert written(tokens(list(texts), ascii_only=ascii_only)) == list(cells)


@pytest.mark.parametrize(
    ("token", "cell"),
    [
        ("5", "5"),
        ("-5", "-5"),
        ("1.50", "1.50"),
        ("1e5", "1e5"),
        ("true", "true"),
        ("false", "false"),
        ("null", ""),
        ("[1, 2]", '"[1, 2]"'),
        ("[]", "[]"),
        ('["a"]', '"[""a""]"'),
        ('{"a" : 1}', '"{""a"" : 1}"'),
        ('"\\u0000"', "\0"),
        ('"\\ud83d\\ude00"', "😀"),
    ],
)
def test_other_json_is_written_as_it_is(token: str, cell: str) -> None:
    """Numbers keep their digits, and lists and objects their spaces."""
    assert written(pa.array([b'"a"', token.encode(), b"7"], pa.binary())) == ["a", cell, "7"]


@given(st.lists(st.none() | TEXTS, max_size=5), st.integers(0, 5))
def test_a_reader_reads_the_text(texts: list[str | None], first: int) -> None:
    """With an apostrophe before a formula; also of a part of an array."""
    chosen = texts[first:]
    cells = written(pa.array(texts, pa.string()).slice(first))
    rows = list(csv.reader(io.StringIO("".join(f"{cell},x\n" for cell in cells), newline=""), strict=True))

    assert written(tokens(texts).slice(first)) == cells
    assert [row[0].removeprefix("'") for row in rows] == [(text or "").removeprefix("'") for text in chosen]
    assert [cell == "" for cell in cells] == [text is None for text in chosen]
    for row in rows:
        assert not row[0].startswith(("=", "@", "\t", "\r"))


@pytest.mark.parametrize(
    ("values", "cells"),
    [
        (pa.array([-5, None, 2**63 - 1]), ["-5", "", str(2**63 - 1)]),
        (pa.array([True, False, None]), ["true", "false", ""]),
        (pa.array([None, None], pa.null()), ["", ""]),
        (pa.array([1.0, -0.5, None]), ["1.0", "-0.5", ""]),
        (pa.array([Decimal("-1.50")]), ["-1.50"]),
        (pa.array([date(2026, 11, 23)]), ["2026-11-23"]),
        (pa.array([datetime(2026, 11, 23, 7, 5)]), ["2026-11-23 07:05:00"]),  # noqa: DTZ001 (it has no zone)
        (pa.array([[1, 2], None]), ['"[1, 2]"', ""]),
        (pa.array([b'"a"', None], pa.binary()), ["a", ""]),
        (pa.array([], pa.binary()), []),
        (pa.array([], pa.string()), []),
    ],
)
def test_values_of_other_types_are_written_as_text(values: pa.Array, cells: list[str]) -> None:
    """Null is always an empty cell."""
    assert written(values) == cells


def test_names_of_columns_are_quoted_like_text() -> None:
    """They are no formulas: whoever runs the program names them."""
    assert [quote_cell(name) for name in ("id", "a b", "a,b", "#", "=x")] == [
        *("id", "a b", '"a,b"', '"#"', "=x"),
    ]

"""Cells of CSV: a reader reads the text of each value, and no spreadsheet evaluates it."""

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
"""Texts and their cells."""
TEXTS = st.text(st.sampled_from(' ,"\n\r#ab=+-@\t\\/é☂15.\1'), max_size=6)


def cells_of(values: pa.Array) -> list[str]:
    """Return the cells of some values."""
    return [cell.decode() for cell in write_cells(values).to_pylist()]


def tokens(values: list[Any], *, ascii_only: bool = False) -> pa.BinaryArray:
    """Return values as JSON."""
    return pa.array([json.dumps(value, ensure_ascii=ascii_only).encode() for value in values], pa.binary())


@pytest.mark.parametrize("kind", [pa.string(), pa.large_string(), pa.dictionary(pa.int32(), pa.string())])
def test_cells_of_text(kind: pa.DataType) -> None:
    """Null is an empty cell, and empty text a quoted one."""
    texts, cells = zip(*CELLS, strict=True)

    assert cells_of(pa.array(texts, pa.string()).cast(kind)) == list(cells)


@pytest.mark.parametrize("ascii_only", [False, True])
def test_cells_of_json_strings(ascii_only: bool) -> None:  # noqa: FBT001 (pytest passes it)
    """They are those of the text, whatever is escaped."""
    texts, cells = zip(*CELLS, strict=True)

    assert cells_of(tokens(list(texts), ascii_only=ascii_only)) == list(cells)


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
def test_other_json_is_unchanged(token: str, cell: str) -> None:
    """Numbers keep their digits, and lists and objects their spaces."""
    assert cells_of(pa.array([b'"a"', token.encode(), b"7"], pa.binary())) == ["a", cell, "7"]


@given(st.lists(st.none() | TEXTS, max_size=5), st.integers(0, 5))
def test_a_reader_reads_the_text_of_a_cell(texts: list[str | None], first: int) -> None:
    """Formulas begin with an apostrophe; the values may be a slice of an array."""
    chosen = texts[first:]
    cells = cells_of(pa.array(texts, pa.string()).slice(first))
    rows = list(csv.reader(io.StringIO("".join(f"{cell},x\n" for cell in cells), newline=""), strict=True))

    assert cells_of(tokens(texts).slice(first)) == cells
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
def test_cells_of_other_types(values: pa.Array, cells: list[str]) -> None:
    """Null is always an empty cell."""
    assert cells_of(values) == cells


def test_names_of_columns_are_quoted_like_text() -> None:
    """They get no apostrophe, because the user of the program chooses them."""
    assert [quote_cell(name) for name in ("id", "a b", "a,b", "#", "=x")] == [
        *("id", "a b", '"a,b"', '"#"', "=x"),
    ]

"""Tests of the CSV reader: its cells are those of the standard library, each with its place."""

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exitwise.diagnostic import Diagnostics
from exitwise.loader.tables.csv_cells import csv_rows
from exitwise.loader.yaml.readers import File
from support.running.examples import examples

Cells = list[tuple[str, int, int]]


def read(content: str) -> tuple[list[Cells], list[str]]:
    """The text, line and column of every cell, from 1, and the defects."""
    diagnostics = Diagnostics()
    rows = csv_rows(content, File("t.csv", diagnostics))
    cells = [[(cell.text, cell.line + 1, cell.column + 1) for cell in row] for row in rows]
    return cells, [defect.headline for defect in diagnostics]


def test_every_cell_has_its_line_and_column() -> None:
    """Also behind a quoted cell of several lines; blank lines are left out."""
    content = 'a,b\r\n"x ""y""\nz", 7\n\n ,"q,r"'

    assert read(content) == (
        [
            [("a", 1, 1), ("b", 1, 3)],
            [('x "y"\nz', 2, 1), ("7", 3, 4)],
            [("", 5, 1), ("q,r", 5, 3)],
        ],
        [],
    )


@pytest.mark.parametrize(
    ("header", "columns"),
    [("a,b;c", ["a", "b;c"]), ("a;b,c", ["a", "b,c"]), ("a\tb", ["a", "b"]), ("a", ["a"])],
)
def test_the_first_delimiter_of_the_header_counts(header: str, columns: list[str]) -> None:
    """Comma, semicolon or tab."""
    (row,), _ = read(header)

    assert [text for text, _, _ in row] == columns


@pytest.mark.parametrize(
    ("content", "rows", "message"),
    [
        ('a,b\n1,"2', [["a", "b"]], "t.csv:2:3: a quote is not closed [bad-csv]"),
        ('a\n"1"2\n', [["a"], ["1"]], "t.csv:2:1: text after the closing quote [bad-csv]"),
    ],
)
def test_a_quote_out_of_place_is_reported(content: str, rows: list[list[str]], message: str) -> None:
    """At its cell; a line whose quote is not closed is left out."""
    cells, messages = read(content)

    assert [[text for text, _, _ in row] for row in cells] == rows
    assert messages == [message]


TEXTS = st.text(st.sampled_from('ab ",;\n'), max_size=5).filter(lambda text: text.strip() == text)


@settings(max_examples=examples(200))
@given(st.lists(st.lists(TEXTS, min_size=2, max_size=3), min_size=1, max_size=4))
def test_cells_are_those_of_the_standard_library(rows: list[list[str]]) -> None:
    """Whatever it writes is read back, except for blank lines."""
    content = io.StringIO()
    csv.writer(content, quoting=csv.QUOTE_ALL).writerows([["a", "b"], *rows])

    cells, messages = read(content.getvalue())

    expected = [["a", "b"], *(row for row in rows if any(row))]
    assert [[text for text, _, _ in row] for row in cells] == expected
    assert messages == []

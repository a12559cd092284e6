"""Lines of CSV are cut into the cells that a reader of CSV finds in them."""

import csv

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exitwise.batch.validate import cell_table
from exitwise.batch.validate.cell_table import CellTable, cut

LONGEST = 12
PIECES = (b"a", b"bb", b"", b",", b",", b"\n", b"\n", b"\r\n", b"\r", b'"', b"\0", b"\xff", b"\xc3\xa9", b" ")


def read(line: bytes) -> list[str]:
    """Return the cells of a line, as Python reads them."""
    return next(csv.reader([line.decode("latin-1").removesuffix("\r")], strict=True), [])


def cells(table: CellTable) -> list[tuple[str, ...]]:
    """Return the rows of a table."""
    columns = (table.column(place).to_pylist() for place in range(table.columns))
    return [tuple(cell.decode("latin-1") for cell in row) for row in zip(*columns, strict=True)]


@given(st.lists(st.sampled_from(PIECES)).map(b"".join), st.integers(1, 3))
def test_lines_are_cut_as_a_reader_of_csv_cuts_them(content: bytes, columns: int) -> None:
    """If they have one cell for each column, are not too long, and have no byte that needs care."""
    table, is_sound = cut(content + b"\n", columns, LONGEST)
    lines = content.split(b"\n")
    plain = [line.removesuffix(b"\r") for line in lines]
    expected = [
        0 < len(line) <= LONGEST
        and line.count(b",") == columns - 1
        and not any(byte in line for byte in (b'"', b"\r", b"\0"))
        for line in plain
    ]

    assert is_sound.tolist() == expected
    assert cells(table) == [tuple(read(line)) for line, sound in zip(lines, expected, strict=True) if sound]


@given(st.lists(st.tuples(*[st.sampled_from((b"a", b"b", b"", b"a b"))] * 3), min_size=1))
def test_an_index_points_to_the_cell_of_each_row(rows: list[tuple[bytes, ...]]) -> None:
    """And distinct cells of columns that are not chosen are not returned."""
    table, _ = cut(
        b"\n".join(b",".join((b"id%d" % number, *row)) for number, row in enumerate(rows)) + b"\n", 4, 99
    )
    distinct, index = table.encode(np.array([False, True, True, True]))

    assert len(set(distinct)) == len(distinct)
    assert not any(cell.startswith(b"id") for cell in distinct)
    for place, column in enumerate(zip(*rows, strict=True)):
        assert tuple(distinct[number][:-1] for number in index[place + 1]) == column


def test_blocks_that_are_searched_at_once_may_be_small(monkeypatch: pytest.MonkeyPatch) -> None:
    """The cells are the same."""
    content = b"a,b\nc,d\n\ne,\n,f\r\n"
    expected = cells(cut(content + b"\n", 2, LONGEST)[0])
    monkeypatch.setattr(cell_table, "BLOCK", 3)

    assert (
        cells(cut(content + b"\n", 2, LONGEST)[0])
        == expected
        == [("a", "b"), ("c", "d"), ("e", ""), ("", "f")]
    )

"""The cell table: lines of CSV have the cells that the CSV reader of Python finds."""

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
    columns = (table.column(column).to_pylist() for column in range(table.columns))
    return [tuple(cell.decode("latin-1") for cell in row) for row in zip(*columns, strict=True)]


@given(st.lists(st.sampled_from(PIECES)).map(b"".join), st.integers(1, 3))
def test_cells_equal_those_of_the_csv_reader(content: bytes, columns: int) -> None:
    """Too long lines, quotes, control bytes and other numbers of cells are excluded."""
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
def test_the_index_points_to_the_cell_of_each_row(rows: list[tuple[bytes, ...]]) -> None:
    """Cells of columns that are not chosen are left out."""
    table, _ = cut(
        b"\n".join(b",".join((b"id%d" % number, *row)) for number, row in enumerate(rows)) + b"\n", 4, 99
    )
    distinct, index = table.encode(np.array([False, True, True, True]))

    assert len(set(distinct)) == len(distinct)
    assert not any(cell.startswith(b"id") for cell in distinct)
    for column, cells in enumerate(zip(*rows, strict=True)):
        assert tuple(distinct[number][:-1] for number in index[column + 1]) == cells


def test_the_size_of_a_block_does_not_change_the_cells(monkeypatch: pytest.MonkeyPatch) -> None:
    """A cell and a line may span blocks."""
    content = b"a,b\nc,d\n\ne,\n,f\r\n"
    expected = cells(cut(content + b"\n", 2, LONGEST)[0])
    monkeypatch.setattr(cell_table, "BLOCK", 3)

    assert (
        cells(cut(content + b"\n", 2, LONGEST)[0])
        == expected
        == [("a", "b"), ("c", "d"), ("e", ""), ("", "f")]
    )

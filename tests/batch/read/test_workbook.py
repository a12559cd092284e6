"""Sheets of workbooks: the same records as from CSV."""

import io
import json
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from functools import partial
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import Workbook

from exitwise.batch.columns.table import cell_forms, check_columns
from exitwise.batch.read.header import header
from exitwise.batch.read.inputs import Dialect, Input
from exitwise.batch.read.workbook import sheet_rows
from exitwise.errors import FileError, InputError
from support.packs import toy

FACTS = toy.bicycle().knowledge.facts
DAY = datetime(2026, 3, 1, tzinfo=UTC).replace(tzinfo=None)


def workbook(**sheets: Sequence[Sequence[object]]) -> bytes:
    """Return a workbook."""
    book, stream = Workbook(), io.BytesIO()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(stream)
    return stream.getvalue()


def records(content: bytes, sheet: str | None = None, keep: tuple[str, ...] = ()) -> list[tuple[int, Any]]:
    """Return the rows of a workbook with their records."""
    source = Input("a.xlsx", "xlsx", Dialect(sheet=sheet))
    check = partial(check_columns, source.name, facts=FACTS, keep=keep)
    return [
        (chunk.number_of(at), json.loads(line))
        for chunk in sheet_rows(source, io.BytesIO(content), check, cell_forms(FACTS, None))
        for at, line in enumerate(chunk.lines)
    ]


def test_rows_are_records() -> None:
    """Empty rows are skipped, and a row with more cells than the header is a bad row."""
    rows: list[list[object]] = [
        [],
        ["id", "brakes", "age"],
        [7, "yes", 5.0],
        [],
        ["b", None, "12"],
        ["c"],
        [1, 2, 3, 4],
    ]

    assert records(workbook(first=rows, second=[["x"]])) == [
        (3, {"id": "7", "brakes": "yes", "age": 5}),
        (5, {"id": "b", "age": 12}),
        (6, {"id": "c"}),
        (7, ["1", "2", "3", "4"]),
    ]


VALUES = {
    True: "true",
    2**40: str(2**40),
    0.5: "0.5",
    1e300: "1e+300",
    date(2026, 3, 1): "2026-03-01",
    DAY: "2026-03-01",
    DAY.replace(hour=9): "2026-03-01T09:00:00",
    time(9, 30): "09:30:00",
    " é,": " é,",
}


def test_values_are_text() -> None:
    """They have the text that a cell of CSV has."""
    rows: list[list[object]] = [["brakes", "x"], *(["yes", value] for value in VALUES)]

    assert [record["x"] for _, record in records(workbook(a=rows), keep=("x",))] == list(VALUES.values())


def test_a_sheet_can_be_named() -> None:
    """The help for an unknown name lists the sheets."""
    content = workbook(first=[["x"]], second=[["brakes"], ["no"]])

    assert records(content, "second") == [(2, {"brakes": "no"})]
    with pytest.raises(InputError, match="`third` does not exist") as error:
        records(content, "third")
    assert "second" in error.value.help


def test_invalid_workbooks_are_errors(tmp_path: Path) -> None:
    """They are another archive, a damaged one, or a sheet without rows."""
    other = io.BytesIO()
    with ZipFile(other, "w") as archive:
        archive.writestr("a.txt", "x")
    for content in (other.getvalue(), b"id,brakes\n", workbook(a=[["x"]])[:-40]):
        (tmp_path / "a.xlsx").write_bytes(content)
        with pytest.raises(FileError, match="it is not a workbook"):
            header(Input(str(tmp_path / "a.xlsx"), "xlsx"), io.BytesIO)
    with pytest.raises(InputError, match="there is no header"):
        records(workbook(a=[]))


def test_header_of_a_workbook() -> None:
    """It can be read from a pipe too."""
    content = workbook(a=[[], ["Name", None, "Last paid"], [1, 2, 3]])

    assert header(Input("-", "xlsx"), lambda: io.BytesIO(content)) == ("Name", "Last paid")

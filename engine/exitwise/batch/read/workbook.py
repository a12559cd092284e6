"""The rows of a sheet of an Excel workbook, as records like those of CSV; empty rows are left out."""

from __future__ import annotations

import warnings
from contextlib import closing, contextmanager
from datetime import date, datetime, time
from itertools import islice
from typing import IO, TYPE_CHECKING, Any, Final
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile

from exitwise.batch.columns.table import line
from exitwise.batch.records import Location, Records
from exitwise.errors import FileError, InputError
from exitwise.nearest import did_you_mean, join_names

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Sequence

    from exitwise.batch.columns.table import CellForms
    from exitwise.batch.read.inputs import Input

ROWS: Final = 50_000
"""Rows of a chunk."""
MOST_EXACT: Final = 2**53
"""The number up to which a floating-point number holds every whole number."""


def sheet_rows(
    source: Input, stream: IO[bytes], check: Callable[[Sequence[str]], None], forms: CellForms
) -> Iterator[Records]:
    """Yield the rows of a sheet; `check` rejects columns that cannot be read.

    Raises:
        FileError: the file is not a workbook.
        InputError: the sheet does not exist, or its columns are rejected.
    """
    rows = _rows(source, stream)
    header = _header(source, rows)
    check(header)
    while chunk := list(islice(rows, ROWS)):
        lines = [line(header, _pad(row, len(header)), forms) for _, row in chunk]
        locations = [Location(number, None) for number, _ in chunk]
        yield Records(source.name, lines, locations[0].line, columns=len(header), locations=locations)


def sheet_header(source: Input, stream: IO[bytes]) -> list[str]:
    """Return the columns of a sheet.

    Raises:
        FileError: the file is not a workbook.
        InputError: the sheet does not exist, or is empty.
    """
    with closing(_rows(source, stream)) as rows:
        return _header(source, rows)


def _header(source: Input, rows: Iterator[tuple[int, list[str]]]) -> list[str]:
    _, header = next(rows, (0, []))
    if not header:
        raise InputError(f"{source.name}: there is no header", help="the first row names the columns")
    return header


def _pad(row: list[str], columns: int) -> list[str]:
    return row + [""] * (columns - len(row))


def _rows(source: Input, stream: IO[bytes]) -> Generator[tuple[int, list[str]], None, None]:
    """Yield the number and the cells of each row that has any, without empty cells at its end."""
    with _failures(source.name), closing(_workbook(stream)) as workbook:
        sheet = _sheet(source, workbook)
        sheet.reset_dimensions()  # other programs write wrong ones
        for number, values in enumerate(sheet.iter_rows(values_only=True), 1):
            cells = [_text(value) for value in values]
            while cells and not cells[-1]:
                cells.pop()
            if cells:
                yield number, cells


def _workbook(stream: IO[bytes]) -> Any:
    from openpyxl import load_workbook  # noqa: PLC0415 (only workbooks need it)

    with warnings.catch_warnings():  # about styles and extensions, which are not read
        warnings.simplefilter("ignore")
        return load_workbook(stream, read_only=True, data_only=True)


def _sheet(source: Input, workbook: Any) -> Any:
    sheets = {sheet.title: sheet for sheet in workbook.worksheets}
    name = source.dialect.sheet or next(iter(sheets), "")
    if name not in sheets:
        advice = did_you_mean(name, sheets) or f"its sheets are {join_names(sheets)}"
        raise InputError(f"{source.name}: the sheet `{name}` does not exist", help=advice)
    return sheets[name]


@contextmanager
def _failures(name: str) -> Iterator[None]:
    """Raise the failures of the library for files that are not workbooks as an error of one line."""
    try:
        yield
    except (KeyError, ValueError, TypeError, AttributeError, BadZipFile, ParseError) as error:
        raise FileError(f"{name} cannot be read: it is not a workbook, or damaged") from error


def _text(value: Any) -> str:
    """Return a value as CSV would have it."""
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case float() if value.is_integer() and abs(value) <= MOST_EXACT:
            return str(int(value))
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case date() | time():
            return value.isoformat()
        case _:
            return str(value)

"""The column names of an export: its first row, or the keys of its first records."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Final

from exitwise.batch.read.csv_start import read_start
from exitwise.batch.read.parquet import column_names
from exitwise.batch.read.source import opened, read
from exitwise.batch.read.spool import copy_pipes
from exitwise.batch.read.workbook import sheet_header
from exitwise.errors import InputError
from exitwise.loader import profile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from exitwise.batch.read.inputs import Input

MOST_SCANNED: Final = 1000
"""Records whose keys are read if there is no row of names."""


def header(source: Input, standard: Callable[[], IO[bytes]]) -> tuple[str, ...]:
    """Return the column names of an export, in order.

    Raises:
        FileError: the file cannot be read.
        InputError: the file has no columns.
    """
    with copy_pipes([source], standard) as (copy,):
        return _names(copy, standard)


def _names(source: Input, standard: Callable[[], IO[bytes]]) -> tuple[str, ...]:
    if source.form == "parquet":
        return column_names(source)
    with opened(source, standard) as (stream, _):
        match source.form:
            case "csv":
                columns = _header(source, stream)
            case "xlsx":
                columns = sheet_header(source, stream)
            case _:
                columns = list(dict.fromkeys(_keys(source, stream)))
    names = tuple(name for name in columns if name)
    if not names:
        raise InputError(f"{source.name}: it has no columns")
    return names


def _header(source: Input, stream: IO[bytes]) -> list[str]:
    """Return the header of CSV; a single column that holds a delimiter is more likely several columns."""
    start = read_start(source, stream)
    if len(start.header) == 1 and start.delimiter_help:
        raise InputError(f"{source.name}: the header is a single column", help=start.delimiter_help)
    return start.header


def _keys(source: Input, stream: IO[bytes]) -> Iterator[str]:
    """Yield the keys of the first records; invalid records are skipped."""
    for records in read(source, stream, (), ()):
        for line in records.lines[:MOST_SCANNED]:
            try:
                yield from profile.parse_profile(line)
            except InputError:
                continue
        return

"""The content of an input in any format: its decompressed bytes, and its records."""

from __future__ import annotations

from contextlib import contextmanager
from functools import partial
from typing import IO, TYPE_CHECKING, Final

import msgspec

from exitwise.batch.columns.table import cell_forms, check_columns
from exitwise.batch.read.inputs import STANDARD, Form, Input, inputs
from exitwise.batch.read.lines import CHUNK_SIZE, records
from exitwise.batch.read.packed import DamagedError, decompress, wrap_damage
from exitwise.batch.read.rows import ROWS, rows
from exitwise.batch.read.streams import prepend
from exitwise.batch.read.window import window
from exitwise.batch.read.workbook import sheet_rows
from exitwise.batch.records import Records
from exitwise.errors import FileError, InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from exitwise.batch.columns.mapping import RecordMapper
    from exitwise.model.fact import Fact

MOST_ARRAY: Final = 256 * 1024 * 1024
"""Bytes of a JSON array, which is read as a whole; JSON Lines have no limit."""


# Streams


@contextmanager
def opened(source: Input, standard: Callable[[], IO[bytes]]) -> Iterator[tuple[IO[bytes], Callable[[], int]]]:
    """Yield the decompressed stream of a file, and a function for the number of bytes read from the file.

    Raises:
        FileError: the file cannot be read, or is damaged.
    """
    try:
        with wrap_damage():
            if source.name == STANDARD and source.path is None:
                yield standard(), lambda: 0
            else:
                with source.open() as file:
                    yield decompress(source.name, file), file.tell if file.seekable() else lambda: 0
    except (OSError, DamagedError) as error:
        cause = getattr(error, "strerror", None) or str(error)
        raise FileError(f"{source.name} cannot be read: {cause}") from error


# Records


def read(
    source: Input,
    stream: IO[bytes],
    facts: Sequence[Fact],
    keep: Collection[str],
    mapper: RecordMapper | None = None,
) -> Iterator[Records]:
    """Yield the records of a file as lines of JSON, with the columns of the file; Parquet is read elsewhere.

    Raises:
        InputError: the file is not a valid JSON array, or its columns are not those of a profile or the map.
    """
    match source.form:
        case "json":
            return _array(source.name, stream)
        case "csv":
            return rows(source, stream, facts, keep, mapper)
        case "xlsx":
            check = partial(check_columns, source.name, facts=facts, keep=keep, mapper=mapper)
            return sheet_rows(source, stream, check, cell_forms(facts, mapper))
        case _:
            return _lines(source, stream)


def _lines(source: Input, stream: IO[bytes]) -> Iterator[Records]:
    if source.piece is None:
        return records(stream, source.name)
    lines, start = window(stream, source.piece)
    return records(lines, source.name, offset=start)


def _array(name: str, stream: IO[bytes]) -> Iterator[Records]:
    """Yield the elements of an array; a file without one is read as JSON Lines."""
    content = stream.read(MOST_ARRAY + 1)
    if not content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"["):
        yield from records(prepend(content, stream), name)
        return
    if len(content) > MOST_ARRAY:
        limit = MOST_ARRAY // 1024 // 1024
        raise InputError(f"{name}: the array is larger than {limit} MiB", help="write it as JSON Lines")
    try:
        elements = msgspec.json.decode(content.removeprefix(b"\xef\xbb\xbf"), type=list[msgspec.Raw])
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise InputError(f"{name}: it is not a valid JSON array: {error}") from error
    lines = [bytes(element).replace(b"\n", b" ").replace(b"\r", b" ") for element in elements]
    for start in range(0, len(lines), ROWS):
        yield Records(name, lines[start : start + ROWS], start + 1)


__all__ = ["CHUNK_SIZE", "ROWS", "Form", "Input", "check_columns", "inputs", "opened", "read"]

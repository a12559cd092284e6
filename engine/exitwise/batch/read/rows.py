"""A file of CSV: its rows as records.

An empty cell is absent, digits in the column of an integer are a number, and everything else is text. While
no quoted cell spans lines, every row is one line, and chunks of lines are passed on unparsed.
"""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from itertools import islice
from typing import IO, TYPE_CHECKING, Final

from exitwise.batch.columns.table import CellForms, bad_line, cell_forms, check_columns, known_columns, line
from exitwise.batch.read.csv_start import COMMA, read_start
from exitwise.batch.read.inputs import Piece
from exitwise.batch.read.streams import prepend
from exitwise.batch.read.window import window
from exitwise.batch.records import Location, Records, Text
from exitwise.errors import InputError
from exitwise.loader.profile import MAX_BYTES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from exitwise.batch.columns.mapping import RecordMapper
    from exitwise.batch.read.csv_start import Start
    from exitwise.batch.read.inputs import Input
    from exitwise.model.fact import Fact

CHUNK_SIZE: Final = 32 * 1024 * 1024
"""Bytes that are read at once; more than of JSON Lines, since rows are shorter."""
ROWS: Final = 50_000
"""Rows of a chunk, where rows are parsed one by one."""
csv.field_size_limit(2 * MAX_BYTES)  # a cell that is too large for a record is a fault of that record only


class Cells(Text):
    """Lines of cells, each of which is converted to JSON on access."""

    def __init__(self, content: bytes, header: Sequence[str], forms: CellForms) -> None:
        super().__init__(content)
        self.header = tuple(header)
        self._forms = forms

    def render(self, text: bytes) -> bytes:
        """Return a line of cells as a line of JSON."""
        row_text = text.decode("utf-8", "surrogateescape").removesuffix("\r")
        try:
            row = next(csv.reader([row_text], strict=True), [])
        except csv.Error:
            return bad_line(row_text)
        return line(self.header, row, self._forms)


def rows(
    source: Input,
    stream: IO[bytes],
    facts: Sequence[Fact],
    keep: Collection[str],
    mapper: RecordMapper | None,
) -> Iterator[Records]:
    """Yield the rows of a file.

    Raises:
        InputError: the file is not valid CSV, or its columns are not those of a profile or the map.
    """
    known = known_columns(facts, keep, mapper)
    start = read_start(source, stream, known)
    try:
        check_columns(source.name, _names(start.header), facts, keep, mapper)
    except InputError as error:
        raise InputError(error.message, help=start.delimiter_help or error.help) from error
    if source.piece is not None:
        start = _piece_of(start, stream, source.piece)
    reader = _Reader(source.name, start, cell_forms(facts, mapper))
    if mapper is None and start.delimiter == COMMA:
        yield from _chunks(reader, start)
    else:
        yield from reader.records(start.rows, start.line, start.offset)


def _piece_of(start: Start, stream: IO[bytes], piece: Piece) -> Start:
    """Return a start whose rows are those of a piece; its lines are counted as if nothing were before it."""
    first = start.offset or 0
    lines, offset = window(stream, Piece(max(piece.start, first), max(piece.stop, first)))
    return replace(start, rows=lines, offset=offset)


def _names(header: Sequence[str]) -> Sequence[str]:
    """Return the names of the columns; a last one that is empty is ignored, as its cells may be empty too."""
    return header[:-1] if header[-1:] == [""] and header.count("") == 1 else header


def _chunks(reader: _Reader, start: Start) -> Iterator[Records]:
    """Yield chunks of unparsed lines, and parsed rows from the first row that is not one line."""
    line, offset = start.line, start.offset
    while content := start.rows.read(CHUNK_SIZE):
        content += start.rows.readline(MAX_BYTES)
        more = b"" if content.endswith(b"\n") else start.rows.read(1)
        if more or not are_rows(content):
            yield from reader.records(prepend(content + more, start.rows), line, offset)
            return
        text = content if content.endswith(b"\n") else content + b"\n"
        lines = Cells(text, start.header, reader.forms)
        yield Records(reader.name, lines, line, offset, columns=len(start.header))
        line += len(lines)
        offset = None if offset is None else offset + len(content)


def are_rows(content: bytes) -> bool:
    """Whether each line is a row: no quoted cell spans lines, and all lines end with a line feed or CRLF."""
    if b"\r" in content and content.count(b"\r") != content.count(b"\r\n") + content.endswith(b"\r"):
        return False
    return b'"' not in content or not any(line.count(b'"') % 2 for line in content.split(b"\n"))


class _Reader:
    """Parses rows one by one; a row may span lines."""

    def __init__(self, name: str, start: Start, forms: CellForms) -> None:
        self.name = name
        self.forms = forms
        self._header, self._delimiter = start.header, start.delimiter

    def records(self, stream: IO[bytes], line: int, offset: int | None) -> Iterator[Records]:
        """Yield the rows of a stream, which begins at a line and a byte of the file."""
        rows = self._rows(_CountedLines(stream, line, offset))
        while chunk := list(islice(rows, ROWS)):
            locations, lines = zip(*chunk, strict=True)
            yield Records(self.name, lines, locations[0].line, columns=len(self._header), locations=locations)

    def _rows(self, lines: _CountedLines) -> Iterator[tuple[Location, bytes]]:
        reader = csv.reader(lines, delimiter=self._delimiter, strict=True)
        location = lines.location
        try:
            for row in reader:
                yield location, line(self._header, row, self.forms)
                location = lines.location
        except csv.Error as error:
            raise InputError(f"{self.name}: it is not valid CSV: {error}") from error


class _CountedLines:
    """The lines of a text with any line ends; `location` is the start of the next line."""

    def __init__(self, stream: IO[bytes], line: int, offset: int | None) -> None:
        self._text = io.TextIOWrapper(
            prepend(b"", stream), encoding="utf-8", errors="surrogateescape", newline=""
        )
        self._line, self._offset = line, offset

    @property
    def location(self) -> Location:
        return Location(self._line, self._offset)

    def __iter__(self) -> _CountedLines:
        return self

    def __next__(self) -> str:
        text = next(self._text)
        self._line += 1
        if self._offset is not None:
            self._offset += len(text) if text.isascii() else len(text.encode("utf-8", "surrogateescape"))
        return text

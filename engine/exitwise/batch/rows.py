"""A file of CSV: its rows as records.

A cell that is empty is absent; of an integer, digits are a number; everything else is text. As long as no
quoted cell goes on in the next line, a row is a line, and whole pieces of lines are passed on as they are.
"""

from __future__ import annotations

import csv
import io
from itertools import islice
from typing import IO, TYPE_CHECKING, Final

from exitwise.batch.columns import CellForms, bad_line, cell_forms, check_columns, known_columns, line
from exitwise.batch.read.csv_start import COMMA, read_start
from exitwise.batch.read.streams import prepend
from exitwise.batch.records import Place, Records, Text
from exitwise.errors import InputError
from exitwise.loader.profile import MAX_BYTES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from exitwise.batch.inputs import Input
    from exitwise.batch.mapping import RecordMapper
    from exitwise.batch.read.csv_start import Start
    from exitwise.model.fact import Fact

PIECE: Final = 32 * 1024 * 1024
"""Bytes that are read at once: rows are shorter than lines of JSON, and it is their number that counts."""
ROWS: Final = 50_000
"""Rows that are taken at once, where they have to be told apart."""
csv.field_size_limit(2 * MAX_BYTES)  # what is too large for a record is one record's fault


class Cells(Text):
    """Lines of cells, each of which is a line of JSON to who asks for it."""

    def __init__(self, content: bytes, header: Sequence[str], forms: CellForms) -> None:
        super().__init__(content)
        self.header = tuple(header)
        self._forms = forms

    def made(self, text: bytes) -> bytes:
        """Return a line of cells as a line of JSON."""
        told = text.decode("utf-8", "surrogateescape").removesuffix("\r")
        try:
            row = next(csv.reader([told], strict=True), [])
        except csv.Error:
            return bad_line(told)
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
        InputError: it is no CSV, or its columns are not a profile's.
    """
    known = known_columns(facts, keep, mapper)
    start = read_start(source, stream, known)
    try:
        check_columns(source.name, _names(start.header), facts, keep, mapper)
    except InputError as error:
        raise InputError(error.message, help=start.delimiter_help or error.help) from error
    reader = _Reader(source.name, start, cell_forms(facts, mapper))
    if mapper is None and start.delimiter == COMMA:
        yield from _pieces(reader, start)
    else:
        yield from reader.records(start.rows, start.line, start.offset)


def _names(header: Sequence[str]) -> Sequence[str]:
    """Return the names of the columns without one at the end that is empty: its cells may be empty too."""
    return header[:-1] if header[-1:] == [""] and header.count("") == 1 else header


def _pieces(reader: _Reader, start: Start) -> Iterator[Records]:
    """Yield whole pieces of lines, until a row is not a line."""
    line, offset = start.line, start.offset
    while content := start.rows.read(PIECE):
        content += start.rows.readline(MAX_BYTES)
        more = b"" if content.endswith(b"\n") else start.rows.read(1)
        if more or not _are_rows(content):
            yield from reader.records(prepend(content + more, start.rows), line, offset)
            return
        lines = Cells(content.removesuffix(b"\n"), start.header, reader.forms)
        yield Records(reader.name, lines, line, offset, columns=len(start.header))
        line += len(lines)
        offset = None if offset is None else offset + len(content)


def _are_rows(content: bytes) -> bool:
    """Whether each line is a row: no quoted cell goes on, and no line ends in another way."""
    if b"\r" in content and content.count(b"\r") != content.count(b"\r\n") + content.endswith(b"\r"):
        return False
    return b'"' not in content or not any(each.count(b'"') % 2 for each in content.split(b"\n"))


class _Reader:
    """Reads rows one by one, wherever their lines end."""

    def __init__(self, name: str, start: Start, forms: CellForms) -> None:
        self.name = name
        self.forms = forms
        self._header, self._delimiter = start.header, start.delimiter

    def records(self, stream: IO[bytes], line: int, offset: int | None) -> Iterator[Records]:
        """Yield the rows of a stream, which begins at a line and a byte of the file."""
        rows = self._rows(_CountedLines(stream, line, offset))
        while chunk := list(islice(rows, ROWS)):
            places, lines = zip(*chunk, strict=True)
            yield Records(self.name, lines, places[0].line, columns=len(self._header), places=places)

    def _rows(self, lines: _CountedLines) -> Iterator[tuple[Place, bytes]]:
        reader = csv.reader(lines, delimiter=self._delimiter, strict=True)
        place = lines.place
        try:
            for row in reader:
                yield place, line(self._header, row, self.forms)
                place = lines.place
        except csv.Error as error:
            raise InputError(f"{self.name}: it is not valid CSV: {error}") from error


class _CountedLines:
    """The lines of a text, however they end; `place` is where the next one begins."""

    def __init__(self, stream: IO[bytes], line: int, offset: int | None) -> None:
        self._text = io.TextIOWrapper(
            prepend(b"", stream), encoding="utf-8", errors="surrogateescape", newline=""
        )
        self._line, self._offset = line, offset

    @property
    def place(self) -> Place:
        return Place(self._line, self._offset)

    def __iter__(self) -> _CountedLines:
        return self

    def __next__(self) -> str:
        text = next(self._text)
        self._line += 1
        if self._offset is not None:
            self._offset += len(text) if text.isascii() else len(text.encode("utf-8", "surrogateescape"))
        return text

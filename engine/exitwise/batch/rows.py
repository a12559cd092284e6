"""A file of CSV: its rows as records.

A cell that is empty is absent; of an integer, digits are a number; everything else is text. As long as no
quoted cell goes on in the next line, a row is a line, and whole pieces of lines are passed on as they are.
"""

from __future__ import annotations

import csv
import io
from itertools import islice
from typing import IO, TYPE_CHECKING, Any, Final

from exitwise.batch.columns import CellForms, check_columns, line, no_row
from exitwise.batch.records import MARK, Records, Text
from exitwise.errors import InputError
from exitwise.loader.profile import MAX_BYTES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from exitwise.batch.mapping import Mapped
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
            return no_row(told)
        return line(self.header, row, self._forms)


def rows(
    name: str, stream: IO[bytes], facts: Sequence[Fact], keep: Collection[str], mapped: Mapped | None
) -> Iterator[Records]:
    """Yield the rows of a file.

    Raises:
        InputError: it is no CSV, or its columns are not a profile's.
    """
    first = stream.readline(MAX_BYTES)
    if mapped is not None or not _are_rows(first) or (first and not first.endswith(b"\n")):
        yield from _one_by_one(name, _text(first, stream), facts, keep, mapped)
        return
    found = _row(name, first.removeprefix(MARK))
    if not found:
        return
    check_columns(name, _names(found), facts, keep)
    forms = _forms(facts)
    number = 2
    while content := stream.read(PIECE):
        content += stream.readline(MAX_BYTES)
        more = b"" if content.endswith(b"\n") else stream.read(1)
        if more or not _are_rows(content):
            told = _strict(name, csv.reader(_text(content + more, stream), strict=True))
            yield from _read(name, (line(found, row, forms) for row in told), len(found), number)
            return
        lines = Cells(content.removesuffix(b"\n"), found, forms)
        yield Records(name, lines, number, columns=len(found))
        number += len(lines)


def _row(name: str, first: bytes) -> list[str]:
    told = first.decode("utf-8", "surrogateescape").rstrip("\r\n")
    return next(_strict(name, csv.reader([told], strict=True)), []) if told else []


def _are_rows(content: bytes) -> bool:
    """Whether each line is a row: no quoted cell goes on, and no line ends in another way."""
    if b"\r" in content and content.count(b"\r") != content.count(b"\r\n") + content.endswith(b"\r"):
        return False
    return b'"' not in content or not any(each.count(b'"') % 2 for each in content.split(b"\n"))


def _text(begun: bytes, rest: IO[bytes]) -> io.TextIOWrapper:
    again = io.BufferedReader(_Again(begun, rest))
    return io.TextIOWrapper(again, encoding="utf-8-sig", errors="surrogateescape", newline="")


class _Again(io.RawIOBase):
    """A stream of which the beginning was read already; whoever opened it closes it."""

    def __init__(self, begun: bytes, rest: IO[bytes]) -> None:
        self._begun, self._rest = io.BytesIO(begun), rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        found = self._begun.read(len(buffer)) or self._rest.read(len(buffer))
        buffer[: len(found)] = found
        return len(found)


def _one_by_one(
    name: str, text: io.TextIOWrapper, facts: Sequence[Fact], keep: Collection[str], mapped: Mapped | None
) -> Iterator[Records]:
    told = _strict(name, csv.reader(text, strict=True))
    header = next(told, None)
    if header is None:
        return
    check_columns(name, _names(header), facts, keep, mapped)
    forms = _forms(facts) if mapped is None else CellForms(mapped.numbers, mapped.decimals, mapped.empty)
    yield from _read(name, (line(header, row, forms) for row in told), len(header), 2)


def _names(header: list[str]) -> list[str]:
    """Return the names of the columns without one at the end that is empty: its cells may be empty too."""
    return header[:-1] if header[-1:] == [""] and header.count("") == 1 else header


def _forms(facts: Sequence[Fact]) -> CellForms:
    return CellForms({fact.id for fact in facts if fact.kind == "integer"})


def _read(name: str, lines: Iterator[bytes], columns: int, first: int) -> Iterator[Records]:
    while some := list(islice(lines, ROWS)):
        yield Records(name, some, first, columns=columns)
        first += len(some)


def _strict(name: str, reader: Iterator[list[str]]) -> Iterator[list[str]]:
    try:
        yield from reader
    except csv.Error as error:
        raise InputError(f"{name}: it is no CSV: {error}") from error

"""Files of Parquet made one: their row groups are copied as they are, and one footer says where they are now.

The numbers of its fields are those of Apache Parquet's parquet.thrift; a field that is not named here is
passed on as it is.
"""

from __future__ import annotations

from struct import Struct
from typing import IO, TYPE_CHECKING, Final

from exitwise.batch.compact import Field, Fields, Items, read, written

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MAGIC: Final = b"PAR1"
LENGTH: Final = Struct("<I")
COPIED: Final = 1024 * 1024

SCHEMA, ROWS, ROW_GROUPS = 2, 3, 4  # of the whole
COLUMNS, BEGINNING, ORDINAL = 1, 5, 7  # of a row group
PLACE, ABOUT = 2, 3  # of a column in it
INDEX: Final = frozenset((4, 5, 6, 7))
"""Of a column: the indexes of its pages. They hold places themselves, and may be left out."""
PAGES: Final = frozenset((9, 10, 11, 14))
"""Of what is told about a column: where its data, an index, its dictionary and its filter begin."""


class RowGroups:
    """Files of the same columns, one added after the other."""

    def __init__(self) -> None:
        self._footer: Fields = {}
        self._groups: list[bytes] = []
        self._rows = 0
        self._length = 0

    def added(self, file: Path) -> Iterator[bytes]:
        """Yield what a file adds to the one file."""
        with file.open("rb") as stream:
            footer, end = _footer(stream)
            begin = len(MAGIC) if self._footer else 0
            self._add(footer, self._length - begin)
            self._length += end - begin
            stream.seek(begin)
            for place in range(begin, end, COPIED):
                yield stream.read(min(COPIED, end - place))

    def _add(self, footer: Fields, shift: int) -> None:
        self._footer = self._footer or footer
        if footer[SCHEMA] != self._footer[SCHEMA]:
            raise AssertionError("pieces of other columns cannot be made one file")
        self._rows += footer[ROWS].value
        self._groups += [written(_moved(group, shift)) for group in footer[ROW_GROUPS].value.items]

    def end(self) -> bytes:
        """Return what ends the one file, when all are added."""
        rows, groups = self._footer[ROWS], self._footer[ROW_GROUPS]
        told = {
            **self._footer,
            ROWS: Field(rows.kind, self._rows),
            ROW_GROUPS: Field(groups.kind, Items(groups.value.kind, self._groups)),
        }
        footer = written(told)
        return footer + LENGTH.pack(len(footer)) + MAGIC


def _footer(stream: IO[bytes]) -> tuple[Fields, int]:
    """Return what a file says about itself, and where it begins to."""
    end = stream.seek(-LENGTH.size - len(MAGIC), 2)
    (length,) = LENGTH.unpack(stream.read(LENGTH.size))
    begin = stream.seek(end - length)
    return read(stream.read(length)), begin


def _moved(group: Fields, shift: int) -> Fields:
    """Return a row group that is elsewhere; which one it is among all is not told."""
    columns = group[COLUMNS].value
    moved = Items(columns.kind, [_moved_column(column, shift) for column in columns.items])
    told = {number: field for number, field in group.items() if number != ORDINAL}
    return _shifted({**told, COLUMNS: group[COLUMNS]._replace(value=moved)}, {BEGINNING}, shift)


def _moved_column(column: Fields, shift: int) -> Fields:
    about = _shifted(column[ABOUT].value, PAGES, shift)
    told = {number: field for number, field in column.items() if number not in INDEX}
    # Where a column's own footer is, says 0 where there is none.
    moved = {PLACE} if column[PLACE].value else set()
    return _shifted({**told, ABOUT: column[ABOUT]._replace(value=about)}, moved, shift)


def _shifted(fields: Fields, places: set[int] | frozenset[int], shift: int) -> Fields:
    return {
        number: field._replace(value=field.value + shift) if number in places else field
        for number, field in fields.items()
    }

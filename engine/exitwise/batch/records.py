"""A chunk of the records of a file, each a line, with their locations in the file."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING, Final, NamedTuple, overload

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

LINE_FEED: Final = ord("\n")
NEAR: Final = 64 * 1024
"""Bytes that are compared at once, which stay in the cache."""
BOM: Final = b"\xef\xbb\xbf"
"""A byte-order mark; at the start of a file it is not part of the first record."""


class Text(Sequence[bytes]):
    """The lines of a text, each of which ends with a line feed."""

    def __init__(self, content: bytes | bytearray) -> None:
        self.content = content

    @overload
    def __getitem__(self, index: int) -> bytes: ...
    @overload
    def __getitem__(self, index: slice) -> list[bytes]: ...
    def __getitem__(self, index: int | slice) -> bytes | list[bytes]:
        """Return a line, or several; only the ends of lines are remembered, because few lines are needed."""
        rows = range(len(self))[index]
        return self.render(self._line(rows)) if isinstance(rows, int) else [self[row] for row in rows]

    def _line(self, row: int) -> bytes:
        return bytes(self.content[self.starts[row] : self.starts[row + 1] - 1])

    def render(self, text: bytes) -> bytes:
        """Return a line in the form of the sequence."""
        return text

    def __len__(self) -> int:
        """Count the lines."""
        return self._count

    def __iter__(self) -> Iterator[bytes]:
        """Yield the lines."""
        lines = bytes(self.content).removesuffix(b"\n").split(b"\n") if self.content else []
        return map(self.render, lines)

    @cached_property
    def starts(self) -> NDArray[np.int64]:
        """The position of each line in the text, and the end of the last."""
        starts = np.zeros(len(self) + 1, np.int64)
        starts[1:] = 1 + np.concatenate(
            [np.empty(0, np.int64), *(np.flatnonzero(block) + first for first, block in self._line_feeds())]
        )
        return starts

    @cached_property
    def _count(self) -> int:
        return sum(int(np.count_nonzero(block)) for _, block in self._line_feeds())

    def _line_feeds(self) -> Iterator[tuple[int, NDArray[np.bool_]]]:
        """Yield which bytes are line feeds, in blocks with the position of each."""
        data = np.frombuffer(self.content, np.uint8)
        for first in range(0, len(data), NEAR):
            yield first, data[first : first + NEAR] == LINE_FEED


class Location(NamedTuple):
    """The location of a record: its first line, and its byte offset if that is known."""

    line: int
    offset: int | None


@dataclass(frozen=True)
class Records:
    """A chunk of records, each a line of JSON; `first` is the first line number and `offset` its byte offset.

    `locations` has the location of each record, if records can span lines.
    `cut` is the number of bytes that were truncated from the first record because it is too long.
    `columns` is the number of cells of a row if the records are rows.
    """

    file: str
    lines: Sequence[bytes]
    first: int = 1
    offset: int | None = None
    cut: int = 0
    columns: int = 0
    locations: Sequence[Location] | None = None

    def number_of(self, index: int) -> int:
        """Return the number of the first line of a record."""
        return self.first + index if self.locations is None else self.locations[index].line

    def index_of(self, number: int) -> int:
        """Return the index of the record whose first line has a number."""
        if self.locations is None:
            return number - self.first
        return bisect_left(self.locations, number, key=lambda location: location.line)

    def offset_of(self, index: int) -> int | None:
        """Return the byte offset of a record; a line ends with one byte."""
        if self.locations is not None:
            return self.locations[index].offset
        if self.offset is None or not index:
            return self.offset
        return self.offset + self.cut + int(self._starts[index])

    @cached_property
    def _starts(self) -> Sequence[int] | NDArray[np.int64]:
        if isinstance(self.lines, Text):
            return self.lines.starts
        return list(accumulate((len(line) + 1 for line in self.lines), initial=0))

    @property
    def end(self) -> int | None:
        """The byte after the last of the records and its line end."""
        if self.offset is None or not isinstance(self.lines, Text):
            return self.offset_of(len(self.lines))
        return self.offset + self.cut + len(self.lines.content)

"""Some records of a file, each a line; and where each stands in it."""

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

LINE_FEED: Final = ord("\n")
BOM: Final = b"\xef\xbb\xbf"
"""A byte-order mark; at the beginning of a file it is no part of the first record."""


class Text(Sequence[bytes]):
    """Lines of a text, which is taken apart only when somebody asks for one."""

    def __init__(self, content: bytes) -> None:
        self.content = content

    @overload
    def __getitem__(self, index: int) -> bytes: ...
    @overload
    def __getitem__(self, index: slice) -> list[bytes]: ...
    def __getitem__(self, index: int | slice) -> bytes | list[bytes]:
        """Return a line, or several."""
        found = self._lines[index]
        return self.made(found) if isinstance(found, bytes) else list(map(self.made, found))

    def made(self, text: bytes) -> bytes:
        """Return a line as it is wanted."""
        return text

    def __len__(self) -> int:
        """Count the lines."""
        return int(np.count_nonzero(np.frombuffer(self.content, np.uint8) == LINE_FEED)) + 1

    def __iter__(self) -> Iterator[bytes]:
        """Yield the lines."""
        return map(self.made, self._lines)

    @property
    def lengths(self) -> Iterator[int]:
        """The number of bytes of each line in the text."""
        return map(len, self._lines)

    @cached_property
    def _lines(self) -> list[bytes]:
        return self.content.split(b"\n")


class Place(NamedTuple):
    """The place of a record: the line at which it begins, and the byte if that is known."""

    line: int
    offset: int | None


@dataclass(frozen=True)
class Records:
    """Some records of a file, each a line of JSON; the number of the first, and the byte at which it stands.

    `places` has the line and the byte at which each record begins, if a record is not always one line.
    `cut` counts the bytes of the first record that were not kept, it being too long for a record anyhow.
    `columns` counts the cells of a row, where they were rows.
    """

    file: str
    lines: Sequence[bytes]
    first: int = 1
    offset: int | None = None
    cut: int = 0
    columns: int = 0
    places: Sequence[Place] | None = None

    def number_of(self, index: int) -> int:
        """Return the number of the line at which a record begins."""
        return self.first + index if self.places is None else self.places[index].line

    def index_of(self, number: int) -> int:
        """Return the index of the record that begins at the line of a number."""
        if self.places is None:
            return number - self.first
        return bisect_left(self.places, number, key=lambda place: place.line)

    def offset_of(self, index: int) -> int | None:
        """Return the byte at which a record stands; a line ends with one byte."""
        if self.places is not None:
            return self.places[index].offset
        if self.offset is None or not index:
            return self.offset
        return self.offset + self.cut + self._starts[index]

    @cached_property
    def _starts(self) -> list[int]:
        lengths = self.lines.lengths if isinstance(self.lines, Text) else map(len, self.lines)
        return list(accumulate((length + 1 for length in lengths), initial=0))

    @property
    def end(self) -> int | None:
        """The byte after the last of the records and its line end."""
        if self.offset is None or not isinstance(self.lines, Text):
            return self.offset_of(len(self.lines))
        return self.offset + self.cut + len(self.lines.content) + 1

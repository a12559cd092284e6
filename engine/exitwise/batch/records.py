"""Some records of a file, each a line; and where each stands in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING, Final, overload

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

LINE_FEED: Final = ord("\n")
MARK: Final = b"\xef\xbb\xbf"
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

    @cached_property
    def _lines(self) -> list[bytes]:
        return self.content.split(b"\n")


@dataclass(frozen=True)
class Records:
    """Some records of a file, each a line of JSON; the number of the first, and the byte at which it stands.

    `cut` counts the bytes of the first record that were not kept, it being too long for a record anyhow.
    `columns` counts the cells of a row, where they were rows.
    """

    file: str
    lines: Sequence[bytes]
    first: int = 1
    offset: int | None = None
    cut: int = 0
    columns: int = 0

    def offset_of(self, index: int) -> int | None:
        """Return the byte at which a record stands; a line ends with one byte."""
        if self.offset is None or not index:
            return self.offset
        return self.offset + self.cut + self._starts[index]

    @cached_property
    def _starts(self) -> list[int]:
        return list(accumulate((len(line) + 1 for line in self.lines), initial=0))

    @property
    def end(self) -> int | None:
        """The byte after the last of the records and its line end."""
        if self.offset is None or not isinstance(self.lines, Text):
            return self.offset_of(len(self.lines))
        return self.offset + self.cut + len(self.lines.content) + 1

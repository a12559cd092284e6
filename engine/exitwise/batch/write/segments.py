"""Rows as segments: every row has the same number of texts, and all rows are gathered from one pool.

A list is cut into segments of 16 entries; the text of each combination that occurs is made once. Gathering
the segments of all rows in order lays the rows out one after the other.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa

from exitwise.planes import bits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from exitwise.batch.profiles import Numbers

"""The lists of conclusions, in the order in which they are written."""
SEGMENT: Final = 16
"""Entries of a list in one segment."""
STARTED: Final = 1 << SEGMENT
"""The bit of a pattern that says that an entry precedes the segment, so that a separator is needed."""


class Pool:
    """Texts by their numbers; equal texts have one."""

    def __init__(self) -> None:
        """Start empty."""
        self._numbers: dict[bytes, int] = {}
        self._array: pa.BinaryArray | None = None

    def number(self, text: str) -> int:
        """Return the number of a text."""
        self._array = None
        return self._numbers.setdefault(text.encode(), len(self._numbers))

    @property
    def array(self) -> pa.BinaryArray:
        """The texts in the order of their numbers."""
        if self._array is None:
            self._array = pa.array(list(self._numbers), pa.binary())
        return self._array


class ListSegments:
    """The segments of one list, whose entries are names in their order.

    Each name is written as `quote` returns it, with the separator between two.
    """

    def __init__(
        self,
        names: Sequence[str],
        pool: Pool,
        *,
        separator: str = ",",
        quote: Callable[[str], str] = json.dumps,
    ) -> None:
        """Start with no known combination."""
        quoted = [quote(name) for name in names]
        self._entries = [quoted[first : first + SEGMENT] for first in range(0, len(names), SEGMENT)]
        self._pool = pool
        self._separator = separator
        self._numbers = [np.full(2 * STARTED, -1, np.int32) for _ in self._entries]

    def columns(self, by_row: bits.Bytes) -> Iterator[Numbers]:
        """Yield the text number of each segment; `by_row` has a bit for each entry of a row."""
        padded = np.zeros((len(by_row), 2 * len(self._entries)), np.uint8)
        padded[:, : by_row.shape[1]] = by_row
        patterns = padded.view(np.uint16)
        started = np.zeros(len(by_row), np.int32)
        for segment, numbers in enumerate(self._numbers):
            pattern = patterns[:, segment] | started
            column = numbers[pattern]
            if (column < 0).any():
                for new in np.unique(pattern[column < 0]).tolist():
                    numbers[new] = self._pool.number(self._text(segment, new))
                column = numbers[pattern]
            yield column
            started = np.where(pattern, STARTED, 0).astype(np.int32)

    def _text(self, segment: int, pattern: int) -> str:
        entries = [entry for bit, entry in enumerate(self._entries[segment]) if pattern >> bit & 1]
        before = self._separator if entries and pattern & STARTED else ""
        return before + self._separator.join(entries)


class SegmentRows:
    """Rows under construction, column by column: texts of a pool, and values that are not part of it."""

    def __init__(self, pool: Pool, count: int) -> None:
        """Start with so many empty rows."""
        self._pool = pool
        self._count = count
        self._columns: list[Numbers | int] = []
        self._values: list[pa.BinaryArray] = []
        self._of_values: list[int] = []
        """The columns with numbers below zero for values, because the pool may still grow."""

    def add(self, *columns: Numbers | int) -> None:
        """Add columns of text numbers; a single number is the text of every row."""
        self._columns += columns

    def add_values(self, values: pa.BinaryArray, index: Numbers, absent: int) -> None:
        """Add a column of values by their index, and of the text with the number `absent` below index 0."""
        first = sum(map(len, self._values))
        self._values.append(values)
        self._of_values.append(len(self._columns))
        self._columns.append(np.where(index < 0, absent, -1 - first - index).astype(np.int32))

    def gather(self) -> memoryview:
        """Return the text of all rows."""
        pool = self._pool.array
        numbers = np.empty((self._count, len(self._columns)), np.int32)
        for place, column in enumerate(self._columns):
            numbers[:, place] = column
        for place in self._of_values:
            own = numbers[:, place]
            own[own < 0] = len(pool) - 1 - own[own < 0]
        texts = pa.concat_arrays([pool, *self._values]).take(pa.array(numbers.ravel()))
        offsets = np.frombuffer(texts.buffers()[1], np.int32, len(texts) + 1)
        return memoryview(texts.buffers()[2])[offsets[0] : offsets[-1]]


def choice(planes: Mapping[str, bits.Plane], rows: int) -> NDArray[np.uint8]:
    """Return which of some planes has a row."""
    chosen = np.zeros(rows, np.uint8)
    for number, plane in enumerate(planes.values()):
        chosen[bits.unpack(plane, rows)] = number
    return chosen

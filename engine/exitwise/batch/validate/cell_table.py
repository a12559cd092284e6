"""Lines of CSV without quotes, cut into a table of cells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa

from exitwise.batch.values.arrays import slices

if TYPE_CHECKING:
    from exitwise.batch.profiles import Mask, Numbers
    from exitwise.planes.bits import Bytes

COMMA, LINE_END, RETURN = b",\n\r"
FORBIDDEN: Final = b'"\0'
"""Bytes of lines that cannot be cut at their commas, or that a reader of CSV may reject."""
BLOCK: Final = 1 << 18
"""Bytes that are searched at once, so that they stay in the processor's cache."""


@dataclass(frozen=True, slots=True)
class CellTable:
    """Lines with one cell for each column; a cell begins at its offset and ends before a comma or line end.

    The last offset is the end of the data, which may be empty.
    """

    data: Bytes
    offsets: Numbers
    columns: int

    @property
    def rows(self) -> int:
        """The number of lines."""
        return (len(self.offsets) - 1) // self.columns

    def encode(self, chosen: Mask) -> tuple[list[bytes], Numbers]:
        """Return the distinct cells of chosen columns, and for each column the index of each row's cell.

        Cells are returned with the comma or the line end after them. Indices of other columns mean nothing.
        """
        cells = len(self.offsets) - 1
        valid = np.packbits(np.tile(chosen, self.rows), bitorder="little")
        buffers = [pa.py_buffer(valid), pa.py_buffer(self.offsets), pa.py_buffer(self.data)]
        encoded = pa.BinaryArray.from_buffers(pa.binary(), cells, buffers).dictionary_encode()
        index = np.frombuffer(encoded.indices.buffers()[1], np.int32, cells)
        by_column = np.ascontiguousarray(index.reshape(self.rows, self.columns).T)
        return encoded.dictionary.to_pylist(), by_column

    def column(self, number: int) -> pa.BinaryArray:
        """Return the cells of one column."""
        starts = self.offsets[number :: self.columns][: self.rows]
        stops = self.offsets[number + 1 :: self.columns] - 1
        if number == self.columns - 1:
            stops -= self.data[stops - 1] == RETURN
        return slices(self.data, starts, stops)


def cut(content: bytes, columns: int, longest: int) -> tuple[CellTable, Mask]:
    """Return a table of those lines that can be cut at their commas, and which lines these are.

    They have one cell for each column, at most `longest` bytes, no quote, and no carriage return except at
    their end; blank lines are not among them. Every line ends with a line feed.
    """
    data = np.frombuffer(content, np.uint8)
    ends = _find(data == LINE_END)
    offsets = _offsets(data)
    is_sound = _are_plain(content, data, ends, longest) & _have_cells(offsets, ends, columns)
    if not is_sound.all():
        data = data[np.repeat(is_sound, np.diff(ends, prepend=-1))]
        offsets = _offsets(data)
    return CellTable(data, offsets, columns), is_sound


def _are_plain(content: bytes, data: Bytes, ends: Numbers, longest: int) -> Mask:
    """Return which lines are neither blank nor too long, and have no byte that needs the full check."""
    lengths = np.diff(ends, prepend=-1) - 1 - (data[ends - 1] == RETURN)
    is_plain: Mask = (lengths > 0) & (lengths <= longest)
    for byte in FORBIDDEN:
        if byte in content:
            is_plain[np.searchsorted(ends, _find(data == byte))] = False
    if RETURN in content:
        returns = _find(data == RETURN)
        is_plain[np.searchsorted(ends, returns[data[returns + 1] != LINE_END])] = False
    return is_plain


def _offsets(data: Bytes) -> Numbers:
    """Return where the cells begin, and the end of the last."""
    separators = data == COMMA
    separators |= data == LINE_END
    offsets = _find(separators, first=1)
    offsets[1:] += 1
    return offsets


def _have_cells(offsets: Numbers, ends: Numbers, count: int) -> Mask:
    """Return which lines have this number of cells."""
    if np.array_equal(offsets[count::count], ends + 1):
        return np.ones(len(ends), np.bool_)
    is_equal: Mask = np.diff(np.searchsorted(offsets, ends + 1), prepend=0) == count
    return is_equal


def _find(mask: Mask, *, first: int = 0) -> Numbers:
    """Return where a mask is set, after as many zeros as `first`; the blocks fit into a processor's cache."""
    positions = np.zeros(first + np.count_nonzero(mask), np.int32)
    for start in range(0, len(mask), BLOCK):
        block = np.flatnonzero(mask[start : start + BLOCK])
        np.add(block, start, out=positions[first : first + len(block)], casting="same_kind")
        first += len(block)
    return positions

"""Arrow arrays of values, of bytes above all, and the buffers they are made of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from exitwise.batch.profiles import Mask, Numbers
    from exitwise.planes.bits import Bytes


LAST_ASCII: Final = 0x7F


def buffers(values: pa.BinaryArray) -> tuple[Numbers, Bytes]:
    """Return where values begin in their bytes, with the end of the last, and these bytes."""
    _, starts, data = values.buffers()
    if starts is None or not len(values):
        return np.zeros(1, np.int32), np.zeros(0, np.uint8)
    offsets = np.frombuffer(starts, np.int32, values.offset + len(values) + 1)[values.offset :]
    own = np.frombuffer(data or b"", np.uint8, offsets[-1])[offsets[0] :]
    return (offsets - offsets[0] if offsets[0] else offsets), own


def values_of(numbers: pa.Array) -> NDArray[np.integer]:
    """Return an array of integers as it is in memory, where null is any number."""
    _, data = numbers.buffers()
    own = np.frombuffer(data or b"", numbers.type.to_pandas_dtype())
    return own[numbers.offset : numbers.offset + len(numbers)]


def typed_values(column: pa.ChunkedArray) -> pa.Array:
    """Return the values of a column of a table; bytes with wide offsets, since `binary` means JSON."""
    values = column.combine_chunks()
    return values.cast(pa.large_binary()) if values.type == pa.binary() else values


def slices(data: Bytes, starts: NDArray[np.integer], stops: NDArray[np.integer]) -> pa.BinaryArray:
    """Return the bytes from each start to its stop; they are in order and do not overlap.

    The bytes between them are values too, and are skipped by taking every second value.
    """
    bounds = np.empty(2 * len(starts), np.int32)
    bounds[::2], bounds[1::2] = starts, stops
    parts = [None, pa.py_buffer(bounds), pa.py_buffer(data)]
    between = pa.BinaryArray.from_buffers(pa.binary(), max(len(bounds) - 1, 0), parts)
    return between.take(pa.array(np.arange(0, len(bounds), 2)))


def are_text(values: pa.BinaryArray) -> Mask:
    """Return which values are UTF-8."""
    try:
        values.cast(pa.string())
    except pa.ArrowInvalid:
        return _are_decoded(values)
    return np.ones(len(values), np.bool_)


def _are_decoded(values: pa.BinaryArray) -> Mask:
    """Return which values are UTF-8; only those that are not ASCII are decoded."""
    offsets, data = buffers(values)
    rows = np.unique(np.searchsorted(offsets, np.flatnonzero(data > LAST_ASCII), side="right") - 1)
    are = np.ones(len(values), np.bool_)
    are[rows] = [is_text(value.as_py()) for value in values.take(pa.array(rows))]
    return are


def is_text(value: bytes) -> bool:
    """Whether bytes are UTF-8."""
    try:
        value.decode()
    except UnicodeDecodeError:
        return False
    return True

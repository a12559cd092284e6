"""Planes: one bit for each profile of a block, 64 to a word."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Sequence

Plane = NDArray[np.uint64]
Bytes = NDArray[np.uint8]
Mask = NDArray[np.bool_]

WORD: Final = 64
EXCHANGES: Final = (
    (np.uint64(7), np.uint64(0x00AA00AA00AA00AA)),
    (np.uint64(14), np.uint64(0x0000CCCC0000CCCC)),
    (np.uint64(28), np.uint64(0x00000000F0F0F0F0)),
)
"""The exchanges of blocks of 1, 2 and 4 bits that transpose a matrix of 8 by 8 bits in one word."""


def words(rows: int) -> int:
    """Return the number of words of a plane."""
    return -(-rows // WORD)


def pack(mask: Mask) -> Plane:
    """Return the plane of a mask with one truth value for each row; its surplus bits are 0."""
    plane = np.zeros(words(len(mask)), np.uint64)
    packed = np.packbits(mask, bitorder="little")
    plane.view(np.uint8)[: len(packed)] = packed
    return plane


def unpack(plane: Plane, rows: int) -> Mask:
    """Return the mask of a plane."""
    return np.unpackbits(plane.view(np.uint8), count=rows, bitorder="little").view(np.bool_)


def full(rows: int) -> Plane:
    """Return the plane in which every row is set and no surplus bit is."""
    plane = np.full(words(rows), ~np.uint64(0))
    if rows % WORD:
        plane[-1] = np.uint64(2 ** (rows % WORD) - 1)
    return plane


def count(plane: Plane) -> int:
    """Return the number of set bits (the population count)."""
    return int(np.bitwise_count(plane).sum())


def first(plane: Plane) -> int:
    """Return the number of the first set bit of a plane that is not empty."""
    word = int(np.flatnonzero(plane)[0])
    bits = int(plane[word])
    return word * WORD + (bits & -bits).bit_length() - 1


def transpose(planes: Sequence[Plane], rows: int, chosen: NDArray[np.int64] | None = None) -> Bytes:
    """Return one row of bytes for each profile: bit j of byte i is the bit of plane 8 i + j.

    Only `chosen` rows, in ascending order, are returned if these are given.

    Eight planes at a time are a column of matrices of 8 by 8 bits, each transposed within one word (H. S.
    Warren, "Hacker's Delight", 7-3). The result has shape (rows, ceil(planes / 8)).
    """
    groups = -(-len(planes) // 8)
    by_row = np.empty((words(rows) * WORD, groups), np.uint8)
    for group in range(groups):
        matrices = np.zeros((words(rows) * 8, 8), np.uint8)
        for bit, plane in enumerate(planes[8 * group : 8 * group + 8]):
            matrices[:, bit] = plane.view(np.uint8)
        by_row[:, group] = _transpose_words(matrices.view(np.uint64).ravel()).view(np.uint8)
    return by_row[:rows] if chosen is None or len(chosen) == rows else by_row.take(chosen, axis=0)


def counts(by_row: Bytes) -> NDArray[np.int32]:
    """Return the number of set bits of each row of bytes."""
    width = -(-by_row.shape[1] // 8)
    padded = np.zeros((len(by_row), 8 * width), np.uint8)
    padded[:, : by_row.shape[1]] = by_row
    by_word = np.bitwise_count(padded.view(np.uint64))
    total = np.zeros(len(by_row), np.int32)
    for word in range(width):
        total += by_word[:, word]
    return total


def _transpose_words(matrices: Plane) -> Plane:
    for shift, mask in EXCHANGES:
        difference = (matrices ^ (matrices >> shift)) & mask
        matrices = matrices ^ difference ^ (difference << shift)
    return matrices

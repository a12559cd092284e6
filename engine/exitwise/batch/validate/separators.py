"""The separators of a text: its commas and line ends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

COMMA, LINE_END, OPENING, CLOSING = b",\n[]"
SHIFT: Final = 3
WORD: Final = 1 << SHIFT
"""Bytes of a word."""
NEAR: Final = 64 * 1024
"""Bytes that are compared at once."""


def separators(data: NDArray[np.uint8]) -> NDArray[np.int64]:
    """Return the positions of all commas and line feeds.

    Most words of eight bytes have none, so that only the others are searched byte by byte.
    """
    is_separator = np.zeros(-(-len(data) // WORD) * WORD, np.bool_)
    for first in range(0, len(data), NEAR):  # each block stays in the cache
        part, near = data[first : first + NEAR], is_separator[first : first + NEAR][: len(data) - first]
        np.equal(part, COMMA, out=near)
        near |= part == LINE_END
    words = is_separator.view(np.uint64)
    busy = np.flatnonzero(words != 0)
    within = np.flatnonzero(words[busy].view(np.bool_))
    positions: NDArray[np.int64] = (busy[within >> SHIFT] << SHIFT) + (within & WORD - 1)
    return positions


def outside_brackets(data: NDArray[np.uint8], ends: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the separators without the commas within square brackets of their own line.

    Brackets within texts count too: a line that is cut wrongly due to them is not accepted by the scan.
    """
    opened = (data == OPENING).view(np.int8) - (data == CLOSING).view(np.int8)
    depth = np.cumsum(opened, dtype=np.int32)[ends]
    is_end = data[ends] == LINE_END
    line = np.cumsum(is_end) - is_end
    before = np.concatenate([np.zeros(1, np.int32), depth[is_end]])[line]
    kept: NDArray[np.int64] = ends[is_end | (depth == before)]
    return kept

"""The separators of a text: its commas and line ends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

COMMA, LINE_END = b",\n"
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

"""The pieces of lines that were read before, so that each is looked up in one call for a whole slab."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from exitwise.batch.profiles import Mask, Numbers

MOST: Final = 100_000
"""Pieces that are remembered."""


class Meaning(NamedTuple):
    """A piece: its kind, the number of its key, and the value code if that is a fact."""

    kind: int
    slot: int
    code: int


NO_MEANING: Final = Meaning(0, 0, 0)


class Meanings(NamedTuple):
    """The meanings of several pieces, one array for each field."""

    kind: NDArray[np.uint8]
    slot: Numbers
    code: NDArray[np.uint16]

    @classmethod
    def of(cls, several: list[Meaning]) -> Meanings:
        """Return meanings as arrays."""
        kind, slot, code = np.array(several, np.int32).reshape(-1, len(Meaning._fields)).T
        return cls(kind.astype(np.uint8), slot, code.astype(np.uint16))

    def take(self, numbers: Numbers) -> Meanings:
        """Return the meanings with some numbers."""
        return Meanings(self.kind.take(numbers), self.slot.take(numbers), self.code.take(numbers))

    def extended(self, others: Meanings) -> Meanings:
        """Return these meanings and others after them."""
        return Meanings(
            np.concatenate([self.kind, others.kind]),
            np.concatenate([self.slot, others.slot]),
            np.concatenate([self.code, others.code]),
        )


class Vocabulary:
    """The pieces that were read so far; `read` returns the meaning of a new one."""

    def __init__(self, read: Callable[[bytes], Meaning]) -> None:
        """Start with no piece."""
        self._read = read
        self._pieces = pa.array([], pa.binary())
        self._meanings = Meanings.of([])

    def find(self, pieces: pa.BinaryArray) -> tuple[Mask, Meanings]:
        """Return which pieces are known, and their meanings; those of the others mean nothing."""
        numbers = pc.index_in(pieces, self._pieces)
        known = numbers.is_valid().to_numpy(zero_copy_only=False)
        if not len(self._pieces):
            return known, Meanings.of([NO_MEANING] * len(pieces))
        return known, self._meanings.take(numbers.fill_null(0).to_numpy())

    def learn(self, pieces: pa.BinaryArray) -> Meanings:
        """Return the meanings of distinct pieces that are not known yet."""
        meanings = Meanings.of([self._read(piece) for piece in pieces.to_pylist()])
        if len(self._pieces) + len(pieces) <= MOST:
            self._pieces = pa.concat_arrays([self._pieces, pieces])
            self._meanings = self._meanings.extended(meanings)
        return meanings

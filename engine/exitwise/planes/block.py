"""Blocks of profiles: the value code of every fact for each row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from exitwise.planes import bits
from exitwise.planes.pair import Pair

if TYPE_CHECKING:
    from collections.abc import Mapping

    from exitwise.planes.bits import Plane
    from exitwise.planes.rules import Answer

Codes = NDArray[np.unsignedinteger[Any]]
"""The value codes of one fact, as its axis numbers them; the highest number of the type means missing."""


@dataclass(frozen=True, slots=True)
class Block:
    """Some profiles; all facts have as many codes as there are rows."""

    rows: int
    codes: Mapping[str, Codes]

    def plane(self, answer: Answer) -> Plane:
        """Return the profiles with an answer."""
        codes = self.codes[answer.fact]
        return bits.pack(codes == codes.dtype.type(answer.code))

    def pair(self, answer: Answer) -> Pair:
        """Return the profiles that may have an answer, and those that may have another."""
        codes = self.codes[answer.fact]
        same, missing = codes == codes.dtype.type(answer.code), codes == np.iinfo(codes.dtype).max
        return Pair(bits.pack(same | missing), bits.pack(~same))


def code_type(classes: int) -> type[np.uint8 | np.uint16]:
    """Return the type of the value codes of an axis; its highest number is no code."""
    return np.uint8 if classes < np.iinfo(np.uint8).max else np.uint16

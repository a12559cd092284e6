"""Blocks of profiles: the value code of every fact for each row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from exitwise.model.fact import UNKNOWN
from exitwise.planes import bits
from exitwise.planes.pair import Pair
from exitwise.planes.rules import CodeBit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from exitwise.model.axis import Axis
    from exitwise.planes.bits import Mask, Plane
    from exitwise.planes.rules import Answer

Codes = NDArray[np.unsignedinteger[Any]]
"""The value codes of one fact, as its axis numbers them; the highest number of the type means missing."""


@dataclass(frozen=True, slots=True)
class Block:
    """Some profiles; all facts have as many codes as there are rows."""

    rows: int
    codes: Mapping[str, Codes]

    @property
    def missing(self) -> Mask:
        """The rows with a missing answer."""
        missing = np.zeros(self.rows, np.bool_)
        for codes in self.codes.values():
            missing |= codes == missing_code(codes.dtype)
        return missing

    def plane(self, answer: Answer | CodeBit) -> Plane:
        """Return the profiles with an answer, or with a value in their list."""
        return bits.pack(self._mask(answer))

    def _mask(self, answer: Answer | CodeBit) -> Mask:
        codes = self.codes[answer.fact]
        if isinstance(answer, CodeBit):
            return (codes & codes.dtype.type(1 << answer.bit)).astype(np.bool_)
        mask: Mask = codes == codes.dtype.type(answer.code)
        return mask

    def pair(self, answer: Answer | CodeBit) -> Pair:
        """Return the profiles that may have an answer, and those that may have another."""
        codes = self.codes[answer.fact]
        missing = codes == missing_code(codes.dtype)
        same = self._mask(answer) & ~missing
        return Pair(bits.pack(same | missing), bits.pack(~same))


def code_type(classes: int) -> type[np.uint8 | np.uint16]:
    """Return the type of the value codes of an axis; its two highest numbers are no codes."""
    return np.uint8 if classes <= invalid_code(np.uint8) else np.uint16


def missing_code(kind: Any) -> int:
    """Return the code of a missing answer in a type."""
    return int(np.iinfo(kind).max)


def absent_code(axis: Axis) -> int:
    """Return the code of an absent answer: `unknown`, or missing if the fact does not allow it."""
    return missing_code(code_type(len(axis.classes))) if axis.is_required else axis.code(UNKNOWN)


def invalid_code(kind: Any) -> int:
    """Return the code in a type that readers give to an invalid answer."""
    return int(np.iinfo(kind).max) - 1

"""Records of a chunk as columns: value codes for the rules, and the values that pass through."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from exitwise.planes.block import Block

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from exitwise.planes.block import Codes

Mask = NDArray[np.bool_]
Numbers = NDArray[np.int32]

ABSENT = -1
"""The index of a value that a record does not have."""


@dataclass(frozen=True, slots=True)
class Passthrough:
    """The values of one key, and for each record the index of its own, or `ABSENT`.

    Values of the type `binary` are JSON, as they are written in the record; others are values as they are.
    """

    values: pa.Array
    index: Numbers


@dataclass(frozen=True, slots=True)
class Profiles:
    """The records of a chunk: which are accepted as profiles, the value code of each fact, and the rest.

    Codes of records that are not accepted mean nothing.
    """

    accepted: Mask
    codes: Mapping[str, Codes]
    passthrough: Mapping[str, Passthrough]

    @property
    def block(self) -> Block:
        """The codes of all records, for evaluation."""
        return Block(len(self.accepted), self.codes)


def concatenate(several: Sequence[Profiles]) -> Profiles:
    """Return the records of several chunks of the same columns, one after the other."""
    if len(several) == 1:
        return several[0]
    return Profiles(
        np.concatenate([each.accepted for each in several]),
        {fact: np.concatenate([each.codes[fact] for each in several]) for fact in several[0].codes},
        {key: _concatenate([each.passthrough[key] for each in several]) for key in several[0].passthrough},
    )


def _concatenate(several: Sequence[Passthrough]) -> Passthrough:
    firsts = np.cumsum([0, *(len(each.values) for each in several[:-1])])
    index = [
        np.where(each.index == ABSENT, ABSENT, each.index + first)
        for each, first in zip(several, firsts, strict=True)
    ]
    values = pa.concat_arrays([each.values for each in several])
    return Passthrough(values, np.concatenate(index).astype(np.int32))


def replace_rows(profiles: Profiles, rows: Sequence[int], others: Profiles) -> Profiles:
    """Return the records with some of them replaced by others, in the order of `rows`."""
    accepted, codes = profiles.accepted.copy(), {fact: own.copy() for fact, own in profiles.codes.items()}
    accepted[rows] = others.accepted
    for fact, own in codes.items():
        own[rows] = others.codes[fact]
    both = concatenate([Profiles(accepted, codes, profiles.passthrough), others])
    passthrough = {}
    for key, joined in both.passthrough.items():
        index = joined.index[: len(accepted)].copy()
        index[rows] = joined.index[len(accepted) :]
        passthrough[key] = Passthrough(joined.values, index)
    return Profiles(accepted, codes, passthrough)

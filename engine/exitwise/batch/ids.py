"""Repeated ids: the ids of a run as hashes, which are compared once at its end."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from exitwise.batch.profiles import ABSENT
from exitwise.batch.values.arrays import values_of
from exitwise.batch.values.text import text_of_json, text_of_values

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from exitwise.batch.profiles import Profiles
    from exitwise.batch.reject import Reject

    Hashes = NDArray[np.uint64]

LIMIT: Final = 8 * 1024 * 1024
"""The ids of a run that are compared. Their hashes take 64 MiB; two of them collide in one run of 500,000."""
LONG: Final = 128
"""Bytes of an id from which it is hashed on its own."""
WORD: Final = 8
MASKS: Final = np.array([(1 << (8 * count)) - 1 for count in range(WORD + 1)], np.uint64)
"""By a number of bytes, the bits of a word that they fill."""
SEED: Final = np.uint64(0x9E3779B97F4A7C15)
MULTIPLIERS: Final = (np.uint64(0xFF51AFD7ED558CCD), np.uint64(0xC4CEB9FE1A85EC53))
SHIFT: Final = np.uint64(33)


class RepeatedIds(NamedTuple):
    """The number of records that repeat the id of an earlier one, and the number of ids compared."""

    records: int
    compared: int


class IdHashes:
    """The hashes of the first ids of a run, up to a limit."""

    def __init__(self, limit: int = LIMIT) -> None:
        """Start with none; the room for them takes memory only as it is filled."""
        self._room: Hashes = np.empty(limit, np.uint64)
        self._count = 0

    def add(self, hashes: Hashes) -> None:
        """Add the hashes of more ids, as far as there is room."""
        start, self._count = self._count, min(self._count + len(hashes), len(self._room))
        self._room[start : self._count] = hashes[: self._count - start]

    def repeated(self) -> RepeatedIds:
        """Compare the ids; they are sorted in place, and their order is lost."""
        ordered = self._room[: self._count]
        ordered.sort()
        return RepeatedIds(int(np.count_nonzero(ordered[1:] == ordered[:-1])), len(ordered))


def id_hashes(profiles: Profiles, rejects: Iterable[Reject]) -> Hashes:
    """Return the hashes of the ids of accepted records and of rejects; null is none.

    In text, 7 is like "7". A column of integers is hashed as such, and so compared with other such columns.
    """
    ids = profiles.passthrough["id"]
    index = ids.index[profiles.accepted & (ids.index != ABSENT)]
    values = ids.values if _is_all(index, len(ids.values)) else ids.values.take(pa.array(index))
    rejected = [each.id for each in rejects if each.id is not None]
    if pa.types.is_integer(values.type):
        numbers = values_of(values.drop_null()).astype(np.int64)
        return _mixed(np.concatenate([numbers, np.array(rejected, np.int64)]).view(np.uint64))
    # The id of a reject may be what is not valid text.
    names = [str(each).encode("utf-8", "surrogatepass") for each in rejected]
    own = _hash_json(values) if pa.types.is_binary(values.type) else hash_texts(text_of_values(values))
    return np.concatenate([own, hash_texts(pa.array(names, pa.binary()))])


def _is_all(index: NDArray[np.int32], count: int) -> bool:
    return len(index) == count and bool((index == np.arange(count, dtype=np.int32)).all())


def _hash_json(tokens: pa.BinaryArray) -> Hashes:
    """Hash JSON as text: without escapes, the text of a string is between its quotes."""
    spans = _spans(tokens)
    if not len(spans.starts) or (spans.data == ord("\\")).any():
        return hash_texts(text_of_json(tokens))
    firsts = spans.data[spans.starts]
    is_string = firsts == ord('"')
    starts, lengths = spans.starts + is_string, spans.lengths - 2 * is_string
    stated = firsts != ord("n")
    return _hash(_Spans(spans.data, starts[stated], lengths[stated]))


def hash_texts(texts: pa.StringArray | pa.BinaryArray) -> Hashes:
    """Return a hash of 64 bits for each text that is not null."""
    return _hash(_spans(pc.drop_null(texts) if texts.null_count else texts))


class _Spans(NamedTuple):
    """Texts as spans of bytes, after the last of which there is room for a word."""

    data: NDArray[np.uint8]
    starts: NDArray[np.int64]
    lengths: NDArray[np.int64]


def _spans(texts: pa.StringArray | pa.BinaryArray) -> _Spans:
    if not len(texts):
        nothing = np.empty(0, np.int64)
        return _Spans(np.zeros(WORD, np.uint8), nothing, nothing)
    _, offset_buffer, data = texts.buffers()
    offsets = np.frombuffer(offset_buffer, np.int32)[texts.offset : texts.offset + len(texts) + 1]
    first, last = int(offsets[0]), int(offsets[-1])
    padded = np.zeros(last - first + WORD, np.uint8)
    if last > first:
        padded[:-WORD] = np.frombuffer(data, np.uint8)[first:last]
    return _Spans(padded, offsets[:-1].astype(np.int64) - first, np.diff(offsets).astype(np.int64))


def _hash(spans: _Spans) -> Hashes:
    hashes = spans.lengths.astype(np.uint64) * SEED
    _hash_short(hashes, spans)
    for row in np.flatnonzero(spans.lengths >= LONG).tolist():
        start = spans.starts[row]
        text = spans.data[start : start + spans.lengths[row]].tobytes()
        hashes[row] = int.from_bytes(blake2b(text, digest_size=WORD).digest(), "little")
    return hashes


def _hash_short(hashes: Hashes, spans: _Spans) -> None:
    """Hash texts word by word, each as far as it goes."""
    data, starts, lengths = spans
    words: Hashes = np.ndarray((len(data) - WORD + 1,), np.dtype("<u8"), data, strides=(1,))
    longest = int(lengths.max(initial=0, where=lengths < LONG))
    for done in range(0, longest, WORD):
        within = (lengths > done) & (lengths < LONG)
        rows = slice(None) if within.all() else np.flatnonzero(within)
        word = words[starts[rows] + done] & MASKS[np.minimum(lengths[rows] - done, WORD)]
        hashes[rows] = _mixed(hashes[rows] ^ word)


def _mixed(numbers: Hashes) -> Hashes:
    """Return numbers whose every bit depends on every bit, and which differ where these do (MurmurHash3)."""
    numbers ^= numbers >> SHIFT
    for multiplier in MULTIPLIERS:
        numbers *= multiplier
        numbers ^= numbers >> SHIFT
    return numbers

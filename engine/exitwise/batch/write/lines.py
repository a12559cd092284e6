"""Advice as lines of JSON: every line is a row of segments, and all lines are gathered from one pool.

A list is cut into segments of 16 entries; the text of each combination that occurs is made once. Gathering
the segments of all rows in order lays the lines out one after the other.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa

from exitwise.model.rule import READINESS
from exitwise.planes import bits

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from exitwise.batch.profiles import Numbers, Passthrough
    from exitwise.planes.evaluate import ConclusionPlanes

LISTS: Final = ("steps", "warnings", "rules")
SEGMENT: Final = 16
"""Entries of a list in one segment."""
STARTED: Final = 1 << SEGMENT
"""The bit of a pattern that says that an entry stands before the segment, so that a comma is needed."""


class Pool:
    """Texts by their numbers; equal texts have one."""

    def __init__(self) -> None:
        """Start empty."""
        self._numbers: dict[bytes, int] = {}
        self._array: pa.BinaryArray | None = None

    def number(self, text: str) -> int:
        """Return the number of a text."""
        self._array = None
        return self._numbers.setdefault(text.encode(), len(self._numbers))

    @property
    def array(self) -> pa.BinaryArray:
        """The texts in the order of their numbers."""
        if self._array is None:
            self._array = pa.array(list(self._numbers), pa.binary())
        return self._array


class ListSegments:
    """The segments of one list, whose entries are names in their order."""

    def __init__(self, names: Sequence[str], pool: Pool) -> None:
        """Start with no known combination."""
        entries = [json.dumps(name) for name in names]
        self._entries = [entries[first : first + SEGMENT] for first in range(0, len(names), SEGMENT)]
        self._pool = pool
        self._numbers = [np.full(2 * STARTED, -1, np.int32) for _ in self._entries]

    def columns(self, by_row: bits.Bytes) -> Iterator[Numbers]:
        """Yield the text number of each segment; `by_row` has a bit for each entry of a row."""
        padded = np.zeros((len(by_row), 2 * len(self._entries)), np.uint8)
        padded[:, : by_row.shape[1]] = by_row
        patterns = padded.view(np.uint16)
        started = np.zeros(len(by_row), np.int32)
        for segment, numbers in enumerate(self._numbers):
            pattern = patterns[:, segment] | started
            column = numbers[pattern]
            if (column < 0).any():
                for new in np.unique(pattern[column < 0]).tolist():
                    numbers[new] = self._pool.number(self._text(segment, new))
                column = numbers[pattern]
            yield column
            started = np.where(pattern, STARTED, 0).astype(np.int32)

    def _text(self, segment: int, pattern: int) -> str:
        entries = [entry for bit, entry in enumerate(self._entries[segment]) if pattern >> bit & 1]
        return ("," if entries and pattern & STARTED else "") + ",".join(entries)


class LineRenderer:
    """Renders the advice of one knowledge base; `keys` are the keys that pass through."""

    def __init__(self, evaluated: ConclusionPlanes, keys: Sequence[str]) -> None:
        """Take the names from the conclusions of any block."""
        self._pool = Pool()
        self._null = self._pool.number("null")
        self._keys = [
            (key, self._pool.number(f"{',' if place else '{'}{json.dumps(key, ensure_ascii=False)}:"))
            for place, key in enumerate(keys)
        ]
        self._heads = np.array(
            [
                [
                    self._pool.number(
                        f',"recommendation":{json.dumps(outcome)},"readiness":"{readiness}","steps":['
                    )
                    for readiness in READINESS
                ]
                for outcome in evaluated.recommendation
            ],
            np.int32,
        )
        self._between = (
            *(self._pool.number(f'],"{name}":[') for name in LISTS[1:]),
            self._pool.number("]}\n"),
        )
        self._lists = {name: ListSegments(list(getattr(evaluated, name)), self._pool) for name in LISTS}

    def render(
        self, planes: ConclusionPlanes, rows: NDArray[np.int64], passthrough: Mapping[str, Passthrough]
    ) -> memoryview:
        """Return the lines of some rows."""
        columns: list[Numbers | int] = []
        values: list[pa.BinaryArray] = []
        for key, number in self._keys:
            columns += [number, self._values(passthrough[key], rows, values)]
        columns.append(
            self._heads[
                _choice(planes.recommendation, planes.rows)[rows],
                _choice(planes.readiness, planes.rows)[rows],
            ]
        )
        for name, between in zip(LISTS, self._between, strict=True):
            by_row = bits.transpose(list(getattr(planes, name).values()), planes.rows)[rows]
            columns += [*self._lists[name].columns(by_row), between]
        return self._gather(columns, values, len(rows))

    def _values(self, own: Passthrough, rows: NDArray[np.int64], values: list[pa.BinaryArray]) -> Numbers:
        """Return the numbers of the values of one key: below zero, because the pool may still grow."""
        first = sum(map(len, values))
        values.append(own.values)
        index = own.index[rows]
        return np.where(index < 0, self._null, -1 - first - index).astype(np.int32)

    def _gather(self, columns: list[Numbers | int], values: list[pa.BinaryArray], count: int) -> memoryview:
        pool = self._pool.array
        numbers = np.empty((count, len(columns)), np.int32)
        for place, column in enumerate(columns):
            numbers[:, place] = column
        for place in range(1, 2 * len(self._keys), 2):
            own = numbers[:, place]
            own[own < 0] = len(pool) - 1 - own[own < 0]
        texts = pa.concat_arrays([pool, *values]).take(pa.array(numbers.ravel()))
        offsets = np.frombuffer(texts.buffers()[1], np.int32, len(texts) + 1)
        return memoryview(texts.buffers()[2])[offsets[0] : offsets[-1]]


def _choice(planes: Mapping[str, bits.Plane], rows: int) -> NDArray[np.uint8]:
    """Return which of some planes has a row."""
    choice = np.zeros(rows, np.uint8)
    for number, plane in enumerate(planes.values()):
        choice[bits.unpack(plane, rows)] = number
    return choice

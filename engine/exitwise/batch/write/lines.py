"""Advice as lines of JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np

from exitwise.batch.values.json_text import json_of_values
from exitwise.batch.write.segments import ListSegments, Pool, SegmentRows, choice
from exitwise.batch.write.writer import LineWriter
from exitwise.model.advice import LISTS
from exitwise.model.rule import READINESS
from exitwise.planes import bits

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from exitwise.batch.profiles import Passthrough
    from exitwise.batch.write.output import Target
    from exitwise.planes.evaluate import ConclusionPlanes


class LineRenderer:
    """Renders the advice of one knowledge base; `keys` are the keys that pass through."""

    def __init__(self, names: Mapping[str, Sequence[str]], keys: Sequence[str]) -> None:
        """Prepare the texts; `names` are those of the evaluator."""
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
                for outcome in names["recommendation"]
            ],
            np.int32,
        )
        self._between = (
            *(self._pool.number(f'],"{name}":[') for name in LISTS[1:]),
            self._pool.number("]}\n"),
        )
        self._lists = {name: ListSegments(names[name], self._pool) for name in LISTS}

    def open(self, target: Target) -> LineWriter:
        """Begin a file of lines."""
        return LineWriter(target)

    def render(
        self, planes: ConclusionPlanes, rows: NDArray[np.int64], passthrough: Mapping[str, Passthrough]
    ) -> memoryview:
        """Return the lines of some rows."""
        lines = SegmentRows(self._pool, len(rows))
        for key, number in self._keys:
            lines.add(number)
            own = passthrough[key]
            lines.add_values(json_of_values(own.values), own.index[rows], self._null)
        outcomes = choice(planes.recommendation, planes.rows)[rows]
        lines.add(self._heads[outcomes, choice(planes.readiness, planes.rows)[rows]])
        for name, between in zip(LISTS, self._between, strict=True):
            by_row = bits.transpose(list(getattr(planes, name).values()), planes.rows, rows)
            lines.add(*self._lists[name].columns(by_row), between)
        return lines.gather()

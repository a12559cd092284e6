"""Advice as lines of CSV: a list is one cell, its entries separated by one blank."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from exitwise.batch.write.csv_text import EMPTY, quote_cell, write_cells
from exitwise.batch.write.segments import ListSegments, Pool, SegmentRows, choice
from exitwise.batch.write.writer import LineWriter
from exitwise.model.advice import COMPACT, LISTS
from exitwise.model.rule import READINESS
from exitwise.planes import bits

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from exitwise.batch.profiles import Numbers, Passthrough
    from exitwise.batch.write.output import Target
    from exitwise.planes.evaluate import ConclusionPlanes


class CellRenderer:
    """Renders the advice of one knowledge base; `keys` are the keys that pass through."""

    def __init__(self, names: Mapping[str, Sequence[str]], keys: Sequence[str]) -> None:
        """Prepare the texts; `names` are those of the evaluator."""
        self._keys = tuple(keys)
        self._pool = Pool()
        self._absent, self._comma = self._pool.number(""), self._pool.number(",")
        self._heads = np.array(
            [
                [self._pool.number(f"{quote_cell(outcome)},{readiness},") for readiness in READINESS]
                for outcome in names["recommendation"]
            ],
            np.int32,
        )
        self._ends = [self._list_ends("\n" if name == LISTS[-1] else ",") for name in LISTS]
        self._lists = [
            # names of rules are never quoted: they hold only letters, digits, dots, dashes and underscores
            ListSegments(names[name], self._pool, separator=" ", quote=str)
            for name in LISTS
        ]

    def _list_ends(self, end: str) -> Numbers:
        """Return the numbers of the texts that follow an empty list, and a list with entries."""
        return np.array([self._pool.number(EMPTY + end), self._pool.number(end)], np.int32)

    def header(self) -> bytes:
        """Return the first line, with the names of the columns."""
        names = (*self._keys, *COMPACT)
        return (",".join(map(quote_cell, names)) + "\n").encode()

    def open(self, target: Target) -> LineWriter:
        """Begin a file of rows with its header."""
        return LineWriter(target, self.header())

    def render(
        self, planes: ConclusionPlanes, rows: NDArray[np.int64], passthrough: Mapping[str, Passthrough]
    ) -> memoryview:
        """Return the lines of some rows."""
        lines = SegmentRows(self._pool, len(rows))
        for key in self._keys:
            cells = write_cells(passthrough[key].values)
            lines.add_values(cells, passthrough[key].index[rows], self._absent)
            lines.add(self._comma)
        outcomes = choice(planes.recommendation, planes.rows)[rows]
        lines.add(self._heads[outcomes, choice(planes.readiness, planes.rows)[rows]])
        for name, segments, ends in zip(LISTS, self._lists, self._ends, strict=True):
            by_row = bits.transpose(list(getattr(planes, name).values()), planes.rows, rows)
            has_entries = by_row.any(axis=1).astype(np.int32)
            lines.add(*segments.columns(by_row), ends[has_entries])
        return lines.gather()

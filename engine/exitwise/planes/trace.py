"""The conclusions of single rows with their trace, as forward chaining gives them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from exitwise.model.conclusion import Conclusions, Trace
from exitwise.planes import bits

if TYPE_CHECKING:
    from collections.abc import Mapping

    from exitwise.model.knowledge import Knowledge
    from exitwise.planes.evaluate import ConclusionPlanes


class RowConclusions:
    """The conclusions of the rows of a block that was evaluated with `inner` conclusions."""

    def __init__(self, knowledge: Knowledge, planes: ConclusionPlanes) -> None:
        """Transpose the planes."""
        self._knowledge = knowledge
        self._rows = {group: _Rows(getattr(planes, group), planes.rows) for group in GROUPS}

    def row(self, row: int) -> Conclusions:
        """Return the conclusions of an admissible row."""
        names = {group: own.names(row) for group, own in self._rows.items()}
        return Conclusions(
            findings=names["findings"],
            applied=names["applied"],
            undefeated=names["undefeated"],
            recommendation=next(iter(names["recommendation"]), None),
            readiness=names["readiness"][0],
            steps=self._knowledge.due_order(names["plan"], names["urgent"]),
            urgent=names["urgent"],
            warnings=names["warnings"],
            trace=Trace(fired=names["fires"], branches=frozenset(names["branches"])),
        )


GROUPS = (
    *("findings", "applied", "undefeated", "recommendation", "readiness"),
    *("plan", "urgent", "warnings", "fires", "branches"),
)


class _Rows:
    """The names that are concluded on each row."""

    def __init__(self, planes: Mapping[Any, bits.Plane], rows: int) -> None:
        self._names = tuple(planes)
        self._by_row = bits.transpose(list(planes.values()), rows)

    def names(self, row: int) -> tuple[Any, ...]:
        """Return the names of a row, in the order of the planes."""
        places = np.flatnonzero(np.unpackbits(self._by_row[row], bitorder="little"))
        return tuple(self._names[place] for place in places.tolist())

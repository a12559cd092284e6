"""The patterns of missing facts in a run: a frequent one is compiled once, for all of its profiles."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from exitwise.diagram.completions.pattern import Pattern
from exitwise.diagram.completions.undecided import Undecided
from exitwise.diagram.course.graph import decision_graph
from exitwise.planes.walk import Walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from exitwise.knowledge_base import KnowledgeBase
    from exitwise.planes.bits import Mask

FREQUENT: Final = 100
"""The number of distinct profiles from which it pays to compile a pattern: these take as long one by one."""
MOST: Final = 1_000
"""The patterns that are counted, and so can be compiled."""

Missing = tuple[str, ...]
"""The missing facts of a profile."""


class Decided(NamedTuple):
    """The rows without a completion, and those whose completions differ; the others may still do so later."""

    impossible: Mask
    unsettled: Mask


class Patterns:
    """Decides on rows of frequent patterns, all at once."""

    def __init__(self, base: KnowledgeBase, frequent: int = FREQUENT) -> None:
        """Start with no pattern; those of fewer than `frequent` rows are not compiled."""
        self._base = base
        self._frequent = frequent
        self._rows: Counter[Missing] = Counter()
        self._walks: dict[Missing, Walk] = {}

    def count(self, missing: Missing, rows: int) -> None:
        """Count further rows of a pattern."""
        if missing in self._rows or len(self._rows) < MOST:
            self._rows[missing] += rows

    def is_frequent(self, missing: Missing) -> bool:
        """Whether a pattern has been counted often enough."""
        return missing in self._rows and self._rows[missing] >= self._frequent

    def decide(self, missing: Missing, codes: NDArray[np.int32]) -> Decided:
        """Decide on rows of a pattern, given their codes of every fact.

        Raises:
            LimitError: the diagrams exceed the node limit.
        """
        if missing not in self._walks:
            self._walks[missing] = self._walk(missing)
        walk = self._walks[missing]
        return Decided(walk.reaches_true("impossible", codes), walk.reaches_true("unsettled", codes))

    def _walk(self, missing: Missing) -> Walk:
        pattern, space = Pattern(self._everybody, missing), self._base.compiled.space
        sets = {"impossible": pattern.impossible, "unsettled": pattern.unsettled}
        return Walk(decision_graph(space, sets), tuple(space.axes))

    @cached_property
    def _everybody(self) -> Undecided:
        return Undecided(self._base.compiled, {})


def by_pattern(codes: NDArray[np.int32]) -> Iterator[NDArray[np.int64]]:
    """Yield the numbers of the rows that miss the same facts, whose codes are negative."""
    packed = np.packbits(codes < 0, axis=1)
    _, pattern, counts = np.unique(packed, axis=0, return_inverse=True, return_counts=True)
    yield from np.split(np.argsort(pattern.ravel(), kind="stable"), np.cumsum(counts)[:-1])

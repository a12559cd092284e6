"""Decision graphs, walked from a root by many profiles side by side: as many steps as a graph is deep."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from exitwise.model.decision_graph import TRUE, Node

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from numpy.typing import NDArray

    from exitwise.model.decision_graph import DecisionGraph
    from exitwise.planes.bits import Mask


class Walk:
    """A decision graph as arrays; `facts` are the columns of the codes that it is walked with."""

    def __init__(self, graph: DecisionGraph[Any], facts: Sequence[str]) -> None:
        """Number the facts; both ends lead to themselves."""
        ends = (Node(facts[0], 0, end, end) for end in range(TRUE + 1))
        nodes = (*ends, *graph.nodes)
        numbers = {fact: number for number, fact in enumerate(facts)}
        self._columns = np.array([numbers[node.fact] for node in nodes])
        self._shifts = np.array([node.bit for node in nodes])
        self._next = np.array([(node.low, node.high) for node in nodes])
        self._roots = graph.roots

    def reaches_true(self, root: Hashable, codes: NDArray[np.int32]) -> Mask:
        """Return which rows of codes, with a column for each fact, are in the set of a root."""
        rows, here = np.arange(len(codes)), np.full(len(codes), self._roots[root])
        while (here > TRUE).any():
            bits = codes[rows, self._columns[here]] >> self._shifts[here] & 1
            here = self._next[here, bits]
        reached: Mask = here == TRUE
        return reached

"""The BDD library, and the limit on the number of diagram nodes."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from oxidd.bdd import BDDFunction, BDDManager
from oxidd.util import DDMemoryError

from exitwise.errors import LimitError

if TYPE_CHECKING:
    from collections.abc import Iterator

ProfileSet = BDDFunction
"""A set of profiles, represented by its characteristic function as a reduced ordered BDD.

The representation is canonical: two sets are equal exactly where their diagrams are the same node, so `==`
takes constant time (R. E. Bryant, "Graph-based algorithms for Boolean function manipulation", 1986).
"""

MOST_NODES: Final = 1 << 25
"""The greatest number of nodes in one manager: 512 MiB of address space, touched only as it is used."""
CACHE_ENTRIES: Final = 1 << 18
"""The entries of the cache of computed operations: 4 MiB, allocated at once."""
GC_THRESHOLD: Final = 1 << 20
"""The number of nodes above which unreferenced nodes are first collected."""


class Manager:
    """The node store that diagrams share, over numbered Boolean variables in a fixed order."""

    def __init__(self, variables: int) -> None:
        self._store = BDDManager(MOST_NODES, CACHE_ENTRIES, 1)
        self._store.add_vars(variables)
        self._gc_threshold = GC_THRESHOLD
        self.variable_count = variables
        self.true = self._store.true()
        self.false = self._store.false()

    def literal(self, variable: int, *, holds: bool) -> ProfileSet:
        """Return the literal of a variable: positive if `holds`, otherwise negated."""
        return self._store.var(variable) if holds else self._store.not_var(variable)

    def collect_garbage(self) -> None:
        """Free unreferenced nodes if the store has grown past its threshold."""
        if self._store.approx_num_inner_nodes() > self._gc_threshold:
            self._store.gc()
            self._gc_threshold = max(GC_THRESHOLD, 2 * self._store.approx_num_inner_nodes())

    @property
    def node_count(self) -> int:
        """The approximate number of inner nodes, including unreferenced nodes that are not collected yet."""
        return self._store.approx_num_inner_nodes()


@contextmanager
def within_limits() -> Iterator[None]:
    """Turn an exhausted node store into a `LimitError`.

    Raises:
        LimitError: the diagrams need more than `MOST_NODES` nodes.
    """
    try:
        yield
    except DDMemoryError as error:
        raise LimitError(
            f"this cannot be decided within {MOST_NODES:,} diagram nodes (MOST_NODES)"
        ) from error

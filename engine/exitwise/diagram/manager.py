"""The library of decision diagrams, and the limit within which everything is decided."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from oxidd.bdd import BDDFunction, BDDManager
from oxidd.util import DDMemoryError

from exitwise.errors import LimitError

if TYPE_CHECKING:
    from collections.abc import Iterator

ProfileSet = BDDFunction
"""A set of profiles, as the function that is true on them (R. E. Bryant, "Graph-based algorithms for
Boolean function manipulation", 1986). Two functions are equal where, and only where, the sets are."""

MOST_NODES: Final = 1 << 25
"""Nodes that diagrams may have together: 512 MiB, of which only what is used is ever touched."""
CACHE_ENTRIES: Final = 1 << 16
"""Results that the library remembers; this memory is touched at once, 1 MiB."""
GC_THRESHOLD: Final = 1 << 20
"""Nodes from which on those that nothing refers to any more are given back."""


class Manager:
    """The store of one family of diagrams, over numbered Boolean variables in a fixed order."""

    def __init__(self, variables: int) -> None:
        self._store = BDDManager(MOST_NODES, CACHE_ENTRIES, 1)
        self._store.add_vars(variables)
        self._gc_threshold = GC_THRESHOLD
        self.variable_count = variables
        self.true = self._store.true()
        self.false = self._store.false()

    def literal(self, variable: int, *, holds: bool) -> ProfileSet:
        """Return the function that is true where the variable is as said."""
        return self._store.var(variable) if holds else self._store.not_var(variable)

    def collect_garbage(self) -> None:
        """Give back the nodes that nothing refers to any more, once there are many."""
        if self._store.approx_num_inner_nodes() > self._gc_threshold:
            self._store.gc()
            self._gc_threshold = max(GC_THRESHOLD, 2 * self._store.approx_num_inner_nodes())

    @property
    def node_count(self) -> int:
        """How many nodes there are, those given up but not given back included."""
        return self._store.approx_num_inner_nodes()


@contextmanager
def within_limits() -> Iterator[None]:
    """Say so where something cannot be decided within the limit.

    Raises:
        LimitError: the diagrams would need more than `MOST_NODES` nodes.
    """
    try:
        yield
    except DDMemoryError as error:
        raise LimitError(
            f"this cannot be decided within {MOST_NODES:,} diagram nodes (MOST_NODES)"
        ) from error

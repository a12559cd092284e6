"""Sets of profiles as decision graphs over the bits of value codes, for forms that are not diagrams."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING, Final, Generic, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Mapping

K = TypeVar("K", bound=Hashable)

FALSE: Final = 0
TRUE: Final = 1


class Node(NamedTuple):
    """A test of one bit of a fact's value code; `low` and `high` are the numbers of nodes, or false and true.

    Bit 0 is the least significant one.
    """

    fact: str
    bit: int
    low: int
    high: int


class DecisionGraph(NamedTuple, Generic[K]):
    """Shared nodes from number 2, each after those that it leads to, and the root of each named set."""

    nodes: tuple[Node, ...]
    roots: Mapping[K, int]


WaitGraph = DecisionGraph[tuple[str, str]]
"""The graph of sets that are named by the outcome under which they hold, and by a hold."""

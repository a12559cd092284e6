"""Sets of profiles as decision graphs over the bits of value codes, for forms that are not diagrams."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

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


class DecisionGraph(NamedTuple):
    """Shared nodes from number 2, each after those that it leads to, and the root of each named set.

    A set is named by the outcome under which it holds and by a rule.
    """

    nodes: tuple[Node, ...]
    roots: Mapping[tuple[str, str], int]

"""Conditions over truths that are bits of whole numbers."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from sqlglot import exp

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from exitwise.exchange.sql.condition import Expression
    from exitwise.sql.tests import Tests

_Item = TypeVar("_Item")


class Bit(NamedTuple):
    """Where a truth stands: the column of its word, and its bit in it."""

    word: str
    mask: int


class Bits:
    """The truths that have their bits by now."""

    def __init__(self, tests: Tests) -> None:
        self._tests = tests
        self._bits: dict[str, Bit] = {}

    def put(self, word: str, names: Iterable[str]) -> None:
        """Let a word hold these truths, from its lowest bit."""
        self._bits |= {name: Bit(word, 1 << place) for place, name in enumerate(names)}

    def written_if_truth(self, node: Expression) -> Expression:
        """Return a truth, or truths connected, as a look at words; anything else as it is."""
        connected = isinstance(node, exp.And | exp.Or | exp.Not) or self._tests.is_one(node)
        return self.written(node) if connected or self._bit(node) else node

    def written(self, node: Expression) -> Expression:
        """Return a condition as a look at words, each looked at once for all that stands side by side."""
        node = node.unnest()
        if isinstance(node, exp.Boolean):
            return node.copy()
        kind = exp.Or if isinstance(node, exp.Or) else exp.And
        masks: dict[str, int] = {}
        wanted: dict[str, int] = {}
        others: list[Expression] = []
        for part in _parts(node, kind):
            holds, atom = _sign(part)
            bit = self._bit(atom)
            if bit is None:
                others.append(self.written(atom) if holds else exp.not_(self.written(atom)))
                continue
            masks[bit.word] = masks.get(bit.word, 0) | bit.mask
            # A conjunction holds where all are as wanted, a disjunction where not all are as unwanted.
            wanted[bit.word] = wanted.get(bit.word, 0) | (bit.mask if holds is (kind is exp.And) else 0)
        relation = exp.EQ if kind is exp.And else exp.NEQ
        looks = [
            relation(
                this=exp.BitwiseAnd(this=exp.column(word, quoted=True), expression=number(mask)),
                expression=number(wanted[word]),
            )
            for word, mask in masks.items()
        ]
        return (exp.and_ if kind is exp.And else exp.or_)(*looks, *others)

    def _bit(self, node: Expression) -> Bit | None:
        if isinstance(node, exp.Column):
            return self._bits.get(node.name)
        return self._bits.get(self._tests.name(node)) if self._tests.is_one(node) else None


def _parts(node: Expression, kind: type[exp.Connector]) -> Iterator[Expression]:
    """Yield what a connective connects, through parentheses and its own kind."""
    node = node.unnest()
    if isinstance(node, kind):
        yield from _parts(node.left, kind)
        yield from _parts(node.right, kind)
    else:
        yield node


def _sign(node: Expression) -> tuple[bool, Expression]:
    """Return whether something must hold or must not, and that."""
    holds = True
    while isinstance(node, exp.Not):
        holds, node = not holds, node.this.unnest()
    return holds, node


def ored(values: list[Expression]) -> Expression:
    """Return the bits of several numbers in one."""
    return reduce(lambda left, right: exp.BitwiseOr(this=left, expression=right), values)


def chosen(holds: Expression, value: Expression, otherwise: Expression) -> Expression:
    """Return one of two values; of this Spark makes less code than of a case."""
    return exp.If(this=holds, true=value, false=otherwise)


def number(value: int, suffix: str = "L") -> Expression:
    """Return a whole number as Spark writes one; of 64 bits with its suffix."""
    return exp.Literal.number(f"{value}{suffix}")


def pieces(items: Sequence[_Item], size: int) -> Iterator[Sequence[_Item]]:
    """Yield a sequence in pieces of a size; the last may be shorter."""
    return (items[first : first + size] for first in range(0, len(items), size))

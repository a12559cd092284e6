"""The query as DuckDB runs it best: a truth is a small whole number of which all bits are set, or none.

A vector of such numbers is combined by single instructions, where truths that may be null take twenty times
as long. The answers come as codes, each the place of a value among those of its fact, and the lists leave as
pieces of a few bits, from which texts and lists are looked up.
"""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING, Final, NamedTuple

from sqlglot import exp

from exitwise.exchange.sql.names import beside, names

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from exitwise.exchange.sql.condition import Expression
    from exitwise.model.fact import Fact
    from exitwise.model.knowledge import Knowledge

BITS: Final = 7
"""Entries of a list in one piece, which thus stays a positive number of eight bits."""
SHORT: Final = 2
"""Operations up to which a truth is written where it is used; beyond, it gets a column of its own."""
TINY: Final = exp.DataType.build("TINYINT", dialect="duckdb")
KINDS: Final = {kind: exp.DataType.build(kind, dialect="duckdb") for kind in ("UTINYINT", "USMALLINT")}
"""What codes are, by how many values there are."""
ALL: Final = -1
NONE: Final = 0


class Piece(NamedTuple):
    """A column of bits, and the entries of the list that they stand for, from the lowest."""

    column: str
    names: tuple[str, ...]


class Masked(NamedTuple):
    """The query, and for each list of its result the pieces that stand there instead."""

    tree: exp.Select
    lists: Mapping[str, tuple[Piece, ...]]

    @property
    def text(self) -> str:
        """The query as the database reads it, laid out for nobody."""
        return self.tree.sql("duckdb", copy=False)


def masked(tree: exp.Select, knowledge: Knowledge) -> Masked:
    """Return the same query over codes instead of texts, with bits instead of lists; for DuckDB."""
    return _Masker(tree, knowledge).masked()


class _Mask(NamedTuple):
    """A truth as a number; how many operations that takes, and the layer in which it can be known."""

    number: Expression
    size: int = 0
    level: int = 0


class _Masker:
    def __init__(self, tree: exp.Select, knowledge: Knowledge) -> None:
        columns = names(knowledge)
        answers, *layers = (cte.this for cte in tree.ctes)
        self._source = answers.args["from_"].this
        self._kept = [column for column in answers.expressions if _name(column) not in columns.values()]
        self._facts = {columns["fact", fact.id]: fact for fact in knowledge.facts}
        self._result = tree.expressions
        self._truths = {column.alias: column.this for layer in layers for column in layer.expressions[1:]}
        self._masks: dict[str, _Mask] = {}
        self._columns: list[list[Expression]] = [[]]
        self._prefix = "~"
        while any(_name(column).startswith(self._prefix) for column in (*self._kept, *self._result)):
            self._prefix += "~"  # what is kept has whatever names it has
        self._lists: dict[str, tuple[Piece, ...]] = {}

    def masked(self) -> Masked:
        """Return the query over layers of masks: those of the tests, then what looks at them, and so on."""
        told = [column for each in self._result for column in self._told(each)]
        called = beside([self._source.name], (f"masks_{level}" for level in range(len(self._columns))))
        bodies = [exp.select(*self._kept, *self._columns[0], copy=False).from_(self._source, copy=False)]
        for columns, below in zip(self._columns[1:], called, strict=False):
            bodies.append(exp.select(exp.Star(), *columns, copy=False).from_(below, copy=False))
        found = exp.select(*told, copy=False).from_(called[-1], copy=False)
        for name, body in zip(called, bodies, strict=True):
            found = found.with_(name, as_=body, copy=False)
        return Masked(found, self._lists)

    # Truths

    def _mask(self, node: Expression) -> _Mask:
        node = node.unnest()
        match node:
            case exp.And() | exp.Or():
                left, right = self._mask(node.left), self._mask(node.right)
                kind = exp.BitwiseAnd if isinstance(node, exp.And) else exp.BitwiseOr
                both = exp.Paren(this=kind(this=left.number, expression=right.number))
                return _Mask(both, left.size + right.size + 1, max(left.level, right.level))
            case exp.Not():
                inner = self._mask(node.this)
                if isinstance(
                    inner.number, exp.BitwiseNot
                ):  # two signs in a row would be read as one operator
                    return inner._replace(number=inner.number.this)
                return _Mask(exp.BitwiseNot(this=inner.number), inner.size + 1, inner.level)
            case exp.Boolean():
                return _Mask(_tiny(ALL if node.this else NONE))
            case exp.Column():
                return self._known(node.name, self._truths[node.name])
            case _:
                return self._known(node.sql(), node, test=True)

    def _known(self, name: str, truth: Expression, *, test: bool = False) -> _Mask:
        """Return a truth by its name: a test is made once, at the bottom, and what is long has a column."""
        if name not in self._masks:
            found = _Mask(self._test(truth), SHORT + 1, -1) if test else self._mask(truth)
            self._masks[name] = found if found.size <= SHORT else self._column(found)
        found = self._masks[name]
        return found._replace(number=found.number.copy())

    def _column(self, mask: _Mask) -> _Mask:
        level = mask.level + 1
        self._columns += [[] for _ in range(level + 1 - len(self._columns))]
        name = f"{self._prefix}{level}.{len(self._columns[level])}"
        self._columns[level].append(exp.alias_(mask.number, name, quoted=True, copy=False))
        return _Mask(exp.column(name, quoted=True), level=level)

    def _test(self, test: Expression) -> Expression:
        """Return a test of an answer; of a choice it asks for one code after the other: a set is joined."""
        fact = self._facts[test.this.name] if isinstance(test, exp.In | exp.EQ) else None
        if fact is None or fact.kind != "choice":
            return _all_if(test.copy())
        values = test.expressions or [test.expression]
        tests = [exp.EQ(this=test.this.copy(), expression=_code(fact, each.name)) for each in values]
        return _ored(map(_all_if, tests))

    # The result

    def _told(self, column: Expression) -> Iterator[Expression]:
        """Yield a column of the result over masks."""
        inner = column.unalias()
        if isinstance(inner, exp.Case):
            yield exp.alias_(self._case(inner), column.alias, copy=False)
        elif isinstance(inner, exp.Column) and inner.name not in self._truths:
            yield column.copy()
        elif isinstance(inner, exp.Column):
            yield exp.alias_(self._holds(inner), column.alias, quoted=True, copy=False)
        else:
            yield from self._bits(column.alias, _entries(inner))

    def _case(self, case: exp.Case) -> exp.Case:
        found = [
            exp.If(this=self._holds(each.this), true=each.args["true"].copy()) for each in case.args["ifs"]
        ]
        return exp.Case(ifs=found, default=case.args.get("default"))

    def _holds(self, truth: Expression) -> Expression:
        return exp.NEQ(this=self._mask(truth).number, expression=_tiny(NONE))

    def _bits(self, name: str, entries: Sequence[tuple[str, Expression]]) -> Iterator[Expression]:
        held = [entries[first : first + BITS] for first in range(0, len(entries), BITS)]
        pieces = [
            Piece(f"{self._prefix}{name}.{place}", tuple(own for own, _ in each))
            for place, each in enumerate(held)
        ]
        self._lists[name] = tuple(pieces)
        for piece, each in zip(pieces, held, strict=True):
            bits = (
                exp.Paren(this=exp.BitwiseAnd(this=self._mask(truth).number, expression=_tiny(1 << place)))
                for place, (_, truth) in enumerate(each)
            )
            yield exp.alias_(_ored(bits), piece.column, quoted=True, copy=False)


def _entries(inner: Expression) -> list[tuple[str, Expression]]:
    """Return the names of a list, each with its truth; of a list that is always empty, none."""
    if not isinstance(inner, exp.ArrayCompact):
        return []
    cases = [case.args["ifs"][0] for case in inner.this.expressions]
    return [(case.args["true"].name, case.this) for case in cases]


def _name(column: Expression) -> str:
    return column.alias_or_name


def _all_if(test: Expression) -> Expression:
    """Return all bits where a test holds, and none where it does not."""
    return exp.Neg(this=_cast(exp.Paren(this=test), TINY))


def _ored(numbers: Iterator[Expression]) -> Expression:
    return reduce(lambda left, right: exp.BitwiseOr(this=left, expression=right), numbers)


def _code(fact: Fact, value: str) -> Expression:
    return _cast(exp.convert(fact.names.index(value)), KINDS[code(fact)])


def code(fact: Fact) -> str:
    """Return the kind of number that a fact's codes are."""
    return "UTINYINT" if len(fact.names) <= 1 << 8 else "USMALLINT"


def _tiny(number: int) -> Expression:
    return _cast(exp.convert(number), TINY)


def _cast(value: Expression, kind: exp.DataType) -> exp.Cast:
    return exp.Cast(this=value, to=kind.copy())

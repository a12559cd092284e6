"""The query as Spark runs it best: its many truths as bits of a few whole numbers.

Spark copies every column of a row in every layer and compiles every look at a column. Hundreds of columns of
one truth each cost it more than the rules themselves, so truths are packed into words, and a condition looks
at several of them at once; a list is put together from short lists that are written out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from sqlglot import exp

from exitwise.exchange.sql.names import names
from exitwise.model.fact import UNKNOWN
from exitwise.sql.bits import Bits, chosen, number, ored, pieces
from exitwise.sql.tests import Tests

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from exitwise.exchange.sql.condition import Expression
    from exitwise.model.fact import Fact
    from exitwise.model.knowledge import Knowledge

WIDTH: Final = 60
"""Bits of a word."""
PIECE: Final = 4
"""Entries of a list that are looked up at once: 16 short lists are written out for them."""
SETTINGS: Final = {
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.subexpressionElimination.enabled": "false",
    "spark.sql.optimizer.excludedRules": "org.apache.spark.sql.catalyst.optimizer.CollapseProject",
}
"""What Spark must know of this query: one method for all of it is larger than what Java compiles, and a layer
that is put into the next is written out there as often as it is looked at.
"""
SHORT: Final = 3
"""Truths connected, up to which a truth is written where it is used: a layer copies every row."""
LISTS: Final = ("steps", "warnings", "rules")
"""The columns of the result that words stand for until they are written out."""


class Halves(NamedTuple):
    """The query in two: what each profile comes to, in a few words, and the lists that these stand for.

    `words` are the columns of the first that the second needs, each with what its bits stand for, from the
    lowest; `rules` are those of them that hold the rules among the reasons.
    """

    first: exp.Select
    second: exp.Select
    words: Mapping[str, tuple[str, ...]]
    rules: tuple[str, ...]


def halves(tree: exp.Select, knowledge: Knowledge, *, between: str) -> Halves:
    """Return the same query with its truths packed; the second reads the table that the first becomes.

    The first reads a table in which a choice is the `place` of its value.
    """
    return _Packer(tree, knowledge).halves(between)


def place(fact: Fact, value: str | None) -> int:
    """Return which of a fact's values one is, from 1; absent is not known, and 0 is none of them."""
    wanted = UNKNOWN if value is None else value
    return fact.names.index(wanted) + 1 if wanted in fact.names else 0


class _Packer:
    def __init__(self, tree: exp.Select, knowledge: Knowledge) -> None:
        answers, *layers = (cte.this for cte in tree.ctes)
        self._source = answers.args["from_"]
        self._truths: dict[str, Expression] = {}
        for column in (column for layer in layers for column in layer.expressions[1:]):
            self._truths[column.alias] = self._inlined(column.this)
        self._result = tree.expressions
        columns = names(knowledge)
        choices = (fact for fact in knowledge.facts if fact.kind == "choice")
        self._tests = Tests(
            {columns["fact", fact.id]: {each: place(fact, each) for each in fact.names} for fact in choices}
        )
        self._levels: dict[str, int] = {}
        self._bits = Bits(self._tests)
        self._prefix = "~"
        while any(column.alias_or_name.startswith(self._prefix) for column in self._result):
            self._prefix += "~"  # what is kept has whatever names it has

    def halves(self, between: str) -> Halves:
        """Return the query up to the words, and from them on."""
        layers = self._layers()
        lists = {value.alias: self._list_words(value) for value in self._result if value.alias in LISTS}
        rest = [
            value.transform(self._bits.written_if_truth) for value in self._result if value.alias not in lists
        ]
        words = [word for several in lists.values() for word, _ in several]
        first = self._over_layers(layers, [*rest, *words])
        passed = [exp.column(value.alias_or_name, quoted=True) for value in rest if value.alias != "refused"]
        told = [exp.alias_(_listed(words), name) for name, words in lists.items()]
        return Halves(
            first,
            exp.select(*passed, *told).from_(between),
            {word.alias: names for several in lists.values() for word, names in several},
            tuple(word.alias for word, _ in lists["rules"]),
        )

    def _list_words(self, value: Expression) -> list[tuple[Expression, tuple[str, ...]]]:
        """Return the words of a list, each with the names that its bits stand for."""
        found = []
        for place, entries in enumerate(pieces(_entries(value.unalias()), WIDTH)):
            bits = ored([_if(self._bits.written(holds), 1 << nth) for nth, (holds, _) in enumerate(entries)])
            word = exp.alias_(bits, f"{self._prefix}{value.alias}.{place}", quoted=True)
            found.append((word, tuple(name.name for _, name in entries)))
        return found

    def _layers(self) -> list[tuple[str, exp.Select]]:
        """Return layers of bits: those of the answers, then what looks at them, and so on."""
        for name in self._names(self._result):
            self._settle(name)
        kept = (column for column in self._result if isinstance(column, exp.Column))
        body = exp.select(*kept, *self._words(0))
        found = [("bits_0", body.from_(self._source))]
        for level in range(1, max(self._levels.values(), default=0) + 1):
            body = exp.select(exp.Star(), *self._words(level)).from_(found[-1][0])
            found.append((f"bits_{level}", body))
        return found

    def _over_layers(
        self, found: Sequence[tuple[str, exp.Select]], columns: Iterable[Expression]
    ) -> exp.Select:
        last = exp.select(*columns).from_(found[-1][0])
        for name, layer in found:
            last = last.with_(name, as_=layer, copy=False)
        return last

    def _inlined(self, node: Expression) -> Expression:
        """Return an expression in which truths that are short stand as what they are: it saves layers."""

        def written(each: Expression) -> Expression:
            truth = self._truths.get(each.name) if isinstance(each, exp.Column) else None
            return each if truth is None or _size(truth) > SHORT else exp.paren(truth)

        return node.transform(written)

    # Which truths are needed, and in which layer each is computed

    def _settle(self, name: str) -> int:
        if name not in self._levels:
            within = () if name in self._tests else self._names((self._truths[name],))
            self._levels[name] = 1 + max(map(self._settle, within), default=-1)
        return self._levels[name]

    def _names(self, values: Iterable[Expression]) -> Iterator[str]:
        """Yield the truths that expressions look at: columns of layers, and tests of answers."""
        for value in values:
            if isinstance(value, exp.Column):
                if value.name in self._truths:
                    yield value.name
            elif self._tests.is_one(value):
                yield self._tests.name(value)
            else:
                yield from self._names(value.iter_expressions())

    def _words(self, level: int) -> Iterator[Expression]:
        """Yield a layer's words, then give its truths their bits: no truth looks at its own layer."""
        names = [name for name, own in self._levels.items() if own == level]
        words = {
            f"{self._prefix}{level}.{place}": held
            for place, held in enumerate(pieces(self._tests.sorted(names), WIDTH))
        }
        for word, held in words.items():
            yield exp.alias_(self._word(held), word, quoted=True)
        for word, held in words.items():
            self._bits.put(word, held)

    def _word(self, names: Sequence[str]) -> Expression:
        masks = {name: 1 << place for place, name in enumerate(names)}
        tests = {name: mask for name, mask in masks.items() if name in self._tests}
        others = (
            _if(self._bits.written(self._truths[name]), mask)
            for name, mask in masks.items()
            if name not in tests
        )
        return ored([*self._tests.written(tests), *others])


def _listed(words: Sequence[tuple[Expression, tuple[str, ...]]]) -> Expression:
    """Return the names whose bits are set, a few at a time looked up in all that there may be of them."""
    found = [
        _looked_up(word.alias, place * PIECE, some)
        for word, names in words
        for place, some in enumerate(pieces(names, PIECE))
    ]
    if not found:  # Spark would not know what an empty list is a list of
        return exp.cast(exp.Array(), "ARRAY<STRING>", dialect="spark")
    return exp.Flatten(this=exp.Array(expressions=found))


def _looked_up(word: str, shift: int, names: Sequence[str]) -> Expression:
    table = [
        exp.Array(
            expressions=[exp.Literal.string(name) for place, name in enumerate(names) if held >> place & 1]
        )
        for held in range(1 << len(names))
    ]
    return exp.Bracket(this=exp.Array(expressions=table), expressions=[bits(word, shift, len(names))])


def bits(word: str, shift: int, count: int) -> Expression:
    """Return some bits of a word as a number that can be a place in a list."""
    moved = exp.Anonymous(this="SHIFTRIGHT", expressions=[exp.column(word, quoted=True), number(shift, "")])
    held = exp.BitwiseAnd(this=moved, expression=number((1 << count) - 1))
    return exp.cast(held, "INT", dialect="spark")


def _size(truth: Expression) -> int:
    """Return how many connectives a truth has, and one more."""
    return 1 + sum(isinstance(each, exp.Connector) for each in truth.walk())


def _if(holds: Expression, mask: int) -> Expression:
    return chosen(holds, number(mask), number(0))


def _entries(value: Expression) -> list[tuple[Expression, Expression]]:
    """Return what stands in a list, each with when it does; in one that is always empty, nothing."""
    if not isinstance(value, exp.ArrayCompact):
        return []
    return [(case.args["ifs"][0].this, case.args["ifs"][0].args["true"]) for case in value.this.expressions]

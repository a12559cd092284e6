"""The query as Spark runs it best: its many truths as bits of a few whole numbers.

Spark copies every column of a row in every layer and compiles every look at a column. Hundreds of columns of
one truth each cost it more than the rules themselves, so truths are packed into words, and a condition looks
at several of them at once; a list is put together from short lists that are written out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from sqlglot import exp

from exitwise.sql.bits import Bits, chosen, number, ored, pieces
from exitwise.sql.tests import Tests

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from exitwise.sql.condition import Expression

WIDTH: Final = 12
"""Bits of a word. All of one are computed in one method, and Java compiles none of more than 8,000 bytes."""
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
LISTS: Final = ("steps", "warnings", "rules")
"""The columns of the result that words stand for until they are written out."""


class Halves(NamedTuple):
    """The query in two: what each profile comes to, in a few words, and the lists that these stand for.

    `words` are the columns of the first that the second needs, and `fired` says over them when a rule is
    among the reasons.
    """

    first: exp.Select
    second: exp.Select
    words: tuple[str, ...]
    fired: tuple[tuple[str, Expression], ...]


def halves(tree: exp.Select, *, between: str) -> Halves:
    """Return the same query with its truths packed; the second reads the table that the first becomes."""
    return _Packer(tree).halves(between)


class _Packer:
    def __init__(self, tree: exp.Select) -> None:
        answers, *layers = (cte.this for cte in tree.ctes)
        self._source = answers.args["from_"]
        self._result = tree.expressions
        self._truths = {column.alias: column.this for layer in layers for column in layer.expressions[1:]}
        self._tests = Tests({column.alias_or_name: column.unalias() for column in answers.expressions})
        self._levels: dict[str, int] = {}
        self._bits = Bits(self._tests)
        self._prefix = "~"
        while any(column.alias_or_name.startswith(self._prefix) for column in self._result):
            self._prefix += "~"  # what is kept has whatever names it has

    def halves(self, between: str) -> Halves:
        """Return the query up to the words, and from them on."""
        layers = self._layers()
        lists = [self._written(value) for value in self._result if value.alias in LISTS]
        words = tuple(dict.fromkeys(column.name for value in lists for column in value.find_all(exp.Column)))
        rest = [self._written(value) for value in self._result if value.alias not in LISTS]
        first = self._over_layers(layers, [*rest, *(exp.column(word, quoted=True) for word in words)])
        passed = [exp.column(value.alias_or_name, quoted=True) for value in rest if value.alias != "refused"]
        fired = tuple(
            (name.name, self._bits.written(holds))
            for value in self._result
            if value.alias == "rules"
            for holds, name in _entries(value.unalias()) or ()
        )
        return Halves(first, exp.select(*passed, *lists).from_(between), words, fired)

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

    # The result

    def _written(self, value: Expression) -> Expression:
        """Return a column of the result over bits."""
        if isinstance(value, exp.Alias) and (entries := _entries(value.this)) is not None:
            found = [self._piece(piece) for piece in pieces(entries, PIECE)]
            if not found:  # Spark would not know what an empty list is a list of
                return exp.alias_(exp.cast(exp.Array(), "ARRAY<STRING>", dialect="spark"), value.alias)
            return exp.alias_(exp.Flatten(this=exp.Array(expressions=found)), value.alias)
        return value.transform(self._bits.written_if_truth)

    def _piece(self, entries: Sequence[tuple[Expression, Expression]]) -> Expression:
        """Return those of a few entries that hold, looked up in all that there may be of them."""
        index = ored(
            [_if(self._bits.written(holds), 1 << place, "") for place, (holds, _) in enumerate(entries)]
        )
        table = [
            exp.Array(
                expressions=[name.copy() for place, (_, name) in enumerate(entries) if held >> place & 1]
            )
            for held in range(1 << len(entries))
        ]
        return exp.Bracket(this=exp.Array(expressions=table), expressions=[index])


def _if(holds: Expression, mask: int, suffix: str = "L") -> Expression:
    return chosen(holds, number(mask, suffix), number(0, suffix))


def _entries(value: Expression) -> list[tuple[Expression, Expression]] | None:
    """Return what stands in a list, each with when it does; None for anything that is no such list."""
    if not isinstance(value, exp.ArrayCompact):
        return None
    return [(case.args["ifs"][0].this, case.args["ifs"][0].args["true"]) for case in value.this.expressions]

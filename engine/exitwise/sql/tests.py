"""The tests of single answers, of which one look at an answer decides all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from exitwise.sql.bits import chosen, number

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from exitwise.exchange.sql.condition import Expression


class Tests:
    """Tests by name; `places` says of each column with a choice which place its values have, from 1."""

    def __init__(self, places: Mapping[str, Mapping[str, int]]) -> None:
        self._places = places
        self._tests: dict[str, Expression] = {}

    def is_one(self, value: Expression) -> bool:
        """Whether an expression is a test and no combination of truths."""
        return isinstance(value, exp.Predicate | exp.Coalesce)

    def name(self, test: Expression) -> str:
        """Return a test's name, by which it is known from then on."""
        name = test.sql()
        self._tests.setdefault(name, test)
        return name

    def __contains__(self, name: str) -> bool:
        return name in self._tests

    def sorted(self, names: Iterable[str]) -> list[str]:
        """Return names so that the tests of one answer stand side by side."""
        return sorted(names, key=lambda name: _answer(self._tests[name]) if name in self._tests else "")

    def written(self, masks: Mapping[str, int]) -> Iterator[Expression]:
        """Yield numbers that together have the bits of those tests that hold."""
        choices: dict[str, list[int]] = {}
        for name, mask in masks.items():
            test = self._tests[name]
            places = self._places.get(_answer(test)) if isinstance(test, exp.In | exp.EQ) else None
            if places is None:
                yield chosen(test.copy(), number(mask), number(0))
                continue
            found = choices.setdefault(_answer(test), [0] * (len(places) + 1))
            for value in test.expressions or [test.expression]:
                found[places[value.name]] |= mask
        yield from (_looked_up(answer, bits) for answer, bits in choices.items())


def _looked_up(answer: str, bits: Iterable[int]) -> Expression:
    """Return the bits of an answer by its place, whatever the number of tests."""
    table = exp.Array(expressions=[number(value) for value in bits])
    return exp.Bracket(this=table, expressions=[exp.column(answer, quoted=True)])


def _answer(test: Expression) -> str:
    column = test.find(exp.Column)
    return "" if column is None else column.name

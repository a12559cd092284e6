"""The tests of single answers, of which one look at an answer decides all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlglot import exp

from exitwise.sql.bits import chosen, number

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from exitwise.sql.condition import Expression

SEPARATOR: Final = ","
"""Between the texts of a list in which Spark finds one."""


class Tests:
    """Tests by name, over answers that are columns of the source or made of one."""

    def __init__(self, answers: Mapping[str, Expression]) -> None:
        self._answers = answers
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
        texts: dict[str, dict[str, int]] = {}
        for name, mask in masks.items():
            test = self._tests[name]
            values = _values(test)
            if values is None:
                yield chosen(test.transform(self._given), number(mask), number(0))
                continue
            found = texts.setdefault(_answer(test), {})
            for value in values:
                found[value] = found.get(value, 0) | mask
        yield from (self._looked_up(answer, bits) for answer, bits in texts.items())

    def _given(self, node: Expression) -> Expression:
        return self._answers[node.name].copy() if isinstance(node, exp.Column) else node

    def _looked_up(self, answer: str, bits: Mapping[str, int]) -> Expression:
        """Return the bits of an answer that is text.

        The text is looked for once, in all that are tested, whatever their number: that is one call of a
        method that Java has compiled, where a comparison with each would be code of its own.
        """
        given = self._answers[answer].copy()
        if any(SEPARATOR in value for value in bits):
            cases = [
                exp.If(
                    this=exp.EQ(this=given.copy(), expression=exp.Literal.string(value)), true=number(mask)
                )
                for value, mask in bits.items()
            ]
            return exp.Case(ifs=cases, default=number(0))
        if not isinstance(given, exp.Coalesce):  # nothing is looked up for null
            given = exp.Coalesce(this=given, expressions=[exp.Literal.string("")])
        listed = exp.Literal.string(SEPARATOR.join(bits))
        place = exp.Anonymous(this="FIND_IN_SET", expressions=[given, listed])
        return exp.Bracket(this=_array([0, *bits.values()]), expressions=[place])


def _array(values: Iterable[int]) -> Expression:
    return exp.Array(expressions=[number(value) for value in values])


def _answer(test: Expression) -> str:
    column = test.find(exp.Column)
    return "" if column is None else column.name


def _values(test: Expression) -> list[str] | None:
    """Return the texts of which a test allows one; None for any other test."""
    if not isinstance(test, exp.In | exp.EQ) or not isinstance(test.this, exp.Column):
        return None
    literals = test.expressions if isinstance(test, exp.In) else [test.expression]
    found = [value.name for value in literals if isinstance(value, exp.Literal) and value.is_string]
    return found if len(found) == len(literals) else None

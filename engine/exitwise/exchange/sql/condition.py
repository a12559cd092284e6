"""A condition as an expression, which is null where a missing answer leaves it open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, assert_never

from sqlglot import exp

from exitwise.exchange.sql.names import member
from exitwise.model.condition import All, Any, Compare, Concluded, Conjunction, Has, Literal, Not, OneOf
from exitwise.model.fact import UNKNOWN
from exitwise.model.kinds import write

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from exitwise.exchange.sql.names import Key
    from exitwise.model.condition import Condition, Disjunction, Test
    from exitwise.model.fact import Fact

Expression = exp.Expr
TRUE: Final = exp.true()
FALSE: Final = exp.false()
RELATIONS: Final = {"at_least": exp.GTE, "above": exp.GT, "at_most": exp.LTE, "below": exp.LT}


class Expressions:
    """Writes conditions over the columns of one knowledge base.

    A fact that may be unknown is never null if it is a choice; a number that is not known is null, and then
    every comparison is false. A list that is null in some of its columns only is not declared. A fact that
    cannot be unknown is null if its answer is missing, and so is what depends on it, in the three-valued
    logic of SQL.
    """

    def __init__(self, facts: Mapping[str, Fact], names: Mapping[Key, str]) -> None:
        self._facts = facts
        self._names = names

    def column(self, *key: str) -> Expression:
        """Return a column by its role and name."""
        return exp.column(self._names[key], quoted=True)  # type: ignore[index]  # a role and a name

    def of(self, condition: Condition) -> Expression:
        """Return a condition as an expression."""
        match condition:
            case OneOf() | Compare() | Has():
                return self._test(condition)
            case Concluded(kind, concluded):
                return either(self.column(kind, name) for name in concluded)
            case All(parts):
                return both(map(self.of, parts))
            case Any(parts):
                return either(map(self.of, parts))
            case Not(part):
                return exp.not_(self.of(part))
            case _:
                assert_never(condition)

    def _test(self, test: Test) -> Expression:
        match test:
            case OneOf():
                return self._one_of(test)
            case Compare(fact, bounds):
                number = self.column("fact", fact)
                compared = (
                    RELATIONS[name](this=number.copy(), expression=self._number(fact, limit))
                    for name, limit in bounds
                )
                return self._known(fact, both(compared))
            case Has(fact, values):
                return self._known(fact, either(self._member(fact, value) for value in values))

    def _one_of(self, test: OneOf) -> Expression:
        fact = self._facts[test.fact]
        if fact.kind == "several":  # compared with unknown alone
            return self._is_null(fact)
        column = self.column("fact", test.fact)
        if fact.kind == "choice":
            return _among(column, [_literal(str(value)) for value in test.values])
        numbers = [self._number(fact.id, value) for value in test.values if isinstance(value, int)]
        found = [self._known(fact.id, _among(column, numbers))] if numbers else []
        if UNKNOWN in test.values:
            found.append(exp.Is(this=column.copy(), expression=exp.null()))
        return either(found)

    def _member(self, fact: str, value: str) -> Expression:
        return self.column("value", member(self._facts[fact], value))

    def _is_null(self, fact: Fact) -> Expression:
        """Return whether a list is not known: its columns are null."""
        return both(exp.Is(this=column, expression=exp.null()) for column in self._members(fact))

    def _is_whole(self, fact: Fact) -> Expression | None:
        """Return whether all columns of a list are null, or none; None if it has one column."""
        filled = (exp.not_(exp.Is(this=each, expression=exp.null())) for each in self._members(fact))
        return either((self._is_null(fact), both(filled))) if len(fact.values) > 1 else None

    def _members(self, fact: Fact) -> list[Expression]:
        return [self._member(fact.id, name) for name, _ in fact.values]

    def _number(self, fact: str, number: int) -> Expression:
        """Return a number of a fact as a literal; a decimal with its point."""
        text = write(self._facts[fact], number)
        return _decimal(text) if "." in text else exp.convert(number)

    def declared(self, fact: Fact) -> Expression | None:
        """Return whether a fact has one of its declared answers, or none; None if it always has."""
        if fact.kind == "several":
            return self._is_whole(fact)
        column = self.column("fact", fact.id)
        absent = exp.Is(this=column.copy(), expression=exp.null())
        least = max(fact.minimum or 0, 0) if fact.counts == "since" else fact.minimum
        limits = ((exp.GTE, least), (exp.LTE, fact.maximum))
        bounds = [
            relation(this=column.copy(), expression=self._number(fact.id, limit))
            for relation, limit in limits
            if limit is not None
        ]
        if fact.kind == "choice":
            among = _among(column, list(map(_literal, fact.names)))
            return among if fact.unknown else either((absent, among))
        return either((absent, both(bounds))) if bounds else None

    def is_missing(self, fact: Fact) -> Expression:
        """Return whether a fact has no answer."""
        if fact.kind == "several":
            return self._is_null(fact)
        return exp.Is(this=self.column("fact", fact.id), expression=exp.null())

    def _known(self, fact: str, expression: Expression) -> Expression:
        """Return a comparison that is false, and not null, where an answer is unknown."""
        if not self._facts[fact].unknown:
            return expression
        return exp.Coalesce(this=expression, expressions=[FALSE.copy()])

    def sign(self, sign: Literal) -> Expression:
        """Return an atom, or its negation."""
        atom = self.of(sign.atom)
        return atom if sign.positive else exp.not_(atom)

    def every(self, form: Conjunction) -> Expression:
        """Return a conjunction in normal form."""
        return both(self.sign(part) if isinstance(part, Literal) else self.some(part) for part in form.of)

    def some(self, form: Disjunction) -> Expression:
        """Return a disjunction in normal form."""
        return either(map(self.every, form.of))


def both(parts: Iterable[Expression]) -> Expression:
    """Return the conjunction; true without parts."""
    found = _flat(parts, exp.And)
    return exp.and_(*found, copy=False) if found else TRUE.copy()


def either(parts: Iterable[Expression]) -> Expression:
    """Return the disjunction; false without parts."""
    found = _flat(parts, exp.Or)
    return exp.or_(*found, copy=False) if found else FALSE.copy()


def _flat(parts: Iterable[Expression], kind: type[exp.Connector]) -> list[Expression]:
    """Return the parts, those of a part of the same kind in its place: they need no brackets."""
    return [inner for part in parts for inner in (part.flatten() if isinstance(part, kind) else (part,))]


def _among(column: Expression, literals: list[Expression]) -> Expression:
    if len(literals) == 1:
        return exp.EQ(this=column.copy(), expression=literals[0])
    return exp.In(this=column.copy(), expressions=literals)


def _literal(value: str) -> Expression:
    return exp.Literal.string(value)


def _decimal(text: str) -> Expression:
    literal = exp.Literal.number(text.removeprefix("-"))
    return exp.Neg(this=literal) if text.startswith("-") else literal

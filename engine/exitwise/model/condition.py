"""Conditions of rules: the condition language as a tree, and its negation normal form."""

from __future__ import annotations

import typing
from dataclasses import dataclass
from operator import ge, gt, le, lt
from typing import TYPE_CHECKING, Final, assert_never

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exitwise.model.fact import Value

RELATIONS: Final = {"at_least": ge, "above": gt, "at_most": le, "below": lt}
"""The comparisons of an integer with a constant, by their keys in a pack."""

Kind = typing.Literal["finding", "recommend", "step", "warning", "readiness"]


@dataclass(frozen=True, slots=True)
class OneOf:
    """The fact has one of these values, which may include `unknown`."""

    fact: str
    values: tuple[Value, ...]

    def admits(self, value: Value) -> bool:
        """Whether the test is true for this value of the fact."""
        return value in self.values


@dataclass(frozen=True, slots=True)
class Compare:
    """The integer satisfies all these comparisons; false if it is unknown."""

    fact: str
    bounds: tuple[tuple[str, int], ...]

    def admits(self, value: Value) -> bool:
        """Whether the test is true for this value of the fact."""
        return isinstance(value, int) and all(RELATIONS[name](value, limit) for name, limit in self.bounds)


@dataclass(frozen=True, slots=True)
class Has:
    """The list of values has at least one of these; false if it is unknown."""

    fact: str
    values: tuple[str, ...]

    def admits(self, value: Value) -> bool:
        """Whether the test is true for this value of the fact."""
        return isinstance(value, frozenset) and not value.isdisjoint(self.values)


@dataclass(frozen=True, slots=True)
class Concluded:
    """At least one of these findings, outcomes, steps, warnings or readiness values was concluded."""

    kind: Kind
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds; true without parts."""

    of: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """At least one part holds."""

    of: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    of: Condition


Test = OneOf | Compare | Has
Atom = Test | Concluded
Condition = Atom | All | Any | Not

ALWAYS: Final = All(())


@dataclass(frozen=True, slots=True)
class Literal:
    """An atom, or its negation if `positive` is false."""

    atom: Atom
    positive: bool


@dataclass(frozen=True, slots=True)
class Conjunction:
    """A conjunction in normal form, of literals and disjunctions."""

    of: tuple[Literal | Disjunction, ...]


@dataclass(frozen=True, slots=True)
class Disjunction:
    """A disjunction in normal form, of conjunctions."""

    of: tuple[Conjunction, ...]


def to_nnf(condition: Condition, *, holds: bool = True) -> Conjunction:
    """Return the negation normal form of a condition, or of its negation if `holds` is false.

    Duplicates are removed. The pack's order is preserved, for explanations in the order of the rule.
    """
    match condition:
        case OneOf() | Compare() | Has() | Concluded():
            return Conjunction((Literal(condition, holds),))
        case Not(part):
            return to_nnf(part, holds=not holds)
        case All(parts):
            forms = [to_nnf(part, holds=holds) for part in parts]
            return _conjoin(forms) if holds else _disjoin(forms)
        case Any(parts):
            forms = [to_nnf(part, holds=holds) for part in parts]
            return _disjoin(forms) if holds else _conjoin(forms)
        case _:
            assert_never(condition)


def _conjoin(forms: list[Conjunction]) -> Conjunction:
    return Conjunction(tuple(dict.fromkeys(part for form in forms for part in form.of)))


def _disjoin(forms: list[Conjunction]) -> Conjunction:
    nested = [_alternatives(form) for form in forms]
    branches = tuple(dict.fromkeys(branch for alternatives in nested for branch in alternatives))
    return branches[0] if len(branches) == 1 else Conjunction((Disjunction(branches),))


def _alternatives(form: Conjunction) -> tuple[Conjunction, ...]:
    """Return the alternatives of a disjunction, so that nested ones become one."""
    match form.of:
        case (Disjunction(branches),):
            return branches
        case _:
            return (form,)


def atoms(condition: Condition) -> Iterator[Atom]:
    """Yield every atom of a condition, in the order of the pack."""
    match condition:
        case All(parts) | Any(parts):
            for part in parts:
                yield from atoms(part)
        case Not(part):
            yield from atoms(part)
        case _:
            yield condition


def facts_of(condition: Condition) -> tuple[str, ...]:
    """Return the facts in a condition without duplicates, in the order of the pack."""
    return tuple(dict.fromkeys(atom.fact for atom in atoms(condition) if not isinstance(atom, Concluded)))


def names_of(condition: Condition, kind: Kind) -> tuple[str, ...]:
    """Return the names of one kind of conclusion in a condition, without duplicates."""
    conclusions = (atom for atom in atoms(condition) if isinstance(atom, Concluded) and atom.kind == kind)
    return tuple(dict.fromkeys(name for atom in conclusions for name in atom.names))

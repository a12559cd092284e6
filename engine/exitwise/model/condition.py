"""What a rule asks for: the condition language as a tree, and its negation normal form."""

from __future__ import annotations

import typing
from dataclasses import dataclass
from operator import ge, gt, le, lt
from typing import TYPE_CHECKING, Final, assert_never

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exitwise.model.fact import Value

RELATIONS: Final = {"at_least": ge, "above": gt, "at_most": le, "below": lt}
"""How an integer may be compared with a constant, by the name it has in a pack."""

Kind = typing.Literal["finding", "recommend", "step", "warning", "readiness"]


@dataclass(frozen=True, slots=True)
class OneOf:
    """The fact has one of these values; `unknown` may be among them."""

    fact: str
    values: tuple[Value, ...]

    def admits(self, value: Value) -> bool:
        """Whether the fact having this value makes the test true."""
        return value in self.values


@dataclass(frozen=True, slots=True)
class Compare:
    """The integer stands in all these relations to constants; false where it is unknown."""

    fact: str
    bounds: tuple[tuple[str, int], ...]

    def admits(self, value: Value) -> bool:
        """Whether the fact having this value makes the test true."""
        return isinstance(value, int) and all(RELATIONS[name](value, limit) for name, limit in self.bounds)


@dataclass(frozen=True, slots=True)
class Concluded:
    """At least one of these was concluded: a finding, the outcome, a step, a warning, the readiness."""

    kind: Kind
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds; without parts, always."""

    of: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """At least one part holds."""

    of: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    of: Condition


Test = OneOf | Compare
Atom = Test | Concluded
Condition = Atom | All | Any | Not

ALWAYS: Final = All(())


@dataclass(frozen=True, slots=True)
class Literal:
    """An atom, or its negation where `holds` is false."""

    atom: Atom
    positive: bool


@dataclass(frozen=True, slots=True)
class Conjunction:
    """A conjunction in normal form: signed atoms and alternatives."""

    of: tuple[Literal | Disjunction, ...]


@dataclass(frozen=True, slots=True)
class Disjunction:
    """A disjunction in normal form, each alternative a conjunction."""

    of: tuple[Conjunction, ...]


def to_nnf(condition: Condition, *, holds: bool = True) -> Conjunction:
    """Return the negation normal form: negations stand at atoms only, nothing is repeated.

    The form keeps the pack's order, so that an explanation reads in the order the rule was written.
    """
    match condition:
        case OneOf() | Compare() | Concluded():
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
    branches = tuple(dict.fromkeys(branch for found in nested for branch in found))
    return branches[0] if len(branches) == 1 else Conjunction((Disjunction(branches),))


def _alternatives(form: Conjunction) -> tuple[Conjunction, ...]:
    """An `any` inside an `any` is one `any`."""
    match form.of:
        case (Disjunction(branches),):
            return branches
        case _:
            return (form,)


def atoms(condition: Condition) -> Iterator[Atom]:
    """Yield every atom of a condition, in the order it is written."""
    match condition:
        case All(parts) | Any(parts):
            for part in parts:
                yield from atoms(part)
        case Not(part):
            yield from atoms(part)
        case _:
            yield condition


def facts_of(condition: Condition) -> tuple[str, ...]:
    """Return the facts that a condition looks at, each once, in the order it is written."""
    return tuple(dict.fromkeys(atom.fact for atom in atoms(condition) if not isinstance(atom, Concluded)))


def names_of(condition: Condition, kind: Kind) -> tuple[str, ...]:
    """Return the names of one kind of conclusion that a condition looks at, each once."""
    found = (atom for atom in atoms(condition) if isinstance(atom, Concluded) and atom.kind == kind)
    return tuple(dict.fromkeys(name for atom in found for name in atom.names))

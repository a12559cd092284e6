"""Conditions in negation normal form, compiled to patterns over working memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from exitwise.forward.experta_library import EXISTS, NOT, P
from exitwise.forward.working_memory import (
    Alternative,
    Answers,
    Finding,
    RaisedWarning,
    Ready,
    Recommended,
    Step,
)
from exitwise.model.condition import Concluded, Disjunction, Literal, OneOf

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from exitwise.model.condition import Conjunction, Test
    from exitwise.model.fact import Value

CONCLUSIONS = {
    "finding": Finding,
    "recommend": Recommended,
    "step": Step,
    "warning": RaisedWarning,
    "readiness": Ready,
}


def patterns(form: Conjunction, path: tuple[str, tuple[int, ...]], slots: Mapping[str, str]) -> list[Any]:
    """Return the patterns of a conjunction: one over the answers, then one for each other part.

    `path` is the conjunction's rule and its path in the rule's normal form, which identifies the
    `Alternative` of each disjunction in it; `slots` has the slot of each fact. A disjunction is matched by
    that auxiliary fact, because disjunctions within one rule multiply out in experta's network. A test of
    several values is one predicate for the same reason.
    """
    conditions: list[Any] = [_answers(form, slots)]
    for index, part in enumerate(form.of):
        match part:
            case Disjunction():
                conditions.append(Alternative(path[0], (*path[1], index)))
            case Literal(Concluded() as atom, holds):
                conditions.append(_concluded(atom, holds=holds))
    return conditions


def _answers(form: Conjunction, slots: Mapping[str, str]) -> Answers:
    """Return one pattern for all tests of answers: a chain of alpha nodes (Rete), without a join."""
    tests: dict[str, list[Literal]] = {}
    for part in form.of:
        if isinstance(part, Literal) and not isinstance(part.atom, Concluded):
            tests.setdefault(slots[part.atom.fact], []).append(part)
    return Answers(**{slot: _slot(literals) for slot, literals in tests.items()})


def _slot(literals: list[Literal]) -> object:
    match literals:
        case [Literal(OneOf(_, (value,)), True)]:
            return value
        case _:
            return P(_predicate([(part.atom, part.positive) for part in literals]))  # type: ignore[misc]


def _predicate(tests: list[tuple[Test, bool]]) -> Callable[[Value], bool]:
    def admits(value: Value) -> bool:
        return all(test.admits(value) is holds for test, holds in tests)

    return admits


def _concluded(atom: Concluded, *, holds: bool) -> object:
    """Return the pattern of a conclusion; several names need EXISTS, so that the rule fires only once."""
    kind = CONCLUSIONS[atom.kind]
    if len(atom.names) == 1:
        return kind(atom.names[0]) if holds else NOT(kind(atom.names[0]))
    pattern = kind(P(frozenset(atom.names).__contains__))
    return EXISTS(pattern) if holds else NOT(pattern)

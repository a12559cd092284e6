"""Conditions: what a test admits, and the normal form that means the same."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exitwise.model.condition import (
    ALWAYS,
    All,
    Any,
    Compare,
    Concluded,
    Condition,
    Conjunction,
    Disjunction,
    Literal,
    Not,
    OneOf,
    atoms,
    facts_of,
    names_of,
    to_nnf,
)
from exitwise.model.fact import Value

P, Q, R = (OneOf(name, ("yes",)) for name in "pqr")
ATOMS = (P, Q, R)


def truth(condition: Condition, true: frozenset[Condition]) -> bool:
    """Whether a condition holds, given the atoms that do."""
    match condition:
        case All(parts):
            return all(truth(part, true) for part in parts)
        case Any(parts):
            return any(truth(part, true) for part in parts)
        case Not(part):
            return not truth(part, true)
        case _:
            return condition in true


def truth_of_form(form: Conjunction | Disjunction | Literal, true: frozenset[Condition]) -> bool:
    """Whether a normal form holds."""
    match form:
        case Conjunction(parts):
            return all(truth_of_form(part, true) for part in parts)
        case Disjunction(parts):
            return any(truth_of_form(part, true) for part in parts)
        case Literal(atom, holds):
            return (atom in true) is holds


CONDITIONS: st.SearchStrategy[Condition] = st.recursive(
    st.sampled_from(ATOMS),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda parts: All(tuple(parts))),
        st.lists(inner, max_size=3).map(lambda parts: Any(tuple(parts))),
        inner.map(Not),
    ),
    max_leaves=8,
)
WORLDS = [
    frozenset(atom for atom, holds in zip(ATOMS, row, strict=True) if holds)
    for row in product((False, True), repeat=len(ATOMS))
]


@settings(max_examples=300)
@given(CONDITIONS)
def test_the_normal_form_means_the_same(condition: Condition) -> None:
    """On every combination of its atoms; that of the negation means the opposite."""
    form, opposite = to_nnf(condition), to_nnf(Not(condition))

    assert [truth_of_form(form, world) for world in WORLDS] == [truth(condition, world) for world in WORLDS]
    assert [truth_of_form(opposite, world) for world in WORLDS] == [
        not truth(condition, world) for world in WORLDS
    ]


def repeated(form: Conjunction | Disjunction) -> bool:
    """Whether something stands twice side by side, or an `any` directly in an `any`."""
    parts = form.of
    inner = [part for part in parts if isinstance(part, Conjunction | Disjunction)]
    nested = isinstance(form, Disjunction) and any(
        len(part.of) == 1 and isinstance(part.of[0], Disjunction) for part in form.of
    )
    return len(set(parts)) < len(parts) or nested or any(repeated(part) for part in inner)


@settings(max_examples=300)
@given(CONDITIONS)
def test_the_normal_form_repeats_nothing(condition: Condition) -> None:
    """Neither equal parts nor an `any` within an `any`."""
    assert not repeated(to_nnf(condition))


def yes(atom: OneOf) -> Literal:
    """The atom itself."""
    return Literal(atom, positive=True)


def no(atom: OneOf) -> Literal:
    """Its negation."""
    return Literal(atom, positive=False)


FORMS: list[tuple[Condition, Conjunction]] = [
    (ALWAYS, Conjunction(())),
    (P, Conjunction((yes(P),))),
    (Not(Not(P)), Conjunction((yes(P),))),
    (All((R, All((Q, P)))), Conjunction((yes(R), yes(Q), yes(P)))),
    (All((P, Q, P)), Conjunction((yes(P), yes(Q)))),
    (Any((Q, P)), Conjunction((Disjunction((Conjunction((yes(Q),)), Conjunction((yes(P),)))),))),
    (
        Any((P, Any((Q, R)))),
        Conjunction((Disjunction((Conjunction((yes(P),)), Conjunction((yes(Q),)), Conjunction((yes(R),)))),)),
    ),
    (Any((P, P)), Conjunction((yes(P),))),
    (Not(All((P, Q))), Conjunction((Disjunction((Conjunction((no(P),)), Conjunction((no(Q),)))),))),
    (Not(Any((P, Q))), Conjunction((no(P), no(Q)))),
    (
        All((P, Any((Q, All((R, P)))))),
        Conjunction((yes(P), Disjunction((Conjunction((yes(Q),)), Conjunction((yes(R), yes(P))))))),
    ),
]


@pytest.mark.parametrize(("condition", "form"), FORMS)
def test_the_normal_form_keeps_the_order_of_writing(condition: Condition, form: Conjunction) -> None:
    """An explanation reads in the order in which the rule was written."""
    assert to_nnf(condition) == form


ADMITTED: list[tuple[OneOf | Compare, list[Value], list[Value]]] = [
    (OneOf("f", ("red", "unknown")), ["red", "unknown"], ["blue", 7]),
    (OneOf("f", (7, "unknown")), [7, "unknown"], [8, "7"]),
    (Compare("f", (("at_least", 3),)), [3, 4], [2, "unknown"]),
    (Compare("f", (("above", 3),)), [4], [3, "unknown"]),
    (Compare("f", (("at_most", 3),)), [3, -5], [4, "unknown"]),
    (Compare("f", (("below", 3),)), [2], [3, "unknown"]),
    (Compare("f", (("at_least", 3), ("below", 5))), [3, 4], [2, 5, "unknown"]),
    (Compare("f", (("above", 5), ("below", 3))), [], [2, 4, 6, "unknown"]),
]


@pytest.mark.parametrize(("test", "admitted", "others"), ADMITTED)
def test_a_test_admits_these_values_and_no_others(
    test: OneOf | Compare, admitted: list[Value], others: list[Value]
) -> None:
    """A comparison is false where the number is unknown."""
    assert [value for value in [*admitted, *others] if test.admits(value)] == admitted


def test_names_are_found_wherever_they_stand() -> None:
    """Each once, in the order of writing, those under `not` too."""
    condition = All(
        (
            Not(Concluded("finding", ("b", "a"))),
            Any((P, All((Compare("n", (("above", 3),)), Concluded("step", ("s",)))))),
            Concluded("finding", ("a", "c")),
            Not(Any((Q, P))),
        )
    )

    assert facts_of(condition) == ("p", "n", "q")
    assert names_of(condition, "finding") == ("b", "a", "c")
    assert names_of(condition, "step") == ("s",)
    assert names_of(condition, "warning") == ()
    assert len(list(atoms(condition))) == 7

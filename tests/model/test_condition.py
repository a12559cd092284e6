"""Conditions: the values that tests admit, and the negation normal form."""

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
from support.running.examples import examples

P, Q, R = (OneOf(name, ("yes",)) for name in "pqr")
ATOMS = (P, Q, R)


def holds(condition: Condition, true: frozenset[Condition]) -> bool:
    """Whether a condition holds if exactly these atoms are true."""
    match condition:
        case All(parts):
            return all(holds(part, true) for part in parts)
        case Any(parts):
            return any(holds(part, true) for part in parts)
        case Not(part):
            return not holds(part, true)
        case _:
            return condition in true


def form_holds(form: Conjunction | Disjunction | Literal, true: frozenset[Condition]) -> bool:
    """Whether a normal form holds if exactly these atoms are true."""
    match form:
        case Conjunction(parts):
            return all(form_holds(part, true) for part in parts)
        case Disjunction(parts):
            return any(form_holds(part, true) for part in parts)
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


@settings(max_examples=examples(300))
@given(CONDITIONS)
def test_the_normal_form_is_equivalent(condition: Condition) -> None:
    """For every combination of atoms; the normal form of the negation is its opposite."""
    form, opposite = to_nnf(condition), to_nnf(Not(condition))

    assert [form_holds(form, world) for world in WORLDS] == [holds(condition, world) for world in WORLDS]
    assert [form_holds(opposite, world) for world in WORLDS] == [
        not holds(condition, world) for world in WORLDS
    ]


def has_duplicates(form: Conjunction | Disjunction) -> bool:
    """Whether a form has equal parts, or a disjunction directly in a disjunction."""
    parts = form.of
    inner = [part for part in parts if isinstance(part, Conjunction | Disjunction)]
    nested = isinstance(form, Disjunction) and any(
        len(part.of) == 1 and isinstance(part.of[0], Disjunction) for part in form.of
    )
    return len(set(parts)) < len(parts) or nested or any(has_duplicates(part) for part in inner)


@settings(max_examples=examples(300))
@given(CONDITIONS)
def test_the_normal_form_has_no_duplicates(condition: Condition) -> None:
    """Neither equal parts nor a disjunction directly in a disjunction."""
    assert not has_duplicates(to_nnf(condition))


def positive(atom: OneOf) -> Literal:
    """Return the literal of an atom."""
    return Literal(atom, positive=True)


def negative(atom: OneOf) -> Literal:
    """Return the literal of a negated atom."""
    return Literal(atom, positive=False)


FORMS: list[tuple[Condition, Conjunction]] = [
    (ALWAYS, Conjunction(())),
    (P, Conjunction((positive(P),))),
    (Not(Not(P)), Conjunction((positive(P),))),
    (All((R, All((Q, P)))), Conjunction((positive(R), positive(Q), positive(P)))),
    (All((P, Q, P)), Conjunction((positive(P), positive(Q)))),
    (Any((Q, P)), Conjunction((Disjunction((Conjunction((positive(Q),)), Conjunction((positive(P),)))),))),
    (
        Any((P, Any((Q, R)))),
        Conjunction(
            (
                Disjunction(
                    (Conjunction((positive(P),)), Conjunction((positive(Q),)), Conjunction((positive(R),)))
                ),
            )
        ),
    ),
    (Any((P, P)), Conjunction((positive(P),))),
    (
        Not(All((P, Q))),
        Conjunction((Disjunction((Conjunction((negative(P),)), Conjunction((negative(Q),)))),)),
    ),
    (Not(Any((P, Q))), Conjunction((negative(P), negative(Q)))),
    (
        All((P, Any((Q, All((R, P)))))),
        Conjunction(
            (positive(P), Disjunction((Conjunction((positive(Q),)), Conjunction((positive(R), positive(P))))))
        ),
    ),
]


@pytest.mark.parametrize(("condition", "form"), FORMS)
def test_the_normal_form_keeps_the_order_of_the_pack(condition: Condition, form: Conjunction) -> None:
    """Explanations read in the order of the rule."""
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
def test_a_test_admits_values(test: OneOf | Compare, admitted: list[Value], others: list[Value]) -> None:
    """A comparison is false for unknown."""
    assert [value for value in [*admitted, *others] if test.admits(value)] == admitted


def test_facts_and_names_of_a_condition() -> None:
    """Without duplicates, in the order of the pack, negated ones included."""
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

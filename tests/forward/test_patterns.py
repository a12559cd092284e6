"""Conditions compiled to patterns over working memory."""

import pytest

from exitwise.forward.patterns import patterns
from exitwise.forward.working_memory import Alternative, Answers
from exitwise.model.condition import All, Any, Compare, Concluded, Condition, Not, OneOf, to_nnf
from exitwise.model.fact import Value

SLOTS = {"colour": "slot0", "age": "slot1"}
RED, OLD = OneOf("colour", ("red",)), Compare("age", (("above", 50),))


def compile_patterns(condition: Condition) -> list[object]:
    """The patterns of a condition."""
    return patterns(to_nnf(condition), ("rule", ()), SLOTS)


def test_single_value_is_matched_literally() -> None:
    """The answers are one pattern, the first one, even if the condition tests none of them."""
    assert compile_patterns(All((RED, Concluded("finding", ("f",)))))[0] == Answers(slot0="red")
    assert compile_patterns(Concluded("finding", ("f",)))[0] == Answers()


TESTS: list[tuple[Condition, str, list[Value], list[Value]]] = [
    (Not(RED), "slot0", ["blue", "unknown"], ["red"]),
    (OneOf("colour", ("red", "unknown")), "slot0", ["red", "unknown"], ["blue"]),
    (OLD, "slot1", [51], [50, "unknown"]),
    (Not(OLD), "slot1", [50, "unknown"], [51]),
    (All((OLD, Not(OneOf("age", (60,))))), "slot1", [51, 61], [60, 50, "unknown"]),
]


@pytest.mark.parametrize(("condition", "slot", "matched", "others"), TESTS)
def test_other_tests_become_one_predicate(
    condition: Condition, slot: str, matched: list[Value], others: list[Value]
) -> None:
    """All tests of a fact share its slot."""
    (answers,) = compile_patterns(condition)
    predicate = answers[slot].match  # type: ignore[index]

    assert [value for value in [*matched, *others] if predicate(value)] == matched


def test_disjunction_is_matched_by_its_path() -> None:
    """Two disjunctions have different paths."""
    condition = All((Any((RED, OLD)), RED, Any((OLD, Concluded("finding", ("f",))))))

    assert compile_patterns(condition) == [
        Answers(slot0="red"),
        Alternative("rule", (0,)),
        Alternative("rule", (2,)),
    ]

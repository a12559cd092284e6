"""The reasons of a refusal: the violated constraints, a conflict of arguments, or no argument at all."""

from typing import Any

import pytest

from exitwise.batch.validate.refusals import refusal_diagnostics
from support.packs import toy
from support.running.batching import TODAY

GREEN = {"brakes": "yes", "colour": "green", "age": 60}


@pytest.mark.parametrize("more", [{}, {"id": 7, "note": [1]}, {"bell": None, "schema": "exitwise.profile/1"}])
def test_a_contradiction_names_the_answers_and_the_constraint(more: dict[str, Any]) -> None:
    """Null answers and other keys of the record make no difference."""
    (fault,) = refusal_diagnostics(toy.bicycle(), GREEN | more, ("no-old-green",), TODAY)

    assert (fault.pointer, fault.cause) == ("/colour", "contradiction")
    assert fault.message == "`colour` = `green` and `age` = `60` contradict each other (no-old-green)"
    assert fault.help == "Green paint is not 60 years old."


FACTS = "facts: [{id: door, question: Q?, kind: choice, unknown: true, values: {a: A, b: B}}]"
ONE = "- {id: one, recommend: stay, when: {door: a}, because: So.}\n"
TWO = "- {id: two, recommend: leave, when: {door: [a, unknown]}, because: So.}\n"


def test_every_violated_constraint_has_a_diagnostic() -> None:
    """The diagnostics have the order of the constraints that are passed."""
    constraints = (
        "\nconstraints: [{id: x, when: {door: a}, because: X.}, {id: y, when: {door: a}, because: Y.}]"
    )
    base = toy.base(facts=FACTS + constraints)

    diagnostics = refusal_diagnostics(base, {"door": "a"}, ("y", "x"), TODAY)

    assert [fault.help for fault in diagnostics] == ["Y.", "X."]


@pytest.mark.parametrize(
    ("raw", "cause", "message"),
    [
        (
            {"door": "a"},
            "conflict",
            (
                "the pack's arguments contradict each other on this profile (conflict): "
                "`one` for `stay`, `two` for `leave`"
            ),
        ),
        (
            {"door": "b"},
            "gap",
            "the pack has no undefeated argument for this profile, so it recommends nothing (gap)",
        ),
    ],
)
def test_without_constraints_the_arguments_are_the_reason(
    raw: dict[str, Any], cause: str, message: str
) -> None:
    """Undefeated arguments for two outcomes are a conflict; none at all is a gap."""
    base = toy.base(facts=FACTS, recommendations=ONE + TWO)

    (fault,) = refusal_diagnostics(base, raw, (), TODAY)

    assert (fault.pointer, fault.cause, fault.message) == ("", cause, message)


def test_the_missing_facts_are_the_reason_if_they_are_known() -> None:
    """The record itself is not looked at."""
    (fault,) = refusal_diagnostics(toy.bicycle(), {}, (), TODAY, ["age"])

    assert (fault.pointer, fault.cause) == ("/age", "missing-fact")

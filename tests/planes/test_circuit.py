"""Circuits: simplified during construction, and run on integers as vectors of booleans."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exitwise.planes.circuit import Circuit, Program, Signal

ROWS = 0b1111
INPUTS = {"a": 0b1010, "b": 0b1100, "c": 0b0110}

Formula = Any

formulas = st.recursive(
    st.sampled_from([*INPUTS, "false", "true"]),
    lambda inner: st.one_of(
        st.tuples(st.just("not"), inner), st.tuples(st.sampled_from(["and", "or"]), inner, inner)
    ),
    max_leaves=12,
)


def build(formula: Formula, circuit: Circuit) -> Signal:
    """Build the signal of a formula."""
    match formula:
        case "false" | "true" as constant:
            return circuit.true if constant == "true" else circuit.false
        case str():
            return circuit.input(formula)
        case ("not", part):
            return ~build(part, circuit)
        case (operation, left, right):
            sides = build(left, circuit), build(right, circuit)
            return sides[0] & sides[1] if operation == "and" else sides[0] | sides[1]
    raise AssertionError(formula)


def evaluate(formula: Formula, row: int) -> bool:
    """Return the value of a formula on one row of the inputs."""
    match formula:
        case "false" | "true":
            return bool(formula == "true")
        case str():
            return bool(INPUTS[formula] >> row & 1)
        case ("not", part):
            return not evaluate(part, row)
        case (operation, left, right):
            sides = evaluate(left, row), evaluate(right, row)
            return all(sides) if operation == "and" else any(sides)
    raise AssertionError(formula)


@given(st.lists(formulas, min_size=1, max_size=4))
def test_a_program_computes_all_its_outputs(several: list[Formula]) -> None:
    """Shared gates and freed values make no difference."""
    circuit = Circuit()
    program = Program(circuit, {number: build(formula, circuit) for number, formula in enumerate(several)})

    outputs = program.run(lambda key: INPUTS[str(key)], 0, ROWS)

    for number, formula in enumerate(several):
        assert [bool(outputs[number] >> row & 1) for row in range(4)] == [
            evaluate(formula, row) for row in range(4)
        ]


@pytest.mark.parametrize(
    ("formula", "simplified"),
    [
        (("and", "a", "a"), "a"),
        (("or", "a", "a"), "a"),
        (("and", "a", "true"), "a"),
        (("and", "a", "false"), "false"),
        (("or", "a", "false"), "a"),
        (("or", "a", "true"), "true"),
        (("and", "a", ("not", "a")), "false"),
        (("or", ("not", "a"), "a"), "true"),
        (("not", ("not", "a")), "a"),
        (("not", "true"), "false"),
        (("and", "a", "b"), ("and", "b", "a")),
    ],
)
def test_simple_identities_are_simplified(formula: Formula, simplified: Formula) -> None:
    """Both formulas have the same signal."""
    circuit = Circuit()

    assert build(formula, circuit) == build(simplified, circuit)


def test_a_program_skips_gates_that_no_output_needs() -> None:
    """Neither the gate nor its input is evaluated."""
    circuit = Circuit()
    needed, _ = circuit.input("a") & circuit.input("b"), circuit.input("a") | circuit.input("c")

    program = Program(circuit, {"needed": needed})

    assert len(program) == 1
    assert [key for _, key in program.inputs] == ["a", "b"]

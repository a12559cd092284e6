"""Pairs of planes: the bounds of the values that completions of a profile may have."""

import numpy as np
import pytest

from exitwise.planes import bits
from exitwise.planes.pair import Pair

STATES = {"true": (True, False), "false": (False, True), "undecided": (True, True)}
"""Whether a value can be true, and whether it can be false."""


def pair(*states: str) -> Pair:
    """Return a pair with these states as its rows."""
    true, false = zip(*(STATES[state] for state in states), strict=True)
    return Pair(bits.pack(np.array(true)), bits.pack(np.array(false)))


def states(planes: Pair, rows: int) -> list[str]:
    """Return the states of the rows of a pair."""
    masks = (bits.unpack(plane, rows).tolist() for plane in (planes.can_be_true, planes.can_be_false))
    names = {state: name for name, state in STATES.items()}
    return [names[state] for state in zip(*masks, strict=True)]


LEFT = ("true", "true", "true", "false", "false", "false", "undecided", "undecided", "undecided")
RIGHT = ("true", "false", "undecided") * 3


@pytest.mark.parametrize(
    ("combined", "expected"),
    [
        (pair(*LEFT) & pair(*RIGHT), "true false undecided false false false undecided false undecided"),
        (pair(*LEFT) | pair(*RIGHT), "true true true true false undecided true undecided undecided"),
        (~pair(*LEFT), "false false false true true true undecided undecided undecided"),
    ],
    ids=["and", "or", "not"],
)
def test_operations_are_those_of_three_valued_logic(combined: Pair, expected: str) -> None:
    """The tables are Kleene's strong ones."""
    assert states(combined, 9) == expected.split()


def test_undecided_rows_can_be_both() -> None:
    """Of three rows, only the third can be true and false."""
    assert bits.unpack(pair("true", "false", "undecided").undecided, 3).tolist() == [False, False, True]

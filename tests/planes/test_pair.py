"""Pairs of planes: every completion of a profile lies within them."""

import numpy as np
import pytest

from exitwise.planes import bits
from exitwise.planes.pair import Pair

STATES = {"true": (True, False), "false": (False, True), "open": (True, True)}
"""Whether a value can be true, and whether it can be false."""


def pair(*states: str) -> Pair:
    """Return a pair with these states as its rows."""
    true, false = zip(*(STATES[state] for state in states), strict=True)
    return Pair(bits.pack(np.array(true)), bits.pack(np.array(false)))


def states(found: Pair, rows: int) -> list[str]:
    """Return the states of the rows of a pair."""
    masks = (bits.unpack(plane, rows).tolist() for plane in (found.can_be_true, found.can_be_false))
    names = {state: name for name, state in STATES.items()}
    return [names[state] for state in zip(*masks, strict=True)]


LEFT = ("true", "true", "true", "false", "false", "false", "open", "open", "open")
RIGHT = ("true", "false", "open") * 3


@pytest.mark.parametrize(
    ("combined", "expected"),
    [
        (pair(*LEFT) & pair(*RIGHT), "true false open false false false open false open"),
        (pair(*LEFT) | pair(*RIGHT), "true true true true false open true open open"),
        (~pair(*LEFT), "false false false true true true open open open"),
    ],
    ids=["and", "or", "not"],
)
def test_the_tables_are_those_of_three_valued_logic(combined: Pair, expected: str) -> None:
    """Kleene's strong tables."""
    assert states(combined, 9) == expected.split()


def test_undecided_rows_can_be_both() -> None:
    """The third row alone."""
    assert bits.unpack(pair("true", "false", "open").undecided, 3).tolist() == [False, False, True]

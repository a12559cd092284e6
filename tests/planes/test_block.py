"""Blocks of profiles: the rows that have an answer, and those that may have it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exitwise.planes import bits
from exitwise.planes.bits import Plane
from exitwise.planes.block import Block, Codes, code_type
from exitwise.planes.rules import Answer
from support.running.examples import examples

CLASSES = {"door": 3, "days": 300}
ROW = st.fixed_dictionaries({fact: st.none() | st.integers(0, count - 1) for fact, count in CLASSES.items()})


def block(rows: list[dict[str, int | None]]) -> Block:
    """Return rows as a block; None is a missing answer."""
    codes: dict[str, Codes] = {}
    for fact, count in CLASSES.items():
        kind = code_type(count)
        values = [np.iinfo(kind).max if row[fact] is None else row[fact] for row in rows]
        codes[fact] = np.array(values, kind)
    return Block(len(rows), codes)


def set_rows(plane: Plane, rows: int) -> set[int]:
    """Return the rows that are set in a plane, and check that its surplus bits are 0."""
    assert not bits.count(plane & ~bits.full(rows))
    return set(np.flatnonzero(bits.unpack(plane, rows)).tolist())


@settings(max_examples=examples(100))
@given(st.lists(ROW, min_size=1, max_size=70), st.data())
def test_planes_are_the_rows_with_an_answer(rows: list[dict[str, int | None]], data: st.DataObject) -> None:
    """A row without an answer is in no plane of the fact, but may have any answer in a pair."""
    fact = data.draw(st.sampled_from([*CLASSES]))
    code = data.draw(st.integers(0, CLASSES[fact] - 1))
    values = [row[fact] for row in rows]

    plane = block(rows).plane(Answer(fact, code))
    pair = block(rows).pair(Answer(fact, code))

    assert set_rows(plane, len(rows)) == {row for row, value in enumerate(values) if value == code}
    assert set_rows(pair.can_be_true, len(rows)) == {
        row for row, value in enumerate(values) if value in {code, None}
    }
    assert set_rows(pair.can_be_false, len(rows)) == {
        row for row, value in enumerate(values) if value != code
    }


@pytest.mark.parametrize(("classes", "kind"), [(1, np.uint8), (254, np.uint8), (255, np.uint16)])
def test_type_of_codes_reserves_its_highest_number(classes: int, kind: type[np.unsignedinteger]) -> None:
    """It is the smallest type whose highest number, which stands for a missing answer, is no code."""
    assert code_type(classes) is kind
    assert classes - 1 < np.iinfo(kind).max

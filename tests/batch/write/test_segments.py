"""Rows as segments: lists are cut into segments of 16 names, and values are put between texts of a pool."""

import json

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exitwise.batch.write.segments import ListSegments, Pool, SegmentRows, choice
from exitwise.planes import bits

NAMES = [f"rule-{number}" for number in range(40)]
ROWS = st.lists(st.lists(st.booleans(), min_size=40, max_size=40), min_size=1, max_size=5)


def test_equal_texts_share_a_number() -> None:
    """The array has each text once, and can be read while the pool grows."""
    pool = Pool()

    assert [pool.number(text) for text in ("a", "é", "a")] == [0, 1, 0]
    assert pool.array.to_pylist() == [b"a", "é".encode()]
    assert pool.number("b") == 2
    assert pool.array.to_pylist() == [b"a", "é".encode(), b"b"]


@given(ROWS, st.integers(0, 40), st.booleans())
def test_joined_segments_are_the_list(rows: list[list[bool]], count: int, is_json: bool) -> None:  # noqa: FBT001 (hypothesis passes it)
    """Lists may be of any length, with either separator; combinations are cached."""
    pool = Pool()
    segments = (
        ListSegments(NAMES[:count], pool)
        if is_json
        else ListSegments(NAMES[:count], pool, separator=" ", quote=str)
    )
    for block in (rows[: len(rows) // 2], rows):
        lines = SegmentRows(pool, len(block))
        packed = np.packbits(np.array(block, np.bool_).reshape(-1, 40)[:, :count], axis=1, bitorder="little")
        lines.add(*segments.columns(packed), pool.number("\n"))
        chosen = [
            [name for name, is_set in zip(NAMES[:count], row[:count], strict=True) if is_set] for row in block
        ]
        expected = [",".join(map(json.dumps, names)) if is_json else " ".join(names) for names in chosen]

        assert bytes(lines.gather()).decode() == "".join(line + "\n" for line in expected)


def test_values_between_texts() -> None:
    """There are values of two columns, one absent, and the pool still grows."""
    pool = Pool()
    rows = SegmentRows(pool, 3)
    rows.add_values(pa.array([b"x", b"y"], pa.binary()), np.array([1, -1, 0], np.int32), pool.number("-"))
    rows.add(pool.number("|"))
    rows.add_values(pa.array([b"z"], pa.binary()), np.array([0, 0, -1], np.int32), pool.number("none"))
    rows.add(np.array([pool.number(";"), pool.number("."), pool.number(";")], np.int32))

    assert bytes(rows.gather()) == b"y|z;-|z.x|none;"


def test_a_block_without_rows_has_no_text() -> None:
    """No profile of a block may get advice."""
    pool = Pool()
    rows = SegmentRows(pool, 0)
    rows.add(pool.number("a"))
    rows.add_values(pa.array([], pa.binary()), np.zeros(0, np.int32), pool.number("-"))

    assert bytes(rows.gather()) == b""


@pytest.mark.parametrize("rows", [1, 64, 100])
def test_choice_is_the_number_of_the_set_plane(rows: int) -> None:
    """Each row is set in one of three planes."""
    chosen = np.arange(rows) % 3
    planes = {str(number): bits.pack(chosen == number) for number in range(3)}

    assert choice(planes, rows).tolist() == chosen.tolist()

"""Profiles as columns: concatenated, and replaced row by row, compared with plain lists."""

from typing import Any

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from exitwise.batch.profiles import ABSENT, Passthrough, Profiles, concatenate, replace_rows

Row = tuple[bool, int, bytes | None]

rows = st.tuples(st.booleans(), st.integers(0, 5), st.one_of(st.none(), st.binary(max_size=2)))
tables = st.lists(rows, max_size=6)


def profiles(table: list[Row]) -> Profiles:
    """Return rows as profiles with one fact and one key; values and rows differ in order."""
    values = [value for _, _, value in table if value is not None][::-1]
    numbers = iter(range(len(values) - 1, -1, -1))
    index = [ABSENT if value is None else next(numbers) for _, _, value in table]
    return Profiles(
        np.array([accepted for accepted, _, _ in table], np.bool_),
        {"fact": np.array([code for _, code, _ in table], np.uint8)},
        {"key": Passthrough(pa.array(values, pa.binary()), np.array(index, np.int32))},
    )


def table(joined: Profiles) -> list[Row]:
    """Return profiles as rows."""
    own = joined.passthrough["key"]
    values: list[Any] = [None if index == ABSENT else own.values[int(index)].as_py() for index in own.index]
    return list(zip(joined.accepted.tolist(), joined.codes["fact"].tolist(), values, strict=True))


@given(st.lists(tables, min_size=1, max_size=4))
def test_concatenated_profiles_have_all_rows_in_order(several: list[list[Row]]) -> None:
    """Each row keeps its value."""
    assert table(concatenate([profiles(rows_of_one) for rows_of_one in several])) == [
        row for rows_of_one in several for row in rows_of_one
    ]


@given(tables, st.data())
def test_replaced_rows_are_those_of_the_others(before: list[Row], data: st.DataObject) -> None:
    """Other rows are unchanged, and so are the original profiles."""
    chosen = sorted(data.draw(st.sets(st.sampled_from(range(len(before)))))) if before else []
    others = data.draw(st.lists(rows, min_size=len(chosen), max_size=len(chosen)))
    original = profiles(before)

    replaced = replace_rows(original, chosen, profiles(others))

    expected = dict(enumerate(before)) | dict(zip(chosen, others, strict=True))
    assert table(replaced) == list(expected.values())
    assert table(original) == before

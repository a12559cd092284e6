"""The row scanner, compared with profiles that are completed one by one."""

from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exitwise.batch.profiles import Profiles
from exitwise.batch.validate.rows import RowScanner, record
from exitwise.errors import ProfileError
from exitwise.model.axis import build_axes
from exitwise.model.knowledge import Knowledge
from exitwise.model.profile import complete
from support.packs import toy
from support.running import blocks
from support.running.batching import TODAY
from support.running.examples import examples

BICYCLE = toy.bicycle().knowledge
UNBOUNDED = toy.knowledge(
    facts="""
      facts:
        - {id: days, question: Q?, kind: integer}
        - {id: left, question: Q?, kind: integer, unknown: true}
    """,
    recommendations="""
      - {id: default, recommend: stay, because: So.}
      - {id: late, recommend: leave, because: So., when: {days: {above: 7}}, overrides: [default]}
    """,
)
INTEGERS = [pa.int8(), pa.int16(), pa.int32(), pa.int64(), pa.uint8(), pa.uint16(), pa.uint32(), pa.uint64()]
TEXTS = [pa.string(), pa.large_string(), pa.dictionary(pa.int32(), pa.string())]
TEXT = st.sampled_from(["yes", "no", "red", "blue", "loud", "unknown", "", "perhaps", "Yes", "é"])


def scan(knowledge: Knowledge, table: pa.Table, *keys: str) -> Profiles:
    """Scan a table."""
    axes = build_axes(knowledge.facts, [rule.when for rule in knowledge.all_rules])
    return RowScanner(axes, keys, TODAY).scan(table)


def check_scan(knowledge: Knowledge, table: pa.Table) -> None:
    """Compare the scan of a table with its rows, read one by one."""
    axes = build_axes(knowledge.facts, [rule.when for rule in knowledge.all_rules])
    profiles = RowScanner(axes, (), TODAY).scan(table)
    for row, raw in enumerate(table.to_pylist()):
        try:
            values = complete(
                knowledge.facts, {key: value for key, value in raw.items() if value is not None}
            ).values
        except ProfileError:
            assert not profiles.accepted[row], raw
        else:
            assert profiles.accepted[row], raw
            codes = {name: int(column[row]) for name, column in profiles.codes.items()}
            assert codes == {name: blocks.code(axis, values) for name, axis in axes.items()}


@st.composite
def draw_column(
    draw: st.DrawFn, rows: int, kinds: list[pa.DataType], answers: dict[str, Any]
) -> pa.ChunkedArray:
    """Draw a column of one of some types, in two chunks."""
    kind = draw(st.sampled_from([*kinds, pa.null()]))
    some = st.none() if pa.types.is_null(kind) else st.none() | answers["of"](kind)
    values = draw(st.lists(some, min_size=rows, max_size=rows))
    cut = draw(st.integers(0, rows))
    return pa.chunked_array([pa.array(values[:cut], kind), pa.array(values[cut:], kind)])


def numbers(kind: pa.DataType) -> st.SearchStrategy[int]:
    """Return numbers of a type, those near bounds more often."""
    dtype = np.iinfo(kind.to_pandas_dtype())
    low, high = int(dtype.min), int(dtype.max)
    near = [
        number
        for number in (-1, 0, 7, 8, 12, 48, 49, 90, 91, 2**63 - 1, 2**63, low, high)
        if low <= number <= high
    ]
    return st.sampled_from(near) | st.integers(low, high)


@settings(max_examples=examples(60))
@given(st.data())
def test_scanned_rows_equal_completed_profiles(data: st.DataObject) -> None:
    """Columns may have any values, types and chunks, and some may be absent."""
    rows = data.draw(st.integers(0, 6))
    texts = draw_column(rows, TEXTS, {"of": lambda _: TEXT})
    schema = draw_column(
        rows, TEXTS, {"of": lambda _: st.sampled_from(["exitwise.profile/1", "exitwise.profile/0"])}
    )
    integers = draw_column(rows, INTEGERS, {"of": numbers})
    known = {
        "brakes": texts,
        "colour": texts,
        "bell": texts,
        "age": integers,
        "spokes": integers,
        "schema": schema,
    }
    names = ["brakes", *data.draw(st.lists(st.sampled_from(list(known)[1:]), unique=True))]

    check_scan(BICYCLE, pa.table({name: data.draw(known[name]) for name in names}))


@settings(max_examples=examples(30))
@given(st.data())
def test_numbers_are_within_64_bits(data: st.DataObject) -> None:
    """A fact without bounds accepts all of them, and no others."""
    rows = data.draw(st.integers(0, 6))
    integers = draw_column(rows, INTEGERS, {"of": numbers})

    check_scan(UNBOUNDED, pa.table({name: data.draw(integers) for name in ("days", "left")}))


def test_values_pass_through_unchanged() -> None:
    """Nulls are values, absent columns have none, and bytes are not parsed as JSON."""
    table = pa.table(
        {
            "brakes": ["yes", "no"],
            "id": pa.chunked_array([[7], [None]]),
            "seen": pa.array([1, 2], pa.timestamp("us")),
            "hash": [b"{}", None],
        }
    )
    passthrough = scan(BICYCLE, table, "id", "seen", "hash", "note").passthrough

    assert [column.values.to_pylist() for column in passthrough.values()] == [
        [7, None],
        table["seen"].to_pylist(),
        [b"{}", None],
        [],
    ]
    assert [column.index.tolist() for column in passthrough.values()] == [[0, 1], [0, 1], [0, 1], [-1, -1]]
    assert [column.values.type for column in passthrough.values()] == [
        pa.int64(),
        pa.timestamp("us"),
        pa.large_binary(),
        pa.binary(),
    ]


@pytest.mark.parametrize("rows", [0, 3])
def test_absent_columns_are_unknown_or_missing(rows: int) -> None:
    """A fact that cannot be unknown is missing."""
    profiles = scan(BICYCLE, pa.table({"colour": pa.array(["red"] * rows, pa.string())}))

    assert profiles.block.missing.tolist() == [True] * rows
    assert len(set(profiles.codes["age"].tolist())) == min(rows, 1)


def test_records_are_plain_values() -> None:
    """This includes encoded columns, and times that Python cannot represent."""
    table = pa.table(
        {
            "id": pa.array([7, None], pa.uint8()),
            "brakes": pa.array(["yes", "no"]).dictionary_encode(),
            "seen": pa.array([1, None], pa.timestamp("ns")),
            "took": pa.array([1, None], pa.duration("ns")),
        }
    )

    assert record(table, 0)["seen"] == "1970-01-01 00:00:00.000000001"
    assert record(table, 1) == {"id": None, "brakes": "no", "seen": None, "took": None}
    assert {name: value for name, value in record(table, 0).items() if name in {"id", "brakes"}} == {
        "id": 7,
        "brakes": "yes",
    }

"""The scan of tables, compared with profiles that are completed one by one."""

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
    return RowScanner(axes, keys).scan(table)


def check(knowledge: Knowledge, table: pa.Table) -> None:
    """Compare a scan with every row read on its own."""
    axes = build_axes(knowledge.facts, [rule.when for rule in knowledge.all_rules])
    profiles = RowScanner(axes, ()).scan(table)
    for row, raw in enumerate(table.to_pylist()):
        try:
            values = complete(
                knowledge.facts, {key: each for key, each in raw.items() if each is not None}
            ).values
        except ProfileError:
            assert not profiles.accepted[row], raw
        else:
            assert profiles.accepted[row], raw
            codes = {name: int(own[row]) for name, own in profiles.codes.items()}
            assert codes == {name: axis.code(values[name]) for name, axis in axes.items()}


@st.composite
def columns(draw: st.DrawFn, rows: int, kinds: list[pa.DataType], answers: dict[str, Any]) -> pa.ChunkedArray:
    """Draw a column in one or two pieces, of some type."""
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
def test_rows_are_scanned_as_profiles_are_completed(data: st.DataObject) -> None:
    """Any values in any types, with some columns absent."""
    rows = data.draw(st.integers(0, 6))
    texts = columns(rows, TEXTS, {"of": lambda _: TEXT})
    schema = columns(
        rows, TEXTS, {"of": lambda _: st.sampled_from(["exitwise.profile/1", "exitwise.profile/0"])}
    )
    integers = columns(rows, INTEGERS, {"of": numbers})
    known = {
        "brakes": texts,
        "colour": texts,
        "bell": texts,
        "age": integers,
        "spokes": integers,
        "schema": schema,
    }
    names = ["brakes", *data.draw(st.lists(st.sampled_from(list(known)[1:]), unique=True))]

    check(BICYCLE, pa.table({name: data.draw(known[name]) for name in names}))


@settings(max_examples=examples(30))
@given(st.data())
def test_numbers_are_within_64_bits(data: st.DataObject) -> None:
    """A fact without bounds takes all of them, and no others."""
    rows = data.draw(st.integers(0, 6))
    integers = columns(rows, INTEGERS, {"of": numbers})

    check(UNBOUNDED, pa.table({name: data.draw(integers) for name in ("days", "left")}))


def test_values_pass_through_as_they_are() -> None:
    """Nulls are values, absent columns are none, and bytes are not taken for JSON."""
    table = pa.table(
        {
            "brakes": ["yes", "no"],
            "id": pa.chunked_array([[7], [None]]),
            "seen": pa.array([1, 2], pa.timestamp("us")),
            "hash": [b"{}", None],
        }
    )
    passthrough = scan(BICYCLE, table, "id", "seen", "hash", "note").passthrough

    assert [own.values.to_pylist() for own in passthrough.values()] == [
        [7, None],
        table["seen"].to_pylist(),
        [b"{}", None],
        [],
    ]
    assert [own.index.tolist() for own in passthrough.values()] == [[0, 1], [0, 1], [0, 1], [-1, -1]]
    assert [own.values.type for own in passthrough.values()] == [
        pa.int64(),
        pa.timestamp("us"),
        pa.large_binary(),
        pa.binary(),
    ]


@pytest.mark.parametrize("rows", [0, 3])
def test_absent_columns_are_unknown_or_missing(rows: int) -> None:
    """A table without the required fact has no profiles."""
    profiles = scan(BICYCLE, pa.table({"colour": pa.array(["red"] * rows, pa.string())}))

    assert profiles.accepted.tolist() == [False] * rows
    assert len(set(profiles.codes["age"].tolist())) == min(rows, 1)


def test_records_are_plain_values() -> None:
    """Also of encoded columns, and of times that Python cannot hold."""
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
    assert {name: each for name, each in record(table, 0).items() if name in {"id", "brakes"}} == {
        "id": 7,
        "brakes": "yes",
    }

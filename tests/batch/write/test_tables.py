"""Tables of advice, compared with planes read bit by bit and JSON parsed value by value."""

import io
import json
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from exitwise.batch.profiles import Passthrough
from exitwise.batch.write.tables import NameLists, TableRenderer, TableWriter
from exitwise.model.advice import LISTS
from exitwise.planes import bits
from exitwise.planes.evaluate import ConclusionPlanes, Early, Evaluator
from support.packs import random_packs, toy
from support.running import blocks
from support.running.examples import examples

PROFILES: list[dict[str, Any]] = [{"brakes": "yes", "age": 1}, {"brakes": "no", "age": 20}, {"brakes": "no"}]

LIST = pa.list_(pa.field("element", pa.string(), nullable=False))
"""The type of a list of names, without nulls."""


def evaluate() -> ConclusionPlanes:
    """Return the conclusions for three bicycles."""
    evaluator = Evaluator(toy.bicycle().knowledge)
    return evaluator.evaluate(blocks.block(evaluator, PROFILES))


def of_json(*tokens: str | None) -> Passthrough:
    """Return JSON values; None is an absent value."""
    values = [token.encode() for token in tokens if token is not None]
    numbers = iter(range(len(values)))
    index = [-1 if token is None else next(numbers) for token in tokens]
    return Passthrough(pa.array(values, pa.binary()), np.array(index, np.int32))


def of_values(values: pa.Array) -> Passthrough:
    """Return typed values, one for each row."""
    return Passthrough(values, np.arange(len(values), dtype=np.int32))


def names(planes: ConclusionPlanes, group: str, row: int) -> list[str]:
    """Return the names of the planes in which a row is set."""
    found = (key for key, plane in getattr(planes, group).items() if int(plane[row // 64]) >> row % 64 & 1)
    return [key.step if isinstance(key, Early) else key for key in found]


def expected(planes: ConclusionPlanes, row: int) -> dict[str, Any]:
    """Return the advice of a row, read bit by bit."""
    (outcome,), (readiness,) = names(planes, "recommendation", row), names(planes, "readiness", row)
    advice = {name: names(planes, name, row) for name in LISTS}
    return {"recommendation": outcome, "readiness": readiness, **advice}


JSON = st.none() | st.booleans() | st.integers() | st.text() | st.lists(st.integers())


def text(value: Any) -> str | None:
    """Return a JSON value as text."""
    return value if isinstance(value, str | None) else json.dumps(value)


@settings(max_examples=examples(40))
@given(st.data())
def test_tables_equal_the_conclusions_on_random_packs(data: st.DataObject) -> None:
    """Any rows with a recommendation are rendered, with any JSON that passes through."""
    pack = data.draw(random_packs.packs())
    profiles = [data.draw(random_packs.profiles(pack)) for _ in range(data.draw(st.integers(1, 4)))]
    evaluator = Evaluator(toy.loaded(pack))
    planes = evaluator.evaluate(blocks.block(evaluator, profiles))
    chosen = data.draw(st.sets(st.integers(0, len(profiles) - 1)))
    rows = [row for row in sorted(chosen) if names(planes, "recommendation", row)]
    values = data.draw(st.lists(JSON, min_size=len(profiles), max_size=len(profiles)))
    ascii_only = data.draw(st.booleans())
    tokens = [json.dumps(value, ensure_ascii=ascii_only) for value in values]

    table = TableRenderer(blocks.names_of(planes), ["id"]).render(
        planes, np.array(rows, np.int64), {"id": of_json(*tokens)}
    )

    assert table.to_pylist() == [{"id": text(values[row]), **expected(planes, row)} for row in rows]


@settings(max_examples=examples(30))
@given(st.integers(0, 600), st.integers(0, 70), st.integers(0, 2**32))
def test_lists_have_the_names_of_set_bits(count: int, rows: int, seed: int) -> None:
    """There may be more names than a byte can number."""
    masks = np.random.default_rng(seed).random((count, rows)) < 0.1
    column = NameLists([f"n{number}" for number in range(count)]).column(
        bits.transpose([bits.pack(mask) for mask in masks], rows)
    )

    column.validate(full=True)
    assert column.to_pylist() == [
        [f"n{number}" for number in np.flatnonzero(masks[:, row])] for row in range(rows)
    ]


def test_json_becomes_text() -> None:
    """Strings lose their quotes and escapes, and null and absent values are null."""
    planes = evaluate()
    tokens = {
        "id": of_json('"a\\u00e9\\n\\"b"', "null", None),
        "note": of_json('"é"', "1.50", '{"a": ["x"]}'),
    }
    table = TableRenderer(blocks.names_of(planes), list(tokens)).render(planes, np.arange(3), tokens)

    assert table["id"].to_pylist() == ['aé\n"b', None, None]
    assert table["note"].to_pylist() == ["é", "1.50", '{"a": ["x"]}']


KINDS: list[tuple[pa.Array, pa.DataType | None, list[Any]]] = [
    (pa.array([1, None, 3]), pa.int64(), [1, None, 3]),
    (pa.array([1, None, 3]), None, ["1", None, "3"]),
    (pa.array(["a", None, ""]), None, ["a", None, ""]),
    (pa.array(["a", None, ""]).dictionary_encode(), None, ["a", None, ""]),
    (pa.array([b"a", None, b""], pa.large_binary()), pa.binary(), [b"a", None, b""]),
    (pa.array([[1], None, []]), pa.list_(pa.int64()), [[1], None, []]),
    (pa.nulls(3), pa.null(), [None, None, None]),
    (pa.nulls(3), None, [None, None, None]),
    (pa.array([], pa.binary()), pa.int64(), [None, None, None]),
]


@pytest.mark.parametrize(("values", "kind", "column"), KINDS, ids=str)
def test_typed_values_keep_their_type_or_become_text(
    values: pa.Array, kind: pa.DataType | None, column: list[Any]
) -> None:
    """They become text if the inputs differ in type; a column without values is null."""
    planes = evaluate()
    passthrough = of_values(values) if len(values) else Passthrough(values, np.full(3, -1, np.int32))
    kinds = {} if kind is None else {"id": kind}
    table = TableRenderer(blocks.names_of(planes), ["id"], kinds).render(
        planes, np.arange(3), {"id": passthrough}
    )

    assert table["id"].to_pylist() == column
    assert table.schema.field("id").type == (kind or pa.string())


def test_files_are_read_back_by_two_readers(tmp_path: Path) -> None:
    """Each table is a row group, names are plain text, and the stream stays open."""
    planes = evaluate()
    renderer = TableRenderer(blocks.names_of(planes), ["id"], {"id": pa.int64()})
    tables = [
        renderer.render(planes, np.array(rows, np.int64), {"id": of_values(pa.array([5, None, 7]))})
        for rows in ([0, 1, 2], [], [2, 0])
    ]
    file = tmp_path / "out.parquet"
    with file.open("wb") as stream:
        writer = TableWriter(stream, renderer.schema)
        for table in tables:
            writer.add(table)
        writer.close()
        assert not stream.closed

    rows = [row for table in tables for row in table.to_pylist()]
    back = parquet.read_table(file)
    assert back.to_pylist() == rows
    assert back.schema.types == [pa.int64(), pa.string(), pa.string(), *[LIST] * 4]
    assert [field.nullable for field in back.schema] == [True, *[False] * 6]
    assert parquet.ParquetFile(file).num_row_groups == 2
    assert duckdb.execute(f"FROM '{file}'").fetchall() == [tuple(row.values()) for row in rows]


def test_files_without_tables_have_columns() -> None:
    """They have no rows."""
    renderer = TableRenderer(blocks.names_of(evaluate()), ["id", "note"], {"id": pa.int32()})
    stream = io.BytesIO()
    writer = TableWriter(stream, renderer.schema)
    writer.close()

    back = parquet.read_table(pa.BufferReader(stream.getvalue()))
    assert back.num_rows == 0
    assert back.schema.names == ["id", "note", "recommendation", "readiness", *LISTS]
    assert back.schema.types[:3] == [pa.int32(), pa.string(), pa.string()]

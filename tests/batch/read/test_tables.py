"""Rows of Parquet, as tables with row numbers or as lines of JSON, and the types of several files."""

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from pyarrow import parquet

from exitwise.batch.columns.mapping import RecordMapper
from exitwise.batch.job import Job
from exitwise.batch.read import parquet as reading
from exitwise.batch.read import tables
from exitwise.errors import InputError
from exitwise.model.column_map import ColumnMap, Origin
from support.packs import toy
from support.running.batching import TODAY

FACTS = toy.bicycle().knowledge.facts


def write(folder: Path, table: pa.Table) -> str:
    """Write a table to a file."""
    parquet.write_table(table, folder / "in.parquet")
    return str(folder / "in.parquet")


def test_a_chunk_has_its_first_row_and_the_share_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The share counts the rows up to the end of the chunk."""
    monkeypatch.setattr(reading, "MOST_ROWS", 4)
    monkeypatch.setattr(reading, "SLICE", 4)
    file = write(tmp_path, pa.table({"id": range(8), "brakes": ["yes"] * 8}))

    chunks = list(tables.tables(file, FACTS))

    assert [(chunk.first, chunk.share) for chunk in chunks] == [(0, 0.5), (4, 1.0)]
    assert [chunk.table["id"].to_pylist() for chunk in chunks] == [[0, 1, 2, 3], [4, 5, 6, 7]]


def test_a_file_without_rows_has_no_tables(tmp_path: Path) -> None:
    """No share is computed for it."""
    assert list(tables.tables(write(tmp_path, pa.table({"brakes": pa.array([], pa.string())})), FACTS)) == []


NUMBER, TEXT = pa.schema([("id", pa.int64())]), pa.schema([("id", pa.string())])
WITHOUT = pa.schema([("brakes", pa.string())])


@pytest.mark.parametrize(
    ("schemas", "types"),
    [
        ([NUMBER, NUMBER], {"id": pa.int64()}),
        ([NUMBER, WITHOUT], {"id": pa.int64()}),
        ([NUMBER, TEXT], {}),
        ([WITHOUT], {}),
        ([], {}),
    ],
)
def test_a_column_has_a_common_type_if_all_files_with_it_agree(
    schemas: list[pa.Schema], types: dict[str, pa.DataType]
) -> None:
    """Files without the column make no difference."""
    assert tables.common_types(schemas, ("id", "note")) == types


def test_rows_become_json_objects() -> None:
    """Names and values are escaped, and bytes are text, not JSON."""
    columns = {
        'a"é': pa.chunked_array([["x\n"], [None]]),
        "n": pa.chunked_array([[1, 2]]),
        "bytes": pa.chunked_array([[b'1,"n":3', None]]),
    }

    lines = tables.json_lines(pa.table(columns))

    assert [json.loads(line) for line in lines] == [
        {'a"é': "x\n", "n": 1, "bytes": "1,\\x22n\\x22:3"},
        {'a"é': None, "n": 2, "bytes": None},
    ]
    assert [list(json.loads(line)) for line in lines] == [list(columns)] * 2
    assert tables.json_lines(pa.table(columns).slice(0, 0)) == []


def mapper() -> RecordMapper:
    """Return a mapper that reads the fact `brakes` from another column."""
    columns = ColumnMap(facts={"brakes": Origin(column="stops", values={"J": "yes"})}, keep=("note",))
    created = Job(
        inputs=[], output="-", form="jsonl", columns=columns, keep=("note",), today=TODAY
    ).new_mapper(FACTS)
    assert created is not None
    return created


COLUMNS: list[tuple[dict[str, Any], str | None]] = [
    ({"stops": ["J", None], "note": [1.5, 2.0]}, None),
    ({"stops": ["J"], "colur": ["red"]}, "did you mean `colour`"),
]


@pytest.mark.parametrize(("columns", "error"), COLUMNS)
def test_columns_of_a_file_must_be_those_of_the_map(
    columns: dict[str, Any], error: str | None, tmp_path: Path
) -> None:
    """Records are numbered from 1; a missing or unknown column is an error of the file."""
    file = write(tmp_path, pa.table(columns))
    if error is not None:
        with pytest.raises(InputError) as raised:
            list(tables.lines(file, FACTS, mapper()))
        assert error in f"{raised.value.message} {raised.value.help}"
        return

    (records,) = tables.lines(file, FACTS, mapper())

    assert (records.file, records.first) == (file, 1)
    assert [json.loads(line) for line in records.lines] == [
        {"stops": "J", "note": 1.5},
        {"stops": None, "note": 2.0},
    ]

"""The rows of a file of Parquet, as tables, or as lines of JSON for a map of its columns."""

from __future__ import annotations

import json
from contextlib import closing
from typing import TYPE_CHECKING, NamedTuple

from exitwise.batch.columns.table import check_columns
from exitwise.batch.read.parquet import Reader, chunks, column_names
from exitwise.batch.records import Records
from exitwise.batch.values.arrays import typed_values
from exitwise.batch.values.json_text import json_of_values

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import pyarrow as pa

    from exitwise.batch.columns.mapping import RecordMapper
    from exitwise.batch.read.parquet import File
    from exitwise.model.fact import Fact


class TableChunk(NamedTuple):
    """Some rows of a file: the number of the first, from 0, and the share of the file up to their end."""

    first: int
    table: pa.Table
    share: float


def tables(file: File, facts: Iterable[Fact]) -> Iterator[TableChunk]:
    """Yield the rows of a file in chunks.

    Raises:
        FileError: the file cannot be read.
    """
    several = list(chunks(file))
    rows, done = sum(chunk.rows for chunk in several), 0
    with closing(Reader(file, facts)) as reader:
        for chunk in several:
            done += chunk.rows
            yield TableChunk(chunk.first, reader.read(chunk), done / rows)


def common_types(schemas: Sequence[pa.Schema], keys: Iterable[str]) -> dict[str, pa.DataType]:
    """Return the type of each column that has one type in all schemas that have it."""
    types = {key: {schema.field(key).type for schema in schemas if key in schema.names} for key in keys}
    return {key: own.pop() for key, own in types.items() if len(own) == 1}


def lines(file: File, facts: Sequence[Fact], mapper: RecordMapper | None = None) -> Iterator[Records]:
    """Yield the rows of a file as lines of JSON.

    Raises:
        FileError: the file cannot be read.
        InputError: its columns are not those of the map or, without one, of a profile.
    """
    check_columns(str(file), column_names(file), facts, () if mapper is None else mapper.keep, mapper)
    for first, table, _ in tables(file, ()):
        yield Records(str(file), json_lines(table), first + 1)


def json_lines(table: pa.Table) -> list[bytes]:
    """Return each row as a JSON object."""
    columns = []
    for number, (name, column) in enumerate(zip(table.column_names, table.columns, strict=True)):
        key = f"{',' if number else '{'}{json.dumps(name, ensure_ascii=False)}:".encode()
        columns.append([key + value for value in json_of_values(typed_values(column)).to_pylist()])
    return [b"".join((*members, b"}")) for members in zip(*columns, strict=True)]

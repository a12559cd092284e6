"""Files of Parquet: the types that their columns may have, and their rows in chunks."""

from __future__ import annotations

import os
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa
from pyarrow import parquet

from exitwise.batch.columns.column_types import check_types, is_text
from exitwise.batch.columns.table import check_columns, check_names
from exitwise.errors import FileError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from exitwise.model.fact import Fact

    File = str | os.PathLike[str]
    """The path of a file, whose text is the name in messages, or an input, which may be at an address."""

LEAST_ROWS: Final = 65_536
"""Rows for which row groups are read together."""
MOST_ROWS: Final = 131_072
"""Rows of a chunk; a larger row group is read in slices."""
SLICE: Final = 100_000
"""Rows of a slice, at most."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """The rows of some row groups, or of a slice of one that begins after `skip` rows of it.

    `first` is the number of the first row in the file, counted from 0.
    """

    first: int
    rows: int
    groups: tuple[int, ...]
    skip: int = 0


# Types


def schema_of(file: File, facts: Sequence[Fact], keep: Collection[str]) -> pa.Schema:
    """Return the schema of a file, whose columns are `id`, `schema`, facts, and those of `keep`.

    Raises:
        FileError: the file cannot be read.
        InputError: a column is unknown, there twice, or of a type that its values cannot have.
    """
    with _open(file) as parquet_file:
        schema = _schema(parquet_file)
    check_columns(str(file), schema.names, facts, keep)
    check_names(str(file), [name for name in schema.names if name not in keep], facts)
    check_types(str(file), schema, facts)
    return schema


def column_names(file: File) -> tuple[str, ...]:
    """Return the names of the columns of a file.

    Raises:
        FileError: the file cannot be read.
    """
    with _open(file) as opened:
        return tuple(opened.schema_arrow.names)


# Rows


def group_sizes(file: File) -> list[int]:
    """Return the number of rows of each row group of a file.

    Raises:
        FileError: the file cannot be read.
    """
    with _open(file) as parquet_file:
        metadata = parquet_file.metadata
        return [metadata.row_group(group).num_rows for group in range(metadata.num_row_groups)]


def chunks(file: File) -> Iterator[Chunk]:
    """Yield the chunks of a file or a piece of it, which have all its rows in order.

    Raises:
        FileError: the file cannot be read.
    """
    sizes, piece = group_sizes(file), getattr(file, "piece", None)
    start, stop = (0, len(sizes)) if piece is None else piece
    first, groups, rows = sum(sizes[:start]), list[int](), 0
    for group, size in enumerate(sizes[start:stop], start):
        if rows and (rows >= LEAST_ROWS or rows + size > MOST_ROWS):
            yield Chunk(first, rows, tuple(groups))
            first, groups, rows = first + rows, [], 0
        if size > MOST_ROWS:
            yield from _slices(first, group, size)
            first += size
        elif size:
            groups, rows = [*groups, group], rows + size
    if rows:
        yield Chunk(first, rows, tuple(groups))


def _slices(first: int, group: int, size: int) -> Iterator[Chunk]:
    """Yield slices of almost equal length of a row group."""
    length = -(-size // -(-size // SLICE))
    for skip in range(0, size, length):
        yield Chunk(first + skip, min(length, size - skip), (group,), skip)


class Reader:
    """Reads chunks of one file, which stays open; facts and `schema` as dictionaries if they are text.

    A slice is read on from the slice before if that is of the same row group, or else from its beginning.
    """

    def __init__(self, file: File, facts: Iterable[Fact]) -> None:
        """Open a file.

        Raises:
            FileError: the file cannot be read.
        """
        answers = {"schema", *(name for fact in facts for name in (fact.id, *fact.formerly))}
        self._file = file
        with _failures(file):
            self._source = _source(file)
            parquet_file = _parquet_file(self._source)
            self._enumerations = _enumerations(parquet_file)
            dictionaries = [
                field.name for field in _schema(parquet_file) if field.name in answers and is_text(field.type)
            ]
            self._parquet = _parquet_file(
                self._source, metadata=parquet_file.metadata, read_dictionary=dictionaries
            )
        self._group: _RowGroup | None = None

    def close(self) -> None:
        """Close the file."""
        self._group = None
        self._source.close()

    def read(self, chunk: Chunk) -> pa.Table:
        """Return the rows of a chunk.

        Raises:
            FileError: the file cannot be read.
        """
        size = self._parquet.metadata.row_group(chunk.groups[0]).num_rows
        with _failures(self._file):
            if size > chunk.rows:
                table = self._slice(chunk)
            else:
                table = self._parquet.read_row_groups(list(chunk.groups), use_threads=False)
            _check(table, chunk.rows)
            return _cast(table, self._enumerations)

    def _slice(self, chunk: Chunk) -> pa.Table:
        group = self._group
        if group is None or group.number != chunk.groups[0] or group.position > chunk.skip:
            group = self._group = _RowGroup(self._parquet, chunk.groups[0], chunk.rows)
        while group.position < chunk.skip:
            group.take(min(chunk.rows, chunk.skip - group.position))
        return group.take(chunk.rows)


class _RowGroup:
    """The rows of a row group, read one after the other."""

    def __init__(self, parquet_file: parquet.ParquetFile, number: int, rows: int) -> None:
        """Begin to read batches of so many rows."""
        self.number = number
        self.position = 0
        self._batches = parquet_file.iter_batches(rows, row_groups=[number], use_threads=False)
        self._rest = parquet_file.schema_arrow.empty_table()

    def take(self, rows: int) -> pa.Table:
        """Return the next rows; fewer if the row group has no more."""
        table = self._rest
        while table.num_rows < rows and (batch := next(self._batches, None)) is not None:
            table = pa.concat_tables([table, pa.Table.from_batches([batch])])
        self.position += rows
        self._rest = table.slice(rows)
        return table.slice(0, rows)


def _schema(parquet_file: parquet.ParquetFile) -> pa.Schema:
    """Return the schema of a file, in which enumerations are text."""
    schema = parquet_file.schema_arrow
    for name in _enumerations(parquet_file):
        schema = schema.set(schema.get_field_index(name), pa.field(name, pa.string()))
    return schema


def _enumerations(parquet_file: parquet.ParquetFile) -> list[str]:
    """Return the columns of the logical type `ENUM`, which is text, though Arrow takes it for bytes."""
    leaves = (parquet_file.schema.column(number) for number in range(len(parquet_file.schema)))
    paths = {leaf.path for leaf in leaves if leaf.logical_type.type == "ENUM"}
    return [name for name in parquet_file.schema_arrow.names if name in paths]


def _cast(table: pa.Table, enumerations: Sequence[str]) -> pa.Table:
    """Return a table with enumerations as text."""
    for name in enumerations:
        column = table.column(name)
        is_dictionary = pa.types.is_dictionary(column.type)
        kind = pa.dictionary(pa.int32(), pa.string()) if is_dictionary else pa.string()
        table = table.set_column(table.column_names.index(name), name, column.cast(kind))
    return table


def _check(table: pa.Table, rows: int) -> None:
    """Refuse a table with other rows than the file says it has, or with text that is none."""
    if table.num_rows != rows:
        raise pa.ArrowInvalid(f"expected {rows} rows, found {table.num_rows}")
    for column in table.columns:
        for piece in column.chunks:
            (piece.dictionary if pa.types.is_dictionary(piece.type) else piece).validate(full=True)


def _parquet_file(source: pa.NativeFile, **options: Any) -> parquet.ParquetFile:
    """Return the file of a source: a name that looks like an address (a URI) would be taken for one."""
    return parquet.ParquetFile(source, pre_buffer=False, **options)


def _source(file: File) -> pa.NativeFile:
    stored = getattr(file, "stored", None)
    return pa.OSFile(os.fspath(file)) if stored is None else stored.open()


@contextmanager
def _open(file: File) -> Iterator[parquet.ParquetFile]:
    with _failures(file), _source(file) as source:
        yield _parquet_file(source)


@contextmanager
def _failures(file: File) -> Iterator[None]:
    """Raise failures of the file as errors of one line."""
    try:
        yield
    except (OSError, pa.ArrowException) as error:
        number = getattr(error, "errno", None)
        cause = os.strerror(number) if number else str(error).partition("\n")[0]
        raise FileError(f"{file} cannot be read: {cause}") from error

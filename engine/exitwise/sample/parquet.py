"""A sample as Parquet: lines of columns, converted in chunks."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final

from exitwise.atomic_file import wrap_os_errors
from exitwise.errors import InputError
from exitwise.model.fact import UNKNOWN
from exitwise.model.kinds import kind_of, write

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    import pyarrow as pa

    from exitwise.model.fact import Fact, Value

ROWS: Final = 100_000
"""Rows of a row group."""


class ColumnsEncoder:
    """Encodes a record as a line of comma-separated values without quotes, empty for an absent answer.

    An unknown integer is empty too, as a column of numbers cannot store `unknown`.
    """

    def answer(self, fact: Fact, value: Value | None) -> bytes:
        """Return a comma and the value."""
        has_text = fact.kind == "choice"
        return (
            b","
            if value is None or (value == UNKNOWN and not has_text)
            else f",{write(fact, value)}".encode()
        )

    def no_answer(self, _: Fact) -> bytes:
        """Return a comma."""
        return b","

    def record(self, number: int, answers: bytes) -> bytes:
        """Return the line, which starts with the id."""
        return b"%d%b\n" % (number, answers)


def check_columns(facts: Sequence[Fact]) -> None:
    """Reject facts that cannot be columns of one table.

    Raises:
        InputError: the names of two columns differ only in case.
    """
    by_folded = {"id": "id"}
    for fact in facts:
        other = by_folded.setdefault(fact.id.lower(), fact.id)
        if other != fact.id:
            message = f"`{other}` and `{fact.id}` differ only in case and cannot both be columns"
            raise InputError(message, help="use JSON Lines instead")


def _type(fact: Fact) -> pa.DataType:
    """Return the type of a fact's column in the lines; a list of values is text with semicolons."""
    import pyarrow as pa  # noqa: PLC0415 (only Parquet needs it)

    if fact.kind == "decimal":
        return pa.decimal128(38, fact.digits)
    return pa.int64() if kind_of(fact).is_number else pa.string()


def _lists() -> pa.DataType:
    import pyarrow as pa  # noqa: PLC0415 (only Parquet needs it)

    return pa.list_(pa.string())


def _with_lists(table: pa.Table, facts: Sequence[Fact]) -> pa.Table:
    """Return the table with columns of lists for the facts with several values."""
    import pyarrow as pa  # noqa: PLC0415 (only Parquet needs it)

    for at, name in enumerate(table.column_names):
        fact = next((fact for fact in facts if fact.id == name and fact.kind == "several"), None)
        if fact is not None:
            texts = table.column(at).combine_chunks().dictionary_encode()
            values = [kind_of(fact).parse(fact, text) for text in texts.dictionary.to_pylist()]
            lists = pa.array([[each] if isinstance(each, str) else each for each in values], _lists())
            table = table.set_column(at, name, lists.take(texts.indices))
    return table


def write_parquet(records: Iterable[bytes], facts: Sequence[Fact], file: Path) -> None:
    """Write records, encoded by `ColumnsEncoder`, to a file.

    Raises:
        FileError: the file cannot be written.
    """
    import pyarrow as pa  # noqa: PLC0415 (only Parquet needs it)
    from pyarrow import csv, parquet  # noqa: PLC0415

    types = {"id": pa.int64()}
    types |= {fact.id: _type(fact) for fact in facts}
    options = {
        "read_options": csv.ReadOptions(column_names=list(types)),
        "parse_options": csv.ParseOptions(quote_char=False),
        "convert_options": csv.ConvertOptions(column_types=types, null_values=[""], strings_can_be_null=True),
    }
    schema = pa.schema(types | {fact.id: _lists() for fact in facts if fact.kind == "several"})
    with (
        wrap_os_errors(str(file)),
        file.open("wb") as stream,
        parquet.ParquetWriter(stream, schema) as writer,
    ):
        lines = iter(records)
        while rows := b"".join(islice(lines, ROWS)):
            table = csv.read_csv(pa.BufferReader(rows), **options)
            writer.write_table(_with_lists(table, facts))

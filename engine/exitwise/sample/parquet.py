"""A sample as Parquet: first written as lines of columns, then converted by the database."""

from __future__ import annotations

from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING

from exitwise.batch.database import Database, listed, name, text
from exitwise.errors import InputError
from exitwise.model.fact import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from exitwise.model.fact import Fact


class ColumnsEncoder:
    """Encodes a record as a line of comma-separated values without quotes, empty for an absent answer.

    An unknown integer is empty too, as a column of numbers cannot store `unknown`.
    """

    def answer(self, fact: Fact, value: str) -> bytes:
        """Return a comma and the value."""
        return b"," if fact.kind == "integer" and value == UNKNOWN else f",{value}".encode()

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


def write_parquet(records: Iterable[bytes], facts: Sequence[Fact], file: Path) -> None:
    """Write records, encoded by `ColumnsEncoder`, to a file; temporary files are in its folder.

    Raises:
        FileError: the file cannot be written.
    """
    lines = file.with_name("columns")
    with lines.open("wb") as stream:
        stream.writelines(records)
    types = {"id": "BIGINT"} | {fact.id: "BIGINT" if fact.kind == "integer" else "VARCHAR" for fact in facts}
    columns = listed([f"{name(column)}: {text(kind)}" for column, kind in types.items()])
    read = "header = false, auto_detect = false, delim = ',', quote = '', escape = '', nullstr = ''"
    source = f"read_csv({text(str(lines))}, {read}, columns = {{{columns}}})"
    statement = f"COPY (FROM {source}) TO {text(str(file))} (FORMAT parquet)"
    # One thread preserves the order of the records and needs little memory.
    with closing(Database(file.parent, threads=1)) as database:
        database.result(database.submit(partial(database.rows, statement)))

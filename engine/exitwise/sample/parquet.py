"""A sample as Parquet: written as plain columns beside, and turned by the database when it is drawn."""

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
    """A record as a line of values: neither names nor numbers need quotes. What is left out is empty.

    A number's "I don't know" is empty too, stated or not: a column of numbers has no word for it.
    """

    def answer(self, fact: Fact, value: str) -> bytes:
        """Return a value, after a comma."""
        return b"," if fact.kind == "integer" and value == UNKNOWN else f",{value}".encode()

    def no_answer(self, _: Fact) -> bytes:
        """Return nothing, after a comma."""
        return b","

    def record(self, number: int, answers: bytes) -> bytes:
        """Return a line that begins with the id."""
        return b"%d%b\n" % (number, answers)


def check_columns(facts: Sequence[Fact]) -> None:
    """Refuse facts that a table cannot tell apart.

    Raises:
        InputError: names of columns differ in case alone.
    """
    taken = {"id": "id"}
    for fact in facts:
        other = taken.setdefault(fact.id.lower(), fact.id)
        if other != fact.id:
            message = f"`{other}` and `{fact.id}` differ in case alone, and cannot both be columns"
            raise InputError(message, help="write JSON Lines")


def write_parquet(records: Iterable[bytes], facts: Sequence[Fact], file: Path) -> None:
    """Write records, spelled as `Columns`, to a file; what is needed meanwhile stands beside it.

    Raises:
        FileError: it cannot be written.
    """
    lines = file.with_name("columns")
    with lines.open("wb") as stream:
        stream.writelines(records)
    types = {"id": "BIGINT"} | {fact.id: "BIGINT" if fact.kind == "integer" else "VARCHAR" for fact in facts}
    columns = listed([f"{name(column)}: {text(kind)}" for column, kind in types.items()])
    read = "header = false, auto_detect = false, delim = ',', quote = '', escape = '', nullstr = ''"
    source = f"read_csv({text(str(lines))}, {read}, columns = {{{columns}}})"
    statement = f"COPY (FROM {source}) TO {text(str(file))} (FORMAT parquet)"
    # one thread keeps the order of the records, and the memory small
    with closing(Database(file.parent, threads=1)) as database:
        database.result(database.submit(partial(database.rows, statement)))

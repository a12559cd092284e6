"""A sample as Parquet: written as plain columns beside, and turned by the database when it is drawn."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor, wait
from typing import TYPE_CHECKING, Final

import duckdb

from exitwise.errors import FileError, InputError
from exitwise.model.fact import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from exitwise.model.fact import Fact

MEMORY: Final = "1GB"
PATIENCE: Final = 0.1
"""Seconds between looks whether somebody wants it to end: the database does not listen while it works."""


class Columns:
    """A record as a line of values: neither names nor numbers need quotes. What is left out is empty.

    A number's "I don't know" is empty too, stated or not: a column of numbers has no word for it.
    """

    def stated(self, fact: Fact, value: str) -> bytes:
        """Return a value, after a comma."""
        return b"," if fact.kind == "integer" and value == UNKNOWN else f",{value}".encode()

    def absent(self, _: Fact) -> bytes:
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
    columns = ", ".join(f"{_name(column)}: '{kind}'" for column, kind in types.items())
    read = "header = false, auto_detect = false, delim = ',', quote = '', escape = '', nullstr = ''"
    source = f"read_csv({_text(lines)}, {read}, columns = {{{columns}}})"
    try:
        _run(file.parent, f"COPY (FROM {source}) TO {_text(file)} (FORMAT parquet)")
    except (duckdb.IOException, duckdb.OutOfMemoryException) as error:
        raise FileError(str(error).partition("\n")[0]) from error


def _run(folder: Path, statement: str) -> None:
    """Let the database work in a thread, so that whoever is interrupted can interrupt it.

    One thread of its own keeps the order of the records, and the memory small.
    """
    with duckdb.connect() as connection, ThreadPoolExecutor(1) as worker:
        connection.execute(f"SET memory_limit = '{MEMORY}'; SET threads = 1")
        connection.execute(f"SET temp_directory = {_text(folder)}")
        work = worker.submit(connection.execute, statement)
        try:
            while not work.done():
                wait([work], PATIENCE)
        except BaseException:
            connection.interrupt()
            raise
        work.result()


def _name(identifier: str) -> str:
    return '"' + identifier + '"'


def _text(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"

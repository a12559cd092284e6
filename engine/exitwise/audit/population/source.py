"""A population: the records of some files, and what a pack makes of each, piece by piece."""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import IO, TYPE_CHECKING, Final, TypeVar

from exitwise.batch.advising import ROW, TABLE
from exitwise.batch.bits import as_list
from exitwise.batch.columns import INTEGER, check_columns
from exitwise.batch.database import Database, name, text
from exitwise.batch.gate import Gate
from exitwise.batch.output import Workshop
from exitwise.batch.records import Records, Text
from exitwise.batch.source import ROWS, STANDARD, opened, read
from exitwise.batch.table import Table
from exitwise.errors import InputError
from exitwise.exchange.sql.query import query
from exitwise.nearest import join_names
from exitwise.sql.masks import masked

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from exitwise.batch.gate import Gated
    from exitwise.batch.source import Input
    from exitwise.exchange.sql.names import Key
    from exitwise.model.fact import Fact
    from exitwise.model.knowledge import Knowledge

    T = TypeVar("T")

Id = str | int | None
PLACE: Final = "file_row_number"
"""What the database calls the place of a row in a file of Parquet, from 0."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Population:
    """The files that are read, and who is told how far that is: in bytes, and in records.

    `given` opens standard input; `today` is the day to which a saved session is brought.
    """

    inputs: Sequence[Input]
    given: Callable[[], IO[bytes]]
    told: Callable[[int, int], None]
    today: date

    @property
    def files(self) -> tuple[str, ...]:
        """The names of the files."""
        return tuple(source.name for source in self.inputs)

    def pieces(self, workshop: Database, facts: Sequence[Fact]) -> Iterator[Records]:
        """Yield the records, each once and as a line of JSON; CSV and Parquet by the facts that there are.

        Raises:
            FileError: a file cannot be read.
            InputError: a file is not what its name says.
        """
        done = count = 0
        for source in self.inputs:
            with opened(source, self.given) as (stream, position):
                rows = source.form == "parquet"
                found = _rows(workshop, source.name, facts) if rows else read(source, stream, facts, ())
                for records in found:
                    yield records
                    count += len(records.lines)
                    self.told(done + (0 if rows else position()), count)
                done += (source.size or 0) if rows else position()


@contextmanager
def working() -> Iterator[tuple[Database, Path]]:
    """Yield a database and a folder for what passes through; both go at the end."""
    with Workshop(STANDARD) as folder:
        database = Database(folder)
        try:
            yield database, folder
        finally:
            database.close()


def in_worker(database: Database, work: Callable[[], T]) -> T:
    """Let the database's worker do something, and wait for it; so it can be interrupted."""
    return database.result(database.submit(work))


def _rows(database: Database, file: str, facts: Sequence[Fact]) -> Iterator[Records]:
    """Yield the rows of a file of Parquet as lines of JSON."""
    source = f"read_parquet({text(file)}"
    columns = in_worker(database, lambda: database.rows(f"DESCRIBE SELECT * FROM {source})"))
    check_columns(file, [column[0] for column in columns], facts, ())
    rows = f"SELECT * EXCLUDE ({PLACE}) FROM {source}, {PLACE} = true) WHERE {PLACE}"
    first = 0
    while lines := _lines(database, f"{rows} BETWEEN {first} AND {first + ROWS - 1}"):
        yield Records(file, lines, first + 1)
        first += len(lines)


def _lines(database: Database, rows: str) -> list[bytes]:
    found = in_worker(database, lambda: database.rows(f"SELECT to_json(rows) FROM ({rows}) AS rows"))
    return [line.encode("utf-8") for (line,) in found]


def vocabulary(packs: Sequence[Knowledge], files: Collection[Input]) -> tuple[Fact, ...]:
    """Return the facts that any of the packs has; one is required if all require it.

    Raises:
        InputError: a cell of CSV would mean one thing to one pack and another to another.
    """
    found: dict[str, Fact] = {}
    for pack in packs:
        for fact in pack.facts:
            other = found.get(fact.id, fact)
            if other.kind != fact.kind and any(source.form == "csv" for source in files):
                _check_cells(fact, other)
            number = other if other.kind == "integer" else fact
            optional = fact.unknown or other.unknown or any(fact.id not in each.fact for each in packs)
            found[fact.id] = replace(number, unknown=optional)
    return tuple(found.values())


def _check_cells(*facts: Fact) -> None:
    """Refuse a choice whose values read as numbers, where the other pack has a number."""
    digits = [value for fact in facts for value, _ in fact.values if INTEGER.fullmatch(value)]
    if digits:
        raise InputError(
            f"`{facts[0].id}` is a number to one pack and a choice of {join_names(digits)} to the other, "
            "which CSV does not tell apart",
            help="write the records as JSON Lines",
        )


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a record gets no advice: the kind of its first fault; and the id that it gives."""

    cause: str
    id: Id


class Taking:
    """What one pack makes of records: a table of those that pass its gate, and why others get no advice.

    `table` has their `place` among the records, their `id` as JSON, `cause`, which is null where a profile is
    advised on, and the columns of the query, with those that `columns` names.
    """

    def __init__(
        self, knowledge: Knowledge, database: Database, table: str, today: date, columns: Mapping[str, Key]
    ) -> None:
        self.table = table
        self._database = database
        self._gate = Gate(knowledge, today)
        self._profiles = Table(knowledge, database, keep=())
        standing = {f"for {number}": ("for", own) for number, (own, _) in enumerate(knowledge.outcomes)}
        tree = query(knowledge, keep=(ROW, "id"), source=TABLE, further={**standing, **columns})  # type: ignore[dict-item]
        found = masked(tree, knowledge)
        lists = (f"{as_list(pieces)} AS {own}" for own, pieces in found.lists.items())
        told = ", ".join(
            ["id", ROW, "recommendation", "readiness", *lists, *map(name, (*standing, *columns))]
        )
        self._query = f"SELECT {told} FROM ({found.text})"
        self._standing = " OR ".join(map(name, standing))

    def take(self, records: Records, folder: Path) -> dict[int, Refused]:
        """Fill the table, and return the records that get no advice, by their places."""
        given = folder / "lines.jsonl"
        unsure = in_worker(self._database, lambda: self._look(records, given))
        gated = self._gate.passed(records, unsure)
        found = {each.line - records.first: Refused(each.cause, each.id) for each in gated.rejects}
        rows = in_worker(self._database, lambda: self._taken(gated, given, looked=unsure is not None))
        return found | {place: Refused(cause, read_id(said)) for place, cause, said in rows}

    def _look(self, records: Records, given: Path) -> list[int] | None:
        lines = records.lines
        return self._profiles.look(lines, given) if isinstance(lines, Text) else None

    def _taken(self, gated: Gated, given: Path, *, looked: bool) -> list[tuple[int, str, str | None]]:
        self._profiles.of_lines(gated.lines, gated.places, given, looked=looked)
        self._database.rows(
            f"CREATE OR REPLACE TEMP TABLE {self.table} AS "
            f"SELECT {ROW} AS place, {self._cause()} AS cause, * EXCLUDE ({ROW}) FROM ({self._query})"
        )
        return self._database.rows(f"SELECT place, cause, id FROM {self.table} WHERE cause IS NOT NULL")

    def _cause(self) -> str:
        """Say why a profile gets no advice: it breaks a constraint, or not one outcome is argued for."""
        return (
            "CASE WHEN len(refused) > 0 THEN 'contradiction' WHEN recommendation IS NOT NULL THEN NULL "
            f"WHEN {self._standing} THEN 'conflict' ELSE 'gap' END"
        )


def read_id(said: str | None) -> Id:
    """Return an id that stands as JSON."""
    found: Id = None if said is None else json.loads(said)
    return found


def check_some(read: int, refused: Mapping[str, int], files: Collection[str]) -> None:
    """Refuse a population in which nobody is: what is said of it would be empty.

    Raises:
        InputError: none of its records is a profile, or there is none.
    """
    if not read:
        raise InputError(f"there is no record in {join_names(files)}")
    if sum(refused.values()) == read:
        causes = ", ".join(f"{cause} {count:,}" for cause, count in sorted(refused.items()))
        raise InputError(
            f"no record of {join_names(files)} is a profile: {causes}",
            help="`exitwise batch FILE -o ADVICE --rejects REJECTS` says of each what is wrong",
        )

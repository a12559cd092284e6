"""A population: the records of some files, and what a pack makes of each, piece by piece."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import IO, TYPE_CHECKING, Final

from exitwise.audit.population.scratch import run_on_worker
from exitwise.batch.columns import INTEGER, check_columns
from exitwise.batch.database import text
from exitwise.batch.records import Records
from exitwise.batch.source import ROWS, opened, read
from exitwise.errors import InputError
from exitwise.nearest import join_names

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
    from datetime import date

    from exitwise.batch.database import Database
    from exitwise.batch.source import Input
    from exitwise.model.fact import Fact
    from exitwise.model.knowledge import Knowledge

ROW_NUMBER: Final = "file_row_number"
"""What the database calls the place of a row in a file of Parquet, from 0."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Population:
    """The files that are read, and who is told how far that is: in bytes, and in records.

    `given` opens standard input; `today` is the day to which a saved session is brought.
    """

    inputs: Sequence[Input]
    standard_input: Callable[[], IO[bytes]]
    on_progress: Callable[[int, int], None]
    today: date

    @property
    def files(self) -> tuple[str, ...]:
        """The names of the files."""
        return tuple(source.name for source in self.inputs)

    def records(self, workshop: Database, facts: Sequence[Fact]) -> Iterator[Records]:
        """Yield the records, each once and as a line of JSON; CSV and Parquet by the facts that there are.

        Raises:
            FileError: a file cannot be read.
            InputError: a file is not what its name says.
        """
        done = count = 0
        for source in self.inputs:
            with opened(source, self.standard_input) as (stream, position):
                rows = source.form == "parquet"
                found = _rows(workshop, source.name, facts) if rows else read(source, stream, facts, ())
                for records in found:
                    yield records
                    count += len(records.lines)
                    self.on_progress(done + (0 if rows else position()), count)
                done += (source.size or 0) if rows else position()


def _rows(database: Database, file: str, facts: Sequence[Fact]) -> Iterator[Records]:
    """Yield the rows of a file of Parquet as lines of JSON."""
    source = f"read_parquet({text(file)}"
    columns = run_on_worker(database, lambda: database.rows(f"DESCRIBE SELECT * FROM {source})"))
    check_columns(file, [column[0] for column in columns], facts, ())
    rows = f"SELECT * EXCLUDE ({ROW_NUMBER}) FROM {source}, {ROW_NUMBER} = true) WHERE {ROW_NUMBER}"
    first = 0
    while lines := _lines(database, f"{rows} BETWEEN {first} AND {first + ROWS - 1}"):
        yield Records(file, lines, first + 1)
        first += len(lines)


def _lines(database: Database, rows: str) -> list[bytes]:
    found = run_on_worker(database, lambda: database.rows(f"SELECT to_json(rows) FROM ({rows}) AS rows"))
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


def check_not_empty(read: int, refused: Mapping[str, int], files: Collection[str]) -> None:
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

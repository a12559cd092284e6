"""How profiles come into the table that the query reads: from lines of JSON, or from a file of Parquet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from exitwise.batch.advising import ROW, TABLE
from exitwise.batch.database import listed, name, text
from exitwise.model.profile import SCHEMA as PROFILE
from exitwise.sql.names import names

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from exitwise.batch.database import Database
    from exitwise.model.fact import Fact
    from exitwise.model.knowledge import Knowledge

PLACE: Final = "file_row_number"
"""What the database calls the place of a row in a file of Parquet, from 0."""


STORED: Final = "stored"
"""Where the profiles are; the table that is read shows them with their places."""


class Table:
    """Fills the table of one knowledge base's profiles; `keep` names further columns that go along."""

    def __init__(self, knowledge: Knowledge, database: Database, *, keep: Sequence[str]) -> None:
        self._run = database.rows
        self._facts = knowledge.fact
        self._further = ("id", *keep)
        columns = names(knowledge)
        self._columns = {fact: columns["fact", fact] for fact in self._facts}

    # Lines

    def of_lines(self, lines: Iterable[bytes], given: Path) -> None:
        """Fill it with lines of which each is a profile, by way of a file."""
        with given.open("wb") as file:
            file.write(b"\n".join(lines))
        self._run(f"CREATE OR REPLACE TEMP TABLE {STORED} AS {self._of_json(given)}")
        self._run(f"CREATE OR REPLACE TEMP VIEW {TABLE} AS SELECT rowid AS {ROW}, * FROM {STORED}")
        given.unlink()

    def _of_json(self, given: Path) -> str:
        keys = [*self._facts, *self._further]
        if len({key.casefold() for key in keys}) < len(keys):
            return self._one_by_one(given)
        kinds = [f"{text(key)}: {text('VARCHAR' if key in self._facts else 'JSON')}" for key in keys]
        options = f"format = 'newline_delimited', columns = {{{listed(kinds)}}}"
        return f"SELECT {self._typed(name)} FROM read_json({text(str(given))}, {options})"

    def _one_by_one(self, given: Path) -> str:
        """The database folds the case of columns: keys alike but for it are taken from the object."""

        def at(key: str) -> str:
            path = text('$."' + key.replace('"', '\\"') + '"')
            return f"json ->> {path}" if key in self._facts else f"json -> {path}"

        return f"SELECT {self._typed(at)} FROM read_ndjson_objects({text(str(given))})"

    def _typed(self, at: Callable[[str], str]) -> str:
        facts = [
            f"{_typed(fact, at(key))} AS {name(self._columns[key])}" for key, fact in self._facts.items()
        ]
        return listed([*facts, *(f"{at(key)} AS {name(key)}" for key in self._further)])

    # Parquet

    def of_rows(
        self, file: str, columns: Sequence[str], first: int, last: int
    ) -> list[tuple[int, dict[str, object]]]:
        """Fill it with the rows of a file that are profiles, and return the others with their places."""
        read = f"read_parquet({text(file)}, {PLACE} = true)"
        within = f"{PLACE} BETWEEN {first} AND {last}"
        fit = " AND ".join(self._fits(columns)) or "TRUE"
        self._run(
            f"CREATE OR REPLACE TEMP TABLE {STORED} AS SELECT {PLACE} AS {ROW}, {self._of_columns(columns)} "
            f"FROM {read} WHERE {within} AND {fit}"
        )
        self._run(f"CREATE OR REPLACE TEMP VIEW {TABLE} AS SELECT * FROM {STORED}")
        told = listed([name(column) for column in columns])
        unfit = self._run(f"SELECT {PLACE}, {told} FROM {read} WHERE {within} AND NOT ({fit}) ORDER BY 1")
        return [(row[0], dict(zip(columns, row[1:], strict=True))) for row in unfit]

    def _of_columns(self, columns: Sequence[str]) -> str:
        def at(key: str) -> str:
            return name(key) if key in columns else "NULL"

        return self._typed(at)

    def _fits(self, columns: Sequence[str]) -> Iterator[str]:
        """Yield for each column when it holds an answer; it is never null."""
        for key in (key for key in columns if key in self._facts):
            yield _fits(self._facts[key], name(key))
        if "schema" in columns:
            yield f"(schema IS NULL OR schema = {text(PROFILE)})"

    def rows(self, wanted: Sequence[int] | None) -> dict[int, dict[str, object]]:
        """Return the answers of some rows of the table, or of all, each with its id."""
        told = listed([name(column) for column in ("id", *self._columns.values())])
        places = (
            "" if wanted is None else f" WHERE {ROW} IN ({listed([str(row) for row in wanted] or ['NULL'])})"
        )
        found = self._run(f"SELECT {ROW}, {told} FROM {TABLE}{places} ORDER BY 1")
        return {row[0]: dict(zip(("id", *self._columns), row[1:], strict=True)) for row in found}


def _typed(fact: Fact, column: str) -> str:
    """Return a column as the query wants it: a choice among few texts, or a number, null if not known."""
    if fact.kind == "integer":
        return f"TRY_CAST({column} AS BIGINT)"
    return f"CAST({column} AS ENUM ({listed([text(value) for value in fact.names])}))"


def _fits(fact: Fact, column: str) -> str:
    answers = listed([text(value) for value in fact.names])
    known = f"{column} IN ({answers})"
    if fact.kind == "integer":
        bounds = ((">=", fact.minimum), ("<=", fact.maximum))
        limits = [f"{column} {relation} {limit}" for relation, limit in bounds if limit is not None]
        known = " AND ".join(limits) or "TRUE"
    absent = f"{column} IS NULL OR " if fact.unknown else f"{column} IS NOT NULL AND "
    return f"({absent}({known}))"

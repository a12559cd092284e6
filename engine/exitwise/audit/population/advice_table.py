"""The advice of one pack on a chunk of records, as a table of the scratch database."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from exitwise.audit.population.scratch import run_on_worker
from exitwise.batch.advising import ROW, TABLE
from exitwise.batch.bits import as_list
from exitwise.batch.database import name
from exitwise.batch.gate import Gate
from exitwise.batch.records import Text
from exitwise.batch.table import Table
from exitwise.exchange.sql.query import query
from exitwise.sql.masks import masked

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from exitwise.batch.database import Database
    from exitwise.batch.gate import Gated
    from exitwise.batch.records import Records
    from exitwise.exchange.sql.names import Key
    from exitwise.model.knowledge import Knowledge

Id = str | int | None


@dataclass(frozen=True, slots=True)
class Rejection:
    """The first cause for which a record gets no advice, and the id of the record."""

    cause: str
    id: Id


class AdviceTable:
    """A table of the advice of one pack on the valid records of a chunk.

    `table` has the columns `row_index`, the index of the record in the chunk; `id` as JSON; `cause`, which is
    null unless the record gets no advice; the columns of the query; and those of `columns`.
    """

    def __init__(
        self, knowledge: Knowledge, database: Database, table: str, today: date, columns: Mapping[str, Key]
    ) -> None:
        self.table = table
        self._database = database
        self._gate = Gate(knowledge, today)
        self._profiles = Table(knowledge, database, keep=())
        undefeated = {f"for {number}": ("for", own) for number, (own, _) in enumerate(knowledge.outcomes)}
        tree = query(knowledge, keep=(ROW, "id"), source=TABLE, further={**undefeated, **columns})  # type: ignore[dict-item]
        statement = masked(tree, knowledge)
        lists = (f"{as_list(words)} AS {own}" for own, words in statement.lists.items())
        selected = ["id", ROW, "recommendation", "readiness", *lists, *map(name, (*undefeated, *columns))]
        self._query = f"SELECT {', '.join(selected)} FROM ({statement.text})"
        self._any_undefeated = " OR ".join(map(name, undefeated))

    def fill(self, records: Records, folder: Path) -> dict[int, Rejection]:
        """Fill the table, and return the records without advice by their index in the chunk."""
        file = folder / "lines.jsonl"
        unsure = run_on_worker(self._database, lambda: self._look(records, file))
        gated = self._gate.passed(records, unsure)
        invalid = {
            reject.line - records.first: Rejection(reject.cause, reject.id) for reject in gated.rejects
        }
        rows = run_on_worker(self._database, lambda: self._advise(gated, file, looked=unsure is not None))
        return invalid | {index: Rejection(cause, parse_id(name)) for index, cause, name in rows}

    def _look(self, records: Records, file: Path) -> list[int] | None:
        lines = records.lines
        return self._profiles.look(lines, file) if isinstance(lines, Text) else None

    def _advise(self, gated: Gated, file: Path, *, looked: bool) -> list[tuple[int, str, str | None]]:
        self._profiles.of_lines(gated.lines, gated.places, file, looked=looked)
        self._database.rows(
            f"CREATE OR REPLACE TEMP TABLE {self.table} AS "
            f"SELECT {ROW} AS row_index, {self._cause()} AS cause, * EXCLUDE ({ROW}) FROM ({self._query})"
        )
        return self._database.rows(f"SELECT row_index, cause, id FROM {self.table} WHERE cause IS NOT NULL")

    def _cause(self) -> str:
        """Return the SQL expression of the cause: a broken constraint, or no single undefeated outcome."""
        return (
            "CASE WHEN len(refused) > 0 THEN 'contradiction' WHEN recommendation IS NOT NULL THEN NULL "
            f"WHEN {self._any_undefeated} THEN 'conflict' ELSE 'gap' END"
        )


def parse_id(content: str | None) -> Id:
    """Return the id of a record from its JSON text."""
    value: Id = None if content is None else json.loads(content)
    return value

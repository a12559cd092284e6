"""The advice of one pack for a batch of records, as a table of the scratch database."""

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
    """Why a record gets no advice: the kind of its first fault; and the id that it gives."""

    cause: str
    id: Id


class AdviceTable:
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

    def fill(self, records: Records, folder: Path) -> dict[int, Rejection]:
        """Fill the table, and return the records that get no advice, by their places."""
        given = folder / "lines.jsonl"
        unsure = run_on_worker(self._database, lambda: self._look(records, given))
        gated = self._gate.passed(records, unsure)
        found = {each.line - records.first: Rejection(each.cause, each.id) for each in gated.rejects}
        rows = run_on_worker(self._database, lambda: self._advise(gated, given, looked=unsure is not None))
        return found | {place: Rejection(cause, read_id(said)) for place, cause, said in rows}

    def _look(self, records: Records, given: Path) -> list[int] | None:
        lines = records.lines
        return self._profiles.look(lines, given) if isinstance(lines, Text) else None

    def _advise(self, gated: Gated, given: Path, *, looked: bool) -> list[tuple[int, str, str | None]]:
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

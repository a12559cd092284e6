"""A table of profiles in, advice out: the one query, run by the embedded database."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from exitwise.batch.database import listed, name, text
from exitwise.batch.tally import Tally
from exitwise.sql.query import query, written

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from exitwise.batch.database import Database
    from exitwise.model.knowledge import Knowledge

TABLE: Final = "profiles"
"""The table that is read; one column says which record it is, counted from 0."""
ROW: Final = "_row_"
"""That column: no fact and no rule can be called so."""
FITS: Final = "recommendation IS NOT NULL AND len(refused) = 0"
COMPACT: Final = ("recommendation", "readiness", "steps", "warnings", "rules")
LISTS: Final = ("steps", "warnings", "rules")
OPTIONS: Final = {"jsonl": "(FORMAT json)", "csv": "(FORMAT csv, HEADER)", "parquet": "(FORMAT parquet)"}


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that gets no advice, and the constraints that it breaks, if it is these."""

    row: int
    constraints: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Advised:
    """What became of some profiles: the file of advice, what is counted of it, and the rows that got none."""

    piece: Path
    tally: Tally
    refused: tuple[Refused, ...]


class Advising:
    """One knowledge base, ready to advise on the profiles in the table.

    `keep` names columns that stand in the output too; `form` is how the output is written.
    """

    def __init__(self, knowledge: Knowledge, database: Database, *, keep: Sequence[str], form: str) -> None:
        self._run = database.rows
        self._form = form
        self._kept = ("id", *keep)
        self._query = written(query(knowledge, keep=(ROW, *self._kept), source=TABLE), "duckdb")

    def advised(self, piece: Path, *, json: bool) -> Advised:
        """Advise on the profiles in the table, whose other columns are JSON, or values as they are."""
        self._run(f"CREATE OR REPLACE TEMP TABLE advice AS {self._query}")
        self._run(f"COPY ({self._chosen(json=json)}) TO {text(str(piece))} {OPTIONS[self._form]}")
        unfit = self._run(f"SELECT {ROW}, refused FROM advice WHERE NOT ({FITS}) ORDER BY 1")
        return Advised(piece, self._tally(), tuple(Refused(row, tuple(broken)) for row, broken in unfit))

    def _chosen(self, *, json: bool) -> str:
        plain = self._form == "jsonl" or not json
        told = [name(key) if plain else f"{name(key)} ->> '$' AS {name(key)}" for key in self._kept]
        joined = self._form == "csv"
        told += [
            f"array_to_string({key}, ' ') AS {key}" if joined and key in LISTS else key for key in COMPACT
        ]
        return f"SELECT {listed(told)} FROM advice WHERE {FITS}"

    def _tally(self) -> Tally:
        found = Tally()
        counted = f"SELECT recommendation, readiness, count(*) FROM advice WHERE {FITS} GROUP BY ALL"
        for outcome, readiness, count in self._run(counted):
            found.advised += count
            found.outcomes[outcome] += count
            found.readiness[readiness] += count
        fired = f"SELECT unnest(rules) AS rule, count(*) FROM advice WHERE {FITS} GROUP BY rule"
        found.rules.update(dict(self._run(fired)))
        return found

"""A table of profiles in, advice out: the one query, run by the embedded database."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from exitwise.batch.bits import as_line, as_list, as_words, count_of, is_empty
from exitwise.batch.database import listed, name, text
from exitwise.batch.tally import Tally
from exitwise.exchange.sql.query import query
from exitwise.sql.masks import masked

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from exitwise.batch.database import Database
    from exitwise.model.knowledge import Knowledge

TABLE: Final = "profiles"
"""The table that is read; one column says which record it is, counted from 0."""
ROW: Final = "_row_"
"""That column: no fact and no rule can be called so."""
WORDS: Final = ("recommendation", "readiness")
LISTS: Final = ("steps", "warnings", "rules")
OPTIONS: Final = {
    "jsonl": "(FORMAT csv, HEADER false, QUOTE '', ESCAPE '', DELIMITER E'\\x01')",  # lines, as they are
    "csv": "(FORMAT csv, HEADER)",
    "parquet": "(FORMAT parquet)",
}


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


Run = Callable[[str], list[tuple[Any, ...]]]


class Advising:
    """One knowledge base, ready to advise on the profiles in the table.

    `keep` names columns that stand in the output too; `form` is how the output is written. Columns that are
    not JSON become what `kinds` says of them, and text unless it does: pieces of Parquet are to be alike.
    """

    def __init__(
        self, knowledge: Knowledge, *, keep: Sequence[str], form: str, kinds: Mapping[str, str] | None = None
    ) -> None:
        self._form = form
        self._kinds = kinds or {}
        self._kept = ("id", *keep)
        found = masked(query(knowledge, keep=(ROW, *self._kept), source=TABLE), knowledge)
        self._query, self._lists = found.text, found.lists
        self._fits = f"recommendation IS NOT NULL AND {is_empty(self._lists['refused'])}"

    def advised(self, database: Database, piece: Path, *, json: bool) -> Advised:
        """Advise on the profiles in the table, whose other columns are JSON, or values as they are."""
        run = database.rows
        run(f"CREATE OR REPLACE TEMP TABLE advice AS {self._query}")
        run(f"COPY ({self._chosen(json=json)}) TO {text(str(piece))} {OPTIONS[self._form]}")
        refused = as_list(self._lists["refused"])
        unfit = run(f"SELECT {ROW}, {refused} FROM advice WHERE NOT ({self._fits}) ORDER BY 1")
        return Advised(piece, self._tally(run), tuple(Refused(row, tuple(broken)) for row, broken in unfit))

    def _chosen(self, *, json: bool) -> str:
        told = self._line(json=json) if self._form == "jsonl" else self._row(json=json)
        return f"SELECT {told} FROM advice WHERE {self._fits}"

    def _line(self, *, json: bool) -> str:
        """Return a line of JSON: what is kept is JSON already, or is made it."""
        told = [(key, name(key) if json else f"to_json({name(key)})") for key in self._kept]
        known = [(key, f"coalesce({value}, 'null')") for key, value in told]
        words = [(key, f"'\"' || {key} || '\"'") for key in WORDS]
        return as_line([*known, *words], {key: self._lists[key] for key in LISTS})

    def _row(self, *, json: bool) -> str:
        made = as_words if self._form == "csv" else as_list
        return listed(
            [*self._told(json=json), *WORDS, *(f"{made(self._lists[key])} AS {key}" for key in LISTS)]
        )

    def _told(self, *, json: bool) -> list[str]:
        return [f"{self._value(key, json=json)} AS {name(key)}" for key in self._kept]

    def _value(self, key: str, *, json: bool) -> str:
        return f"{name(key)} ->> '$'" if json else f"CAST({name(key)} AS {self._kinds.get(key, 'VARCHAR')})"

    def _tally(self, run: Run) -> Tally:
        found = Tally()
        counted = f"SELECT recommendation, readiness, count(*) FROM advice WHERE {self._fits} GROUP BY ALL"
        for outcome, readiness, count in run(counted):
            found.advised += count
            found.outcomes[outcome] += count
            found.readiness[readiness] += count
        counts = count_of(self._lists["rules"])
        if counts and found.advised:
            (row,) = run(f"SELECT {listed(list(counts.values()))} FROM advice WHERE {self._fits}")
            found.rules.update({rule: count for rule, count in zip(counts, row, strict=True) if count})
        return found

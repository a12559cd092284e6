"""One of several that work side by side: a piece of an input in, its advice, counts and rejects out."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any

import duckdb
import msgspec

from exitwise.batch import full
from exitwise.batch.database import of_file
from exitwise.batch.gate import MOST_QUOTED, Gate, Gated
from exitwise.batch.records import Records, Text
from exitwise.batch.reject import Reject
from exitwise.batch.table import Table
from exitwise.batch.unfit import faults
from exitwise.errors import ProfileError
from exitwise.model.profile import complete

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from exitwise.batch.advising import Advised, Advising, Refused
    from exitwise.batch.database import Database
    from exitwise.batch.job import Job
    from exitwise.batch.mapping import Mapped
    from exitwise.batch.table import Rows
    from exitwise.batch.tally import Tally
    from exitwise.diagnostic import ProfileDiagnostic
    from exitwise.knowledge_base import KnowledgeBase


@dataclass(frozen=True, slots=True)
class Piece:
    """What became of some records: the file of advice, what is counted, and the rejects in their order."""

    file: Path
    tally: Tally
    rejects: list[Reject]


class Station:
    """Works on one piece at a time, in the worker of its own database."""

    def __init__(
        self, base: KnowledgeBase, job: Job, mapped: Mapped | None, database: Database, advising: Advising
    ) -> None:
        self.database = database
        self._base = base
        self._job = job
        self.mapped = mapped
        self._gate = Gate(base.knowledge, job.today, keep=job.keep, raw=job.raw, mapped=mapped)
        self._table = Table(base.knowledge, database, keep=job.keep)
        self._advising = advising
        self._tidy = True

    # Lines

    def of_lines(self, records: Records, file: Path) -> Piece:
        """Advise on lines: the quick look takes most of them, the gate looks at the others."""
        given = file.with_suffix(".given")
        unsure = self._look(records, given)
        gated = self._gate.passed(records, unsure, self.database.while_wanted)
        advised = self._advised(gated, given, file, looked=unsure is not None)
        return _piece(advised, gated.rejects, self._refused(gated, advised.refused))

    def _look(self, records: Records, given: Path) -> list[int] | None:
        """Return the places of the records that are to be read with care; None if these are all."""
        lines = records.lines
        if self._job.full or self.mapped is not None or not isinstance(lines, Text):
            return None
        return self._table.look(lines, given)

    def _advised(self, gated: Gated, given: Path, file: Path, *, looked: bool) -> Advised:
        if self._job.full:
            profiles = zip(gated.places, map(_answers, gated.lines), strict=True)
            return self._in_full(profiles, file)
        self._table.of_lines(gated.lines, gated.places, given, looked=looked)
        return self._advising.advised(self.database, file, json=True)

    def _in_full(self, profiles: Iterable[tuple[int, Mapping[str, object]]], file: Path) -> Advised:
        return full.advised(self._base, self.database.while_wanted(profiles), file, self._job.today)

    def _refused(self, gated: Gated, refused: Sequence[Refused]) -> list[Reject]:
        """Return the rejects of those that passed; what they answer is in a line made of theirs, or there."""
        told = dict(zip(gated.places, gated.lines, strict=True)) if refused else {}
        lines = ((each, told.get(each.row) or gated.records.lines[each.row]) for each in refused)
        return [
            self._gate.refused(gated.records, each.row, faults(self._base, _answers(line), each))
            for each, line in lines
        ]

    # Rows of Parquet

    def of_rows(self, rows: Rows, file: Path) -> Piece:
        """Advise on rows: the database is their gate, and as long as all are profiles it only counts them."""
        with of_file(rows.file):
            return self._of_rows(rows, file)

    def _of_rows(self, rows: Rows, file: Path) -> Piece:
        unfit: list[tuple[int, dict[str, object]]] = []
        advised = self._of_tidy_rows(rows, file)
        if advised is None:
            unfit = self._table.of_rows(rows)
            advised = self._of_table(rows, file)
        told = self._table.told(rows, [each.row for each in advised.refused]) if advised.refused else {}
        return _piece(
            advised,
            (self._reject(rows.file, row, raw, self._judged(raw)) for row, raw in unfit),
            (
                self._reject(rows.file, each.row, told[each.row], faults(self._base, told[each.row], each))
                for each in advised.refused
            ),
        )

    def _of_tidy_rows(self, rows: Rows, file: Path) -> Advised | None:
        if self._tidy and not self._job.full:
            self._table.of_tidy_rows(rows)
            with suppress(duckdb.ConversionException):
                advised = self._of_table(rows, file)
                if advised.tally.advised + len(advised.refused) == len(rows):
                    return advised
            self._tidy = False
        return None

    def _of_table(self, rows: Rows, file: Path) -> Advised:
        if self._job.full:
            return self._in_full(self._table.told(rows).items(), file)
        return self._advising.advised(self.database, file, json=False)

    def _judged(self, raw: Mapping[str, object]) -> tuple[ProfileDiagnostic, ...]:
        """Return what is wrong with a row that is no profile."""
        try:
            complete(self._base.knowledge.facts, _stated(raw, self._job.keep))
        except ProfileError as error:
            return error.diagnostics
        raise AssertionError(raw)

    def _reject(
        self, file: str, row: int, raw: Mapping[str, object], found: tuple[ProfileDiagnostic, ...]
    ) -> Reject:
        name: Any = raw.get("id")
        text = json.dumps(raw, default=str, ensure_ascii=False)[:MOST_QUOTED] if self._job.raw else None
        return Reject(file=file, line=row + 1, offset=None, id=name, faults=found, raw=text)


def _piece(advised: Advised, *rejects: Iterable[Reject]) -> Piece:
    found = sorted(chain(*rejects), key=lambda reject: reject.line)
    advised.tally.reject(found)
    return Piece(advised.piece, advised.tally, found)


def _stated(raw: Mapping[str, object], keep: Sequence[str]) -> dict[str, object]:
    """Return what a row states: null is absent."""
    return {key: value for key, value in raw.items() if key not in keep and value is not None}


def _answers(line: bytes) -> dict[str, object]:
    """Return the answers of a line that is a profile."""
    found: dict[str, object] = msgspec.json.decode(line)
    return found

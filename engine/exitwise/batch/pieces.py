"""Records become advice and rejects, piece by piece, in the order they came."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import chain
from typing import IO, TYPE_CHECKING, Any

import msgspec

from exitwise.batch import full, parquet
from exitwise.batch.advising import Advising
from exitwise.batch.gate import MOST_QUOTED, Gate
from exitwise.batch.mapping import Mapped
from exitwise.batch.reject import Reject
from exitwise.batch.source import opened, read
from exitwise.batch.table import Table
from exitwise.batch.tally import Tally
from exitwise.batch.unfit import faults
from exitwise.errors import ProfileError
from exitwise.model.profile import complete

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from concurrent.futures import Future
    from pathlib import Path

    from exitwise.batch.advising import Advised, Refused
    from exitwise.batch.database import Database
    from exitwise.batch.gate import Gated, Records
    from exitwise.batch.job import Job, Streams
    from exitwise.batch.source import Input
    from exitwise.errors import Fault
    from exitwise.knowledge_base import KnowledgeBase


@dataclass(frozen=True, slots=True)
class Piece:
    """What became of some records: the file of advice, what is counted, and the rejects in their order."""

    file: Path
    tally: Tally
    rejects: list[Reject]


@dataclass
class Pieces:
    """The pieces of a job; `skip` says how many of them are there already."""

    base: KnowledgeBase
    job: Job
    streams: Streams
    database: Database
    folder: Path
    skip: int = 0

    def __post_init__(self) -> None:
        self._number = 0
        self._told = Tally()

    def __iter__(self) -> Iterator[Piece]:
        done = 0
        for source in self.job.inputs:
            rows = source.form == "parquet" and self.job.columns is None
            found = self._of_rows(source) if rows else self._of_lines(source, done)
            for advised, rejects in found:
                tally = advised.tally
                tally.reject(rejects)
                self._told.add(tally)
                yield Piece(advised.piece, tally, rejects)
            done += source.size or 0

    def empty(self) -> Path:
        """Return a piece of no records, which still says what it would hold."""
        return self.database.result(self.database.submit(partial(self._advise, []))).piece

    @cached_property
    def _mapped(self) -> Mapped | None:
        columns, facts = self.job.columns, self.base.knowledge.facts
        return None if columns is None else Mapped(columns, facts, self.job.keep, self.job.today)

    @cached_property
    def _table(self) -> Table:
        return Table(self.base.knowledge, self.database, keep=self.job.keep)

    @cached_property
    def _advising(self) -> Advising:
        return Advising(self.base.knowledge, self.database, keep=self.job.keep, form=self.job.form)

    def _is_due(self) -> bool:
        """Whether the next piece is still to be made."""
        self._number += 1
        return self._number > self.skip

    @property
    def _file(self) -> Path:
        return self.folder / f"piece-{self._number}.{self.job.form}"

    def _faults(self, raw: Mapping[str, object], refused: Refused) -> tuple[Fault, ...]:
        return faults(self.base, raw, refused)

    # Lines

    def _of_lines(self, source: Input, done: int) -> Iterator[tuple[Advised, list[Reject]]]:
        """Yield what became of each piece; the next is gated while the database works on one."""
        job = self.job
        gate = Gate(self.base.knowledge, job.today, keep=job.keep, raw=job.raw, mapped=self._mapped)
        waiting: tuple[Gated, Future[Advised]] | None = None
        for records in self._records(source, done):
            gated = gate.passed(records)
            if waiting is not None:
                yield self._done(gate, *waiting)
            waiting = gated, self.database.submit(partial(self._advise, gated.lines, self._file))
        if waiting is not None:
            yield self._done(gate, *waiting)

    def _records(self, source: Input, done: int) -> Iterator[Records]:
        with opened(source, self.streams.given) as (stream, position):
            for records in self._read(source, stream):
                if self._is_due():
                    yield records
                self.streams.told(done + position(), self._told)

    def _read(self, source: Input, stream: IO[bytes]) -> Iterator[Records]:
        """A map takes rows one by one, so those of Parquet become lines."""
        facts, keep, mapped = self.base.knowledge.facts, self.job.keep, self._mapped
        if source.form != "parquet" or mapped is None:
            return read(source, stream, facts, keep, mapped)
        return parquet.lines(self._result, self.database, source.name, facts, mapped)

    def _advise(self, lines: Sequence[bytes], file: Path | None = None) -> Advised:
        piece = file or self._file
        if self.job.full:
            profiles = self.database.while_wanted(enumerate(map(answers, lines)))
            return full.advised(self.base, profiles, piece, self.job.today)
        self._table.of_lines(lines, self.folder / "lines.jsonl")
        return self._advising.advised(piece, json=True)

    def _done(self, gate: Gate, gated: Gated, future: Future[Advised]) -> tuple[Advised, list[Reject]]:
        advised = self.database.result(future)
        refused = [
            gate.refused(gated, each.row, self._faults(answers(gated.lines[each.row]), each))
            for each in advised.refused
        ]
        return advised, _in_order(gated.rejects, refused)

    # Parquet

    def _of_rows(self, source: Input) -> Iterator[tuple[Advised, list[Reject]]]:
        """Yield what became of each run of rows."""
        facts = self.base.knowledge.facts
        columns = self._result(partial(parquet.columns, self.database, source.name, facts, self.job.keep))
        for first, last in self._result(lambda: list(parquet.runs(self.database, source.name))):
            if self._is_due():
                yield self._result(partial(self._run_of_rows, source.name, columns, first, last))
            self.streams.told(0, self._told)

    def _result(self, work: Any) -> Any:
        return self.database.result(self.database.submit(work))

    def _run_of_rows(
        self, file: str, columns: Sequence[str], first: int, last: int
    ) -> tuple[Advised, list[Reject]]:
        unfit = self._table.of_rows(file, columns, first, last)
        advised = self._advise_table()
        rejects = [self._reject(file, row, raw, self._judged(raw)) for row, raw in unfit]
        rows = self._table.rows([each.row for each in advised.refused])
        refused = [
            self._reject(file, each.row, rows[each.row], self._faults(rows[each.row], each))
            for each in advised.refused
        ]
        return advised, _in_order(rejects, refused)

    def _advise_table(self) -> Advised:
        if self.job.full:
            profiles = self.database.while_wanted(self._table.rows(None).items())
            return full.advised(self.base, profiles, self._file, self.job.today)
        return self._advising.advised(self._file, json=False)

    def _judged(self, raw: Mapping[str, object]) -> tuple[Fault, ...]:
        """Return what is wrong with a row that is no profile."""
        try:
            complete(self.base.knowledge.facts, _stated(raw, self.job.keep))
        except ProfileError as error:
            return error.faults
        raise AssertionError(raw)

    def _reject(self, file: str, row: int, raw: Mapping[str, object], found: tuple[Fault, ...]) -> Reject:
        name: Any = raw.get("id")
        text = json.dumps(raw, default=str, ensure_ascii=False)[:MOST_QUOTED] if self.job.raw else None
        return Reject(file=file, line=row + 1, offset=None, id=name, faults=found, raw=text)


def _stated(raw: Mapping[str, object], keep: Sequence[str]) -> dict[str, object]:
    """Return what a row states: null is absent."""
    return {key: value for key, value in raw.items() if key not in keep and value is not None}


def _in_order(*rejects: Iterable[Reject]) -> list[Reject]:
    return sorted(chain(*rejects), key=lambda reject: reject.line)


def answers(line: bytes) -> dict[str, object]:
    """Return the answers of a line that is a profile."""
    found: dict[str, object] = msgspec.json.decode(line)
    return found

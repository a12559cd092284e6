"""Records become advice and rejects, piece by piece, side by side, and come out in the order they came."""

from __future__ import annotations

from collections import defaultdict, deque
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import chain, cycle
from typing import IO, TYPE_CHECKING, Any

from exitwise.batch import parquet
from exitwise.batch.advising import Advising
from exitwise.batch.mapping import Mapped
from exitwise.batch.records import Records
from exitwise.batch.source import opened, read
from exitwise.batch.station import Piece, Station
from exitwise.batch.table import Rows
from exitwise.batch.tally import Tally

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from concurrent.futures import Future
    from pathlib import Path

    from exitwise.batch.database import Database
    from exitwise.batch.job import Job, Streams
    from exitwise.batch.source import Input
    from exitwise.knowledge_base import KnowledgeBase


@dataclass
class Pieces:
    """The pieces of a job, made by as many as there are databases; `skip` says how many are there already."""

    base: KnowledgeBase
    job: Job
    streams: Streams
    databases: Sequence[Database]
    folder: Path
    skip: int = 0

    def __post_init__(self) -> None:
        self._number = 0
        self._told = Tally()

    def __iter__(self) -> Iterator[Piece]:
        """Yield the pieces; while one is waited for, the next are made, and one more is read."""
        waiting: deque[tuple[Station, Future[Piece]]] = deque()
        for station, work in zip(cycle(self._stations), self._works(), strict=False):
            file = self._file
            waiting.append((station, station.database.submit(partial(work, station, file))))
            if len(waiting) > len(self._stations):
                yield self._next(waiting)
        while waiting:
            yield self._next(waiting)

    def _next(self, waiting: deque[tuple[Station, Future[Piece]]]) -> Piece:
        station, future = waiting.popleft()
        piece = station.database.result(future)
        self._told.add(piece.tally)
        return piece

    def empty(self) -> Path:
        """Return a piece of no records, which still says what it would hold."""
        station = self._stations[0]
        return station.database.result(
            station.database.submit(lambda: station.of_lines(Records("", ()), self._file))
        ).file

    @cached_property
    def _stations(self) -> list[Station]:
        columns, known, keep = self.job.columns, self.base.knowledge, self.job.keep
        mapped = None if columns is None else Mapped(columns, known.facts, keep, self.job.today)
        return [Station(self.base, self.job, mapped, database, self._advising) for database in self.databases]

    @cached_property
    def _advising(self) -> Advising:
        return Advising(self.base.knowledge, keep=self.job.keep, form=self.job.form, kinds=self._kinds)

    @cached_property
    def _columns(self) -> dict[str, dict[str, str]]:
        """The columns of those inputs that are read as rows, each with its kind."""
        database, facts, keep = self.databases[0], self.base.knowledge.facts, self.job.keep
        return {
            source.name: self._result(partial(parquet.columns, database, source.name, facts, keep))
            for source in self.job.inputs
            if self._is_rows(source)
        }

    @property
    def _kinds(self) -> dict[str, str]:
        """The kind of a column, where it is one in all inputs that have it; a line of JSON has no kinds."""
        if not all(map(self._is_rows, self.job.inputs)):
            return {}
        several: dict[str, set[str]] = defaultdict(set)
        for column, kind in chain.from_iterable(kinds.items() for kinds in self._columns.values()):
            several[column].add(kind)
        return {column: kind for column, (kind, *others) in several.items() if not others}

    def _is_rows(self, source: Input) -> bool:
        return source.form == "parquet" and self.job.columns is None

    @property
    def _file(self) -> Path:
        return self.folder / f"piece-{self._number}.{self.job.form}"

    def _result(self, work: Callable[[], Any]) -> Any:
        database = self.databases[0]
        return database.result(database.submit(work))

    # What is to be done

    def _works(self) -> Iterator[Callable[[Station, Path], Piece]]:
        """Yield what is to be done for each piece that is not there yet."""
        done = 0
        for source in self.job.inputs:
            for work in self._of_rows(source) if self._is_rows(source) else self._of_lines(source, done):
                self._number += 1
                if self._number > self.skip:
                    yield work
            done += source.size or 0

    def _of_lines(self, source: Input, done: int) -> Iterator[Callable[[Station, Path], Piece]]:
        with opened(source, self.streams.given) as (stream, position):
            for records in self._read(source, stream):
                yield partial(_of_lines, records)
                self.streams.told(done + position(), self._told)

    def _read(self, source: Input, stream: IO[bytes]) -> Iterator[Records]:
        """Return the records of a file; with a map, rows of Parquet become lines."""
        facts, keep, columns = self.base.knowledge.facts, self.job.keep, self._stations[0].mapped
        if source.form != "parquet" or columns is None:
            return read(source, stream, facts, keep, columns)
        return parquet.lines(self._result, self.databases[0], source.name, facts, columns)

    def _of_rows(self, source: Input) -> Iterator[Callable[[Station, Path], Piece]]:
        columns = list(self._columns[source.name])
        for first, last in self._result(partial(parquet.runs, self.databases[0], source.name)):
            yield partial(_of_rows, Rows(source.name, columns, first, last))
            self.streams.told(0, self._told)


def _of_lines(records: Records, station: Station, file: Path) -> Piece:
    return station.of_lines(records, file)


def _of_rows(rows: Rows, station: Station, file: Path) -> Piece:
    return station.of_rows(rows, file)

"""The flow of a job: chunks are read, workers turn them into parts, and the parts come out in order."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import cycle, islice
from typing import TYPE_CHECKING

from exitwise.batch.read import tables
from exitwise.batch.read.parquet import schema_of
from exitwise.batch.source import opened, read
from exitwise.batch.summary import Summary
from exitwise.batch.worker import Worker
from exitwise.planes.evaluate import Evaluator

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from concurrent.futures import Future
    from typing import IO

    import pyarrow as pa

    from exitwise.batch.executor import Executor
    from exitwise.batch.inputs import Input
    from exitwise.batch.job import Job, Streams
    from exitwise.batch.records import Records
    from exitwise.batch.worker import Part
    from exitwise.batch.write import Renderer
    from exitwise.knowledge_base import KnowledgeBase


@dataclass
class Pipeline:
    """The parts of a job; `skip` is the number of parts that exist already."""

    base: KnowledgeBase
    job: Job
    streams: Streams
    executors: Sequence[Executor]
    skip: int = 0

    def __post_init__(self) -> None:
        """Start with no counts."""
        self._counts = Summary()

    def __iter__(self) -> Iterator[Part]:
        """Yield the parts; while one is awaited the next are made, and one more chunk is read."""
        waiting: deque[tuple[Worker, Future[Part]]] = deque()
        works = islice(self._works(), self.skip, None)
        for worker, work in zip(cycle(self._workers), works, strict=False):
            waiting.append((worker, worker.executor.submit(partial(work, worker))))
            if len(waiting) > len(self._workers):
                yield self._next(waiting)
        while waiting:
            yield self._next(waiting)

    def _next(self, waiting: deque[tuple[Worker, Future[Part]]]) -> Part:
        worker, future = waiting.popleft()
        part = worker.executor.result(future)
        self._counts.add(part.summary)
        return part

    @property
    def renderer(self) -> Renderer:
        """A renderer of the output, which knows its header or its schema."""
        return self._workers[0].renderer

    @cached_property
    def _workers(self) -> list[Worker]:
        job, kinds = self.job, self._kinds
        evaluator = Evaluator(self.base.knowledge, inner=job.full)
        return [Worker(self.base, job, executor, evaluator, kinds) for executor in self.executors]

    @property
    def _kinds(self) -> dict[str, pa.DataType]:
        """The type of each column in all inputs that have it; a line of JSON has no types."""
        sources = [source for source in self.job.inputs if self._is_table(source)]
        if len(sources) < len(self.job.inputs):
            return {}
        facts, keep = self.base.knowledge.facts, self.job.keep
        schemas = [schema_of(source, facts, keep) for source in sources]
        return tables.common_types(schemas, ("id", *keep))

    def _is_table(self, source: Input) -> bool:
        return source.form == "parquet" and self.job.columns is None

    # Chunks

    def _works(self) -> Iterator[Callable[[Worker], Part]]:
        """Yield the work on each chunk."""
        done = 0
        for source in self.job.inputs:
            yield from self._tables(source, done) if self._is_table(source) else self._lines(source, done)
            done += source.size or 0

    def _lines(self, source: Input, done: int) -> Iterator[Callable[[Worker], Part]]:
        with opened(source, self.streams.standard_input) as (stream, position):
            for records in self._read(source, stream):
                yield partial(_advise_lines, records)
                self.streams.on_progress(done + position(), self._counts)

    def _read(self, source: Input, stream: IO[bytes]) -> Iterator[Records]:
        """Return the records of a file; with a map, rows of Parquet become lines."""
        facts, keep = self.base.knowledge.facts, self.job.keep
        mapper = self.job.new_mapper(facts)
        if source.form != "parquet" or mapper is None:
            return read(source, stream, facts, keep, mapper)
        return tables.lines(source, facts, mapper)

    def _tables(self, source: Input, done: int) -> Iterator[Callable[[Worker], Part]]:
        for first, table, share in tables.tables(source, self.base.knowledge.facts):
            yield partial(_advise_rows, source.name, table, first)
            self.streams.on_progress(done + int(share * (source.size or 0)), self._counts)


def _advise_lines(records: Records, worker: Worker) -> Part:
    return worker.advise_lines(records)


def _advise_rows(file: str, table: pa.Table, first: int, worker: Worker) -> Part:
    return worker.advise_rows(file, table, first)

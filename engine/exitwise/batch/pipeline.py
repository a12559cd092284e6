"""The flow of a job: chunks are read, workers turn them into parts, and the parts come out in order."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import cycle, islice
from typing import TYPE_CHECKING

from exitwise.batch.evaluation import evaluator_of
from exitwise.batch.ids import IdHashes
from exitwise.batch.summary import Summary
from exitwise.batch.work import column_types, works
from exitwise.batch.worker import Worker

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from concurrent.futures import Future

    from exitwise.batch.executor import Executor
    from exitwise.batch.ids import RepeatedIds
    from exitwise.batch.job import Job, Streams
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
        self._ids = IdHashes()

    def __iter__(self) -> Iterator[Part]:
        """Yield the parts; while one is awaited the next are made, and one more chunk is read."""
        waiting: deque[tuple[Worker, Future[Part]]] = deque()
        facts = self.base.knowledge.facts
        chunks = works(self.job, facts, self.streams.standard_input, self._report)
        for worker, work in zip(cycle(self._workers), islice(chunks, self.skip, None), strict=False):
            waiting.append((worker, worker.executor.submit(partial(work, worker))))
            if len(waiting) > len(self._workers):
                yield self._next(waiting)
        while waiting:
            yield self._next(waiting)

    def _report(self, done: int) -> None:
        self.streams.on_progress(done, self._counts)

    def _next(self, waiting: deque[tuple[Worker, Future[Part]]]) -> Part:
        worker, future = waiting.popleft()
        part = worker.executor.result(future)
        self._counts.add(part.summary)
        if part.ids is not None:
            self._ids.add(part.ids)
        return part

    def repeated_ids(self) -> RepeatedIds | None:
        """Compare the ids of all parts, if the job asks for it."""
        return self._ids.repeated() if self.job.compare_ids else None

    @property
    def renderer(self) -> Renderer:
        """A renderer of the output, which knows its header or its schema."""
        return self._workers[0].renderer

    @cached_property
    def _workers(self) -> list[Worker]:
        job, types = self.job, column_types(self.job, self.base.knowledge.facts)
        evaluator = evaluator_of(self.base, inner=job.full)
        return [Worker(self.base, job, executor, evaluator, types) for executor in self.executors]

"""The worker of a Python process of Spark, which stays from task to task: the rules take long to compile."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from exitwise.batch.evaluation import evaluator_of
from exitwise.batch.executor import Executor
from exitwise.batch.worker import Worker
from exitwise.knowledge_base import KnowledgeBase

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa

    from exitwise.batch.job import Job
    from exitwise.model.knowledge import Knowledge

_last: dict[str, Worker] = {}
"""The worker that was used last, by what it depends on."""


def cached_worker(knowledge: Knowledge, job: Job, types: Mapping[str, pa.DataType]) -> Worker:
    """Return a worker for a job; `types` are those of the columns that pass through, if they have any."""
    own = replace(job, inputs=(), output="", rejects=None, limit=None)
    key = repr((knowledge.digest, knowledge.language, own, types))
    if key not in _last:
        _last.clear()
        base = KnowledgeBase(knowledge)
        _last[key] = Worker(base, job, Executor(), evaluator_of(base, inner=job.full), types)
    return _last[key]

"""The cached worker of a process: reused for equal tasks, and replaced for another job or pack."""

from dataclasses import replace

from exitwise.batch.job import Job
from exitwise.batch.spark.cached_worker import cached_worker
from support.packs import shipped, toy
from support.running.batching import TODAY

JOB = Job(inputs=(), output="a", form="jsonl", today=TODAY)


def test_tasks_of_a_run_share_a_worker() -> None:
    """Runs that differ only in their inputs and outputs share it too."""
    knowledge = toy.bicycle().knowledge
    worker = cached_worker(knowledge, JOB, {})

    assert cached_worker(knowledge, replace(JOB, output="b", rejects="c"), {}) is worker
    assert cached_worker(knowledge, replace(JOB, raw=True), {}) is not worker
    assert cached_worker(shipped.base().knowledge, JOB, {}) is not worker

"""The batch on this machine: advice or a reject for every record, in the order of the input."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from exitwise.batch import parts
from exitwise.batch.executor import executors
from exitwise.batch.pipeline import Pipeline
from exitwise.batch.read.spool import copy_pipes
from exitwise.batch.summary import Summary
from exitwise.batch.write.output import target
from exitwise.present.printable import json_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from exitwise.batch.job import Job, Streams
    from exitwise.batch.reject import Reject
    from exitwise.batch.worker import Part
    from exitwise.batch.write.output import Target
    from exitwise.knowledge_base import KnowledgeBase


def run(base: KnowledgeBase, job: Job, streams: Streams) -> Summary:
    """Run a job into one file, which exists once it is complete, and return its counts.

    Raises:
        FileError: a file cannot be read or written; nothing is left under the output's name.
        InputError: the content of a file does not match its name.
        TooMany: the reject limit is exceeded.
    """
    with copy_pipes(job.inputs, streams.standard_input) as sources, executors(job.threads) as several:
        job = replace(job, inputs=sources, compare_ids=True)
        return _run(job, streams, Pipeline(base, job, streams, several))


def run_parts(base: KnowledgeBase, job: Job, streams: Streams, *, resume: bool) -> Summary:
    """Run a job into a folder of complete parts, and return its counts.

    Raises:
        FileError: a file cannot be read or written; the run can be resumed from the parts that exist.
        InputError: the content of a file does not match its name, or the parts belong to another run.
        TooMany: the reject limit is exceeded.
    """
    output = parts.open_parts(job, base.knowledge, resume=resume)
    with copy_pipes(job.inputs, streams.standard_input) as sources, executors(job.threads) as several:
        job = replace(job, inputs=sources, compare_ids=not output.parts)
        pipeline = Pipeline(base, job, streams, several, skip=len(output.parts))
        for part in pipeline:
            output.add(part, pipeline.renderer)
            _check(job, output.summary, part.rejects)
    summary = output.summary
    _check(job, summary, ended=True)
    output.finish()
    summary.repeated_ids = pipeline.repeated_ids()
    return summary


def _check(job: Job, summary: Summary, rejects: Sequence[Reject] = (), *, ended: bool = False) -> None:
    if job.limit is not None:
        job.limit.check(summary, rejects, ended=ended)


def _run(job: Job, streams: Streams, pipeline: Pipeline) -> Summary:
    targets: list[Target] = []
    try:
        rejects = None if job.rejects is None else target(job.rejects, streams.standard_output)
        targets += [] if rejects is None else [rejects]
        out = target(job.output, streams.standard_output)
        targets.append(out)
        summary = Summary()
        writer = pipeline.renderer.open(out)
        for part in _counted(job, pipeline, summary, rejects):
            writer.add(part.advice)
        writer.close()
        summary.repeated_ids = pipeline.repeated_ids()
        _check(job, summary, ended=True)
        for each in targets:
            each.complete()
        for each in targets:
            each.finish()
    except BaseException:
        for each in targets:
            each.abandon()
        raise
    return summary


def _counted(job: Job, pipeline: Pipeline, summary: Summary, rejects: Target | None) -> Iterator[Part]:
    """Yield the parts after their counts and rejects are recorded."""
    for part in pipeline:
        summary.add(part.summary)
        if rejects is not None:
            rejects.write(json_line(each.as_dict()) for each in part.rejects)
        _check(job, summary, part.rejects)
        yield part

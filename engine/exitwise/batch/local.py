"""The batch on this machine: advice or a reject for every record, in the order of the input."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from exitwise.batch import parts
from exitwise.batch.executor import executors
from exitwise.batch.output import target
from exitwise.batch.pipeline import Pipeline
from exitwise.batch.read.spool import copy_pipes
from exitwise.batch.tally import Tally
from exitwise.present.printable import json_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from exitwise.batch.job import Job, Streams
    from exitwise.batch.output import Target
    from exitwise.batch.reject import Reject
    from exitwise.batch.worker import Part
    from exitwise.knowledge_base import KnowledgeBase


def run(base: KnowledgeBase, job: Job, streams: Streams) -> Tally:
    """Run a job into one file, which exists once it is complete, and return its counts.

    Raises:
        FileError: a file cannot be read or written; nothing is left under the output's name.
        InputError: the content of a file does not match its name.
        TooMany: the reject limit is exceeded.
    """
    with copy_pipes(job.inputs, streams.standard_input) as sources, executors(job.threads) as several:
        job = replace(job, inputs=sources)
        return _run(job, streams, Pipeline(base, job, streams, several))


def run_parts(base: KnowledgeBase, job: Job, streams: Streams, *, resume: bool) -> Tally:
    """Run a job into a folder of complete parts, and return its counts.

    Raises:
        FileError: a file cannot be read or written; the run can be resumed from the parts that exist.
        InputError: the content of a file does not match its name, or the parts belong to another run.
        TooMany: the reject limit is exceeded.
    """
    output = parts.open_parts(job, base.knowledge, resume=resume)
    with copy_pipes(job.inputs, streams.standard_input) as sources, executors(job.threads) as several:
        job = replace(job, inputs=sources)
        pipeline = Pipeline(base, job, streams, several, skip=len(output.parts))
        for part in pipeline:
            output.add(part, pipeline.renderer)
            _check(job, output.tally, part.rejects)
    _check(job, output.tally, ended=True)
    output.finish()
    return output.tally


def _check(job: Job, tally: Tally, rejects: Sequence[Reject] = (), *, ended: bool = False) -> None:
    if job.limit is not None:
        job.limit.check(tally, rejects, ended=ended)


def _run(job: Job, streams: Streams, pipeline: Pipeline) -> Tally:
    targets: list[Target] = []
    try:
        rejects = None if job.rejects is None else target(job.rejects, streams.standard_output)
        targets += [] if rejects is None else [rejects]
        out = target(job.output, streams.standard_output)
        targets.append(out)
        tally = Tally()
        writer = pipeline.renderer.open(out)
        for part in _counted(job, pipeline, tally, rejects):
            writer.add(part.advice)
        writer.close()
        _check(job, tally, ended=True)
        for each in targets:
            each.complete()
        for each in targets:
            each.finish()
    except BaseException:
        for each in targets:
            each.abandon()
        raise
    return tally


def _counted(job: Job, pipeline: Pipeline, tally: Tally, rejects: Target | None) -> Iterator[Part]:
    """Yield the parts after their counts and rejects are recorded."""
    for part in pipeline:
        tally.add(part.tally)
        if rejects is not None:
            rejects.write(json_line(each.as_dict()) for each in part.rejects)
        _check(job, tally, part.rejects)
        yield part

"""A job on Spark: its splits are given out, and what the tasks wrote becomes the output."""

from __future__ import annotations

from collections import Counter
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from exitwise.batch.parts import MANIFEST, listed, manifest, run_properties
from exitwise.batch.spark.jobs import Jobs, repeated
from exitwise.batch.spark.session import context
from exitwise.batch.spark.splits import splits
from exitwise.batch.spark.task import Call, advise, number_rejects
from exitwise.batch.summary import Summary
from exitwise.batch.work import column_types
from exitwise.batch.write.folder import Folder
from exitwise.errors import FileError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from exitwise.batch.job import Job
    from exitwise.batch.read.inputs import Input
    from exitwise.batch.spark.task import Result
    from exitwise.knowledge_base import KnowledgeBase


def run(
    base: KnowledgeBase,
    job: Job,
    *,
    master: str | None = None,
    on_progress: Callable[[int, int], None] = lambda _done, _records: None,
) -> Summary:
    """Run a job on the Spark that is active, or on one that is started, and return its counts.

    The advice and the rejects are folders of parts. Neither exists before the job is complete. `on_progress`
    receives the number of bytes read and of records.

    Raises:
        FileError: Spark, Java or a file is missing; a file cannot be read or written.
        InputError: the content of a file does not match its name.
        TooMany: the reject limit is exceeded.
    """
    folders = [Folder.at(name) for name in (job.output, job.rejects) if name is not None]
    for folder in folders:
        if folder.exists():
            raise FileError(f"{folder.name} exists already", help="name another folder")
    states = list(map(_state, job.inputs))
    head, types = run_properties(job, base.knowledge), column_types(job, base.knowledge.facts)
    with context(master) as spark, ExitStack() as stack:
        parts, *rejects = (stack.enter_context(_temporary(folder)) for folder in folders)
        call = Call(base.knowledge, replace(job, inputs=()), types, parts, *rejects)
        results = advise_all(Jobs(spark), job, call, on_progress)
        summary = _checked_summary(job, results)
        if list(map(_state, job.inputs)) != states:
            raise FileError("an input was changed while it was read", help="run it again")
        entries = [_listed(each, job) for each in results]
        parts.write(MANIFEST, manifest(head, entries, complete=True))
        _rename([*zip([*rejects, parts], [*folders[1:], folders[0]], strict=True)])
    return summary


def _checked_summary(job: Job, results: Sequence[Result]) -> Summary:
    """Return the counts of all results, if no limit is exceeded."""
    summary = Summary()
    for result in results:
        summary.add(result.summary)
    if job.limit is not None:
        job.limit.check(summary, [each.first for each in results if each.first is not None], ended=True)
    return summary


def _listed(result: Result, job: Job) -> dict[str, Any]:
    """Return the entry of a result in the manifest."""
    rejects = result.split.rejects if job.rejects is not None and result.first is not None else None
    return listed(f"{result.split.part}.{job.form}", rejects, result.summary)


def _rename(folders: Sequence[tuple[Folder, Folder]]) -> None:
    """Give all folders their names, or none of them."""
    done: list[Folder] = []
    try:
        for temporary, folder in folders:
            temporary.rename(folder, MANIFEST)
            done.append(folder)
    except BaseException:
        for folder in done:
            folder.remove()
        raise


def _state(source: Input) -> tuple[int | None, int | None]:
    """Return what changes if a file is written to."""
    fresh = replace(source, stored=None if source.stored is None else source.stored.fresh())
    return fresh.size, fresh.modified


@contextmanager
def _temporary(folder: Folder) -> Iterator[Folder]:
    """Yield a folder beside another, and remove it at the end unless it was renamed."""
    temporary = folder.create_temporary()
    try:
        yield temporary
    finally:
        temporary.remove()


def advise_all(spark: Jobs, job: Job, call: Call, on_progress: Callable[[int, int], None]) -> list[Result]:
    """Advise on all splits and return the results, in which the lines of rejects are final."""
    located = replace(job, inputs=[source.located() for source in job.inputs])
    several = splits(located, spark.cores, spark.map)
    done, records = spark.counter(), spark.counter()
    share = (job.size or 0) / len(several)
    with repeated(lambda: on_progress(int(share * done.value), records.value)):
        results = spark.map(partial(advise, spark.broadcast(call), done, records), several)
    before = list(_lines_before(results))
    if call.rejects is not None:
        numbered = [
            (each.split.rejects, lines)
            for each, lines in zip(results, before, strict=True)
            if each.first is not None and not each.split.is_numbered
        ]
        spark.map(partial(_number_rejects, call.rejects), numbered)
    return [_moved(each, lines) for each, lines in zip(results, before, strict=True)]


def _lines_before(results: Sequence[Result]) -> Iterator[int]:
    """Yield the number of lines that a file has before its piece; 0 if lines are numbered as in the file."""
    lines: Counter[str] = Counter()
    for result in results:
        (source, *_) = result.split.sources
        yield 0 if result.split.is_numbered else lines[source.name]
        lines[source.name] += result.summary.read


def _number_rejects(folder: Folder, item: tuple[str, int]) -> None:
    number_rejects(folder, *item)


def _moved(result: Result, lines: int) -> Result:
    first = result.first
    return replace(result, first=None if first is None else replace(first, line=first.line + lines))

"""The batch from end to end: one record in, one line of advice or one reject out, in the order they came."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exitwise.batch import parts
from exitwise.batch.database import databases
from exitwise.batch.output import joined, scratch_folder, target
from exitwise.batch.pieces import Pieces
from exitwise.batch.tally import Tally
from exitwise.present.printable import json_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from exitwise.batch.job import Job, Streams
    from exitwise.batch.output import Target
    from exitwise.knowledge_base import KnowledgeBase


def run(base: KnowledgeBase, job: Job, streams: Streams) -> Tally:
    """Do a job into one file, which is there once it is complete, and return what was counted.

    Raises:
        FileError: something cannot be read or written; nothing is left under the output's name then.
        InputError: a file is not what its name says.
        TooMany: more is rejected than may be.
    """
    with scratch_folder(job.output) as folder, databases(folder, job.threads, job.memory) as several:
        return _whole(job, streams, Pieces(base, job, streams, several, folder))


def run_parts(base: KnowledgeBase, job: Job, streams: Streams, *, resume: bool) -> Tally:
    """Do a job into a folder of parts, of which each is complete, and return what was counted.

    Raises:
        FileError: something cannot be read or written; the parts that are there can be gone on with.
        InputError: a file is not what its name says; or the parts that are there are of something else.
        TooMany: more is rejected than may be.
    """
    made = parts.begun(job, base.knowledge, resume=resume)
    work, done = str(made.folder / "part"), len(made.parts)
    with scratch_folder(work) as folder, databases(folder, job.threads, job.memory) as several:
        for piece in Pieces(base, job, streams, several, folder, skip=done):
            made.add(piece)
            _check(job, made.tally)
    _check(job, made.tally, ended=True)
    made.finish()
    return made.tally


def _check(job: Job, tally: Tally, *, ended: bool = False) -> None:
    if job.limit is not None:
        job.limit.check(tally, ended=ended)


def _whole(job: Job, streams: Streams, pieces: Pieces) -> Tally:
    targets: list[Target] = []
    try:
        rejects = None if job.rejects is None else target(job.rejects, streams.out)
        targets += [] if rejects is None else [rejects]
        out = target(job.output, streams.out)
        targets.append(out)
        tally = Tally()
        _written(job, _counted(job, pieces, tally, rejects), pieces, out)
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


def _counted(job: Job, pieces: Pieces, tally: Tally, rejects: Target | None) -> Iterator[Path]:
    """Yield the files of advice, after what there is to reject and to count."""
    for piece in pieces:
        tally.add(piece.tally)
        if rejects is not None:
            rejects.write(json_line(each.as_dict()) for each in piece.rejects)
        _check(job, tally)
        yield piece.file


def _written(job: Job, files: Iterator[Path], pieces: Pieces, out: Target) -> None:
    """Write the files as one; where there are none, one of no records."""
    whole = joined(job.form)
    for file in _some(files, pieces.empty):
        out.write(whole.added(file))
        file.unlink()
    out.write([whole.end()])


def _some(files: Iterator[Path], otherwise: Callable[[], Path]) -> Iterator[Path]:
    first = next(files, None)
    yield otherwise() if first is None else first
    yield from files

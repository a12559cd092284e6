"""A task: one split of the input is read, advised on and written, on whatever machine Spark runs it."""

from __future__ import annotations

import json
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from exitwise.batch.spark.cached_worker import cached_worker
from exitwise.batch.summary import Summary
from exitwise.batch.work import works
from exitwise.present.printable import json_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import IO

    import pyarrow as pa

    from exitwise.batch.job import Job
    from exitwise.batch.read.inputs import Input
    from exitwise.batch.reject import Reject
    from exitwise.batch.write.folder import Folder
    from exitwise.batch.write.output import Target
    from exitwise.model.knowledge import Knowledge


UNNUMBERED: Final = ".unnumbered"
"""The suffix of rejects whose lines are to be numbered anew."""


@dataclass(frozen=True, slots=True)
class Call:
    """What all tasks of a run share: the rules, a job without inputs, and the folders for the parts.

    `types` are those of the columns that pass through, if they have any.
    """

    knowledge: Knowledge
    job: Job
    types: dict[str, pa.DataType]
    output: Folder
    rejects: Folder | None = None


@dataclass(frozen=True, slots=True)
class Split:
    """Some of the inputs of a job, or a piece of one, for one task; splits are numbered from 1, in order."""

    number: int
    sources: tuple[Input, ...]

    @property
    def part(self) -> str:
        """The name of the file of the advice, without its suffix."""
        return f"part-{self.number:05}"

    @property
    def rejects(self) -> str:
        """The name of the file of the rejects."""
        return f"rejects-{self.number:05}.jsonl"

    @property
    def is_numbered(self) -> bool:
        """Whether the lines are numbered as in the file, and not as if nothing were before a piece of it."""
        (source, *_) = self.sources
        return source.piece is None or source.piece.start == 0 or source.form == "parquet"


@dataclass(frozen=True, slots=True)
class Result:
    """The counts of a task, and the first of its rejects."""

    split: Split
    summary: Summary
    first: Reject | None


def advise(broadcast: Any, done: Any, records: Any, split: Split) -> Result:
    """Advise on a split and return what was written; `broadcast` is that of a call.

    The counters `done` and `records` of Spark get the split and its records.

    Raises:
        FileError: a file cannot be read or written.
        InputError: the content of a file does not match its name.
    """
    call: Call = broadcast.value
    worker, summary = cached_worker(call.knowledge, call.job, call.types), Summary()
    job = replace(call.job, inputs=split.sources)
    with ExitStack() as stack:
        writer = worker.renderer.open(stack.enter_context(_file(call.output, f"{split.part}.{job.form}")))
        rejects = _Rejects(call.rejects, split, stack)
        for work in works(job, call.knowledge.facts, no_standard_input, lambda _: None):
            part = work(worker)
            writer.add(part.advice)
            summary.add(part.summary)
            rejects.add(part.rejects)
        writer.close()
    done.add(1)
    records.add(summary.read)
    return Result(split, summary, rejects.first)


class _Rejects:
    """The file of the rejects of a split, which exists only if there are any."""

    def __init__(self, folder: Folder | None, split: Split, stack: ExitStack) -> None:
        self.first: Reject | None = None
        self._name = split.rejects if split.is_numbered else split.rejects + UNNUMBERED
        self._folder, self._stack = folder, stack
        self._target: Target | None = None

    def add(self, rejects: Sequence[Reject]) -> None:
        """Write the rejects of a chunk."""
        if not rejects:
            return
        self.first = self.first or rejects[0]
        if self._folder is not None:
            self._target = self._target or self._stack.enter_context(_file(self._folder, self._name))
            self._target.write(json_line(each.as_dict()) for each in rejects)


@contextmanager
def _file(folder: Folder, name: str) -> Iterator[Target]:
    """Yield a file in a folder, which appears under its name at the end."""
    target = folder.open(name)
    try:
        yield target
        target.complete()
        target.finish()
    except BaseException:
        target.abandon()
        raise


def number_rejects(folder: Folder, file: str, before: int) -> None:
    """Number the lines of some rejects anew, for the lines of their file that are before their piece.

    Raises:
        FileError: the file cannot be read or written.
    """
    unnumbered = file + UNNUMBERED
    if not folder.has(unnumbered):  # Spark repeats a task whose result is lost
        return
    lines = (json.loads(line) for line in folder.read(unnumbered).splitlines())
    with _file(folder, file) as target:
        target.write(json_line({**each, "line": each["line"] + before}) for each in lines)
    folder.remove_file(unnumbered)


def no_standard_input() -> IO[bytes]:
    """Fail: a task has no standard input."""
    raise AssertionError("a task has no standard input")

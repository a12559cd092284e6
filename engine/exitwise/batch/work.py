"""The work of a job: its inputs in chunks, each as a function of the worker that advises on it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from exitwise.batch.read import tables
from exitwise.batch.read.parquet import schema_of
from exitwise.batch.read.source import opened, read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import IO

    import pyarrow as pa

    from exitwise.batch.job import Job
    from exitwise.batch.read.inputs import Input
    from exitwise.batch.records import Records
    from exitwise.batch.worker import Part, Worker
    from exitwise.model.fact import Fact

    Work: TypeAlias = Callable[[Worker], Part]
    Standard: TypeAlias = Callable[[], IO[bytes]]


def works(
    job: Job, facts: Sequence[Fact], standard_input: Standard, on_progress: Callable[[int], None]
) -> Iterator[Work]:
    """Yield the work on each chunk, and report the bytes that were read after each.

    Raises:
        FileError: a file cannot be read.
        InputError: the content of a file does not match its name.
    """
    done = 0
    for source in job.inputs:
        own = _rows(source, facts) if _is_table(source, job) else _lines(source, job, facts, standard_input)
        for work, position in own:
            yield work
            on_progress(done + position)
        done += source.size or 0


def _lines(source: Input, job: Job, facts: Sequence[Fact], standard: Standard) -> Iterator[tuple[Work, int]]:
    with opened(source, standard) as (stream, position):
        for records in _read(source, stream, job, facts):
            yield partial(_advise_lines, records), position()


def _read(source: Input, stream: IO[bytes], job: Job, facts: Sequence[Fact]) -> Iterator[Records]:
    """Return the records of a file; with a map, rows of Parquet become lines."""
    mapper = job.new_mapper(facts)
    if source.form != "parquet" or mapper is None:
        return read(source, stream, facts, job.keep, mapper)
    return tables.lines(source, facts, mapper)


def _rows(source: Input, facts: Sequence[Fact]) -> Iterator[tuple[Work, int]]:
    for first, table, share in tables.tables(source, facts):
        yield partial(_advise_rows, source.name, table, first), int(share * (source.size or 0))


def _advise_lines(records: Records, worker: Worker) -> Part:
    return worker.advise_lines(records)


def _advise_rows(file: str, table: pa.Table, first: int, worker: Worker) -> Part:
    return worker.advise_rows(file, table, first)


def column_types(job: Job, facts: Sequence[Fact]) -> dict[str, pa.DataType]:
    """Return the type of each column that passes through, from all inputs; a line of JSON has no types.

    Raises:
        FileError: a file cannot be read.
        InputError: a column of a table is unknown, or of a type that its values cannot have.
    """
    sources = [source for source in job.inputs if _is_table(source, job)]
    schemas = [schema_of(source, facts, job.keep) for source in sources]
    return tables.common_types(schemas, ("id", *job.keep)) if len(sources) == len(job.inputs) else {}


def _is_table(source: Input, job: Job) -> bool:
    return source.form == "parquet" and job.columns is None

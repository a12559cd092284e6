"""Advice on the rows of a DataFrame: a table of Hive, Delta or Iceberg, or whatever else Spark reads."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa

from exitwise.batch.columns.column_types import check_types
from exitwise.batch.columns.table import check_columns, check_names
from exitwise.batch.job import Job
from exitwise.batch.read.tables import common_types, json_lines
from exitwise.batch.records import Records
from exitwise.batch.spark.cached_worker import cached_worker
from exitwise.model.advice import CHOICES, LISTS
from exitwise.present.printable import json_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from exitwise.batch.reject import Reject
    from exitwise.batch.worker import Part, Worker
    from exitwise.knowledge_base import KnowledgeBase
    from exitwise.model.column_map import ColumnMap
    from exitwise.model.knowledge import Knowledge

NAME: Final = "the frame"
"""What messages call a DataFrame."""
ADVICE, REJECT = "advice", "reject"
"""The columns of the full advice and of rejects, as JSON."""


def advise_frame(  # noqa: PLR0913 (each is an option of `exitwise batch`)
    frame: Any,
    base: KnowledgeBase,
    *,
    keep: Sequence[str] = (),
    columns: ColumnMap | None = None,
    full: bool = False,
    raw: bool = False,
    today: date | None = None,
) -> Any:
    """Return a DataFrame with advice or a reject for every row of a DataFrame, which has a column per fact.

    Its columns are `id`, those of `keep`, `recommendation`, `readiness`, `steps`, `waits`, `warnings` and
    `rules`, or with `full` only `advice` (JSON); and `reject` (JSON), which is null in a row of advice. A
    column map is that of `exitwise batch --map`. Rejects number the rows of their partition.

    Raises:
        InputError: a column is unknown, missing, or of a type that its values cannot have.
    """
    from pyspark.sql.pandas.types import from_arrow_schema, to_arrow_schema  # noqa: PLC0415 (with Spark only)

    form = "jsonl" if full else "parquet"
    kept = tuple(dict.fromkeys((*keep, *(() if columns is None else columns.keep))))
    job = Job(inputs=(), output="", form=form, keep=kept, columns=columns, raw=raw, full=full)
    job = job if today is None else replace(job, today=today)
    schema, facts = to_arrow_schema(frame.schema), base.knowledge.facts
    check_columns(NAME, schema.names, facts, kept, job.new_mapper(facts))
    types = {}
    if columns is None:
        check_names(NAME, [name for name in schema.names if name not in kept], facts)
        check_types(NAME, schema, facts)
        types = common_types([schema], ("id", *kept))
    task = FrameTask(base.knowledge, job, types)
    return frame.mapInArrow(task.advise, from_arrow_schema(task.schema))


@dataclass(frozen=True)
class FrameTask:
    """The work on the partitions of a DataFrame, which Spark sends to its Python workers."""

    knowledge: Knowledge
    job: Job
    types: Mapping[str, pa.DataType]

    @property
    def schema(self) -> pa.Schema:
        """The schema of the result; Spark has no dictionaries."""
        if self.job.full:
            return pa.schema([(ADVICE, pa.string()), (REJECT, pa.string())])
        keys = {key: self.types.get(key, pa.string()) for key in ("id", *self.job.keep)}
        choices, lists = dict.fromkeys(CHOICES, pa.string()), dict.fromkeys(LISTS, pa.list_(pa.string()))
        return pa.schema([*(keys | choices | lists).items(), (REJECT, pa.string())])

    def advise(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Yield the advice and the rejects of the rows of a partition."""
        from pyspark import TaskContext  # noqa: PLC0415 (with Spark only)

        task = TaskContext.get()
        number = 0 if task is None else task.partitionId()
        return self.advise_partition(f"partition {number}", batches)

    def advise_partition(self, name: str, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Yield the advice and the rejects of rows, which are numbered in a partition of some name."""
        worker, first = cached_worker(self.knowledge, self.job, self.types), 0
        for batch in batches:
            yield from self._result(self._part(worker, name, pa.Table.from_batches([batch]), first))
            first += batch.num_rows

    def _part(self, worker: Worker, name: str, table: pa.Table, first: int) -> Part:
        if self.job.columns is None:
            return worker.advise_rows(name, table, first)
        return worker.advise_lines(Records(name, json_lines(table), first + 1))

    def _result(self, part: Part) -> Iterator[pa.RecordBatch]:
        advice = part.advice
        if not isinstance(advice, pa.Table):
            texts = bytes(advice).decode().splitlines()
            advice = pa.table({ADVICE: pa.array(texts, pa.string())})
        yield from chain(self._batches(advice), self._batches(self._rejected(part.rejects)))

    def _rejected(self, rejects: Sequence[Reject]) -> pa.Table:
        texts = [json_line(each.as_dict()).decode().removesuffix("\n") for each in rejects]
        kind = None if self.job.full else self.schema.field("id").type
        ids = {} if kind is None else {"id": _ids(rejects, kind)}
        return pa.table({**ids, REJECT: pa.array(texts, pa.string())})

    def _batches(self, table: pa.Table) -> list[pa.RecordBatch]:
        """Return a table as batches of exactly the schema: Spark pairs columns by their position."""
        columns = [
            table.column(field.name).cast(field.type)
            if field.name in table.column_names
            else pa.nulls(table.num_rows, field.type)
            for field in self.schema
        ]
        batches: list[pa.RecordBatch] = pa.Table.from_arrays(columns, schema=self.schema).to_batches()
        return batches


def _ids(rejects: Sequence[Reject], kind: pa.DataType) -> pa.Array:
    ids = [each.id if pa.types.is_integer(kind) or each.id is None else str(each.id) for each in rejects]
    return pa.array(ids, kind)

"""Advice on DataFrames: every row gives advice or a reject, in the schema of the result."""

import json
from typing import Any

import pyarrow as pa
import pytest

from exitwise.batch.job import Job
from exitwise.batch.spark.frame import FrameTask, advise_frame
from exitwise.errors import InputError
from support.packs import renamed, toy
from support.running.batching import TODAY, jsonl, run_batch

ROWS = [
    {"id": 1, "brakes": "yes", "age": 5, "note": "x"},
    {"id": 2, "brakes": "?", "age": 5, "note": "y"},
    {"id": 3, "brakes": "no", "age": None, "note": None},
]
TYPES = {"id": pa.int64(), "note": pa.string()}
PROFILES = [{key: value for key, value in row.items() if key != "note" and value is not None} for row in ROWS]


def advise(job: Job, rows: list[dict[str, Any]], size: int = 2) -> list[dict[str, Any]]:
    """Return the rows of the result for some rows, which arrive in batches of a size."""
    task = FrameTask(toy.bicycle().knowledge, job, TYPES)
    batches = pa.Table.from_pylist(rows).to_batches(max_chunksize=size)
    result = list(task.advise_partition("partition 4", batches))
    assert all(batch.schema.equals(task.schema) for batch in result)
    return [row for batch in result for row in batch.to_pylist()]


def test_every_row_gives_advice_or_a_reject() -> None:
    """The advice is that of the batch, and a reject has the number of the row in its partition."""
    expected = run_batch(toy.bicycle(), jsonl(PROFILES)).advice

    rows = advise(Job(inputs=(), output="", form="parquet", keep=("note",), today=TODAY), ROWS)

    advised = [row for row in rows if row["reject"] is None]
    assert [{key: row[key] for key in expected[0]} for row in advised] == expected
    assert [row["note"] for row in advised] == ["x", None]
    (rejected,) = (row for row in rows if row["reject"] is not None)
    assert (rejected["id"], rejected["recommendation"]) == (2, None)
    reject = json.loads(rejected["reject"])
    assert (reject["file"], reject["line"], reject["cause"]) == ("partition 4", 2, "unknown-value")


def test_full_advice_is_one_column() -> None:
    """The column has the JSON of the full advice."""
    expected = run_batch(toy.bicycle(), jsonl(PROFILES), full=True).advice

    rows = advise(Job(inputs=(), output="", form="jsonl", full=True, today=TODAY), ROWS)

    assert [json.loads(row["advice"]) for row in rows if row["reject"] is None] == expected
    assert sum(row["reject"] is not None for row in rows) == 1


@pytest.mark.parametrize("full", [False, True])
def test_former_names_of_columns_and_values_are_understood(*, full: bool) -> None:
    """As in a batch under the present names."""
    base = toy.base(**renamed.PACK)
    expected = run_batch(base, jsonl([renamed.PRESENT]), full=full).advice
    job = Job(inputs=(), output="", form="jsonl" if full else "parquet", full=full, today=TODAY)
    task = FrameTask(base.knowledge, job, {})

    (batch,) = task.advise_partition("partition 0", pa.Table.from_pylist([renamed.FORMER]).to_batches())

    (row,) = batch.to_pylist()
    assert row["reject"] is None
    assert (json.loads(row["advice"]) if full else {key: row[key] for key in expected[0]}) == expected[0]


@pytest.mark.spark
@pytest.mark.filterwarnings("ignore")
def test_a_frame_of_spark(spark: Any) -> None:
    """Its workers give the same rows, and a misspelt column is an error before a job starts."""
    frame = spark.createDataFrame(
        [tuple(row.values()) for row in ROWS], "id bigint, brakes string, age int, note string"
    )
    base = toy.bicycle()

    advised = advise_frame(frame.coalesce(1), base, keep=("note",), today=TODAY)

    columns = ["id", "note", "recommendation", "readiness", "steps", "waits", "warnings", "rules", "reject"]
    assert advised.columns == columns
    job = Job(inputs=(), output="", form="parquet", keep=("note",), today=TODAY)
    rows = [
        {**row, "reject": row["reject"] and row["reject"].replace("partition 4", "partition 0")}
        for row in advise(job, ROWS, 3)
    ]
    assert [row.asDict() for row in advised.collect()] == rows
    with pytest.raises(InputError, match=r"the frame: .*`brake`"):
        advise_frame(frame.withColumnRenamed("brakes", "brake"), base, keep=("note",))
    with pytest.raises(InputError, match="the frame: the column `age` is string, expected whole numbers"):
        advise_frame(
            frame.selectExpr("id", "brakes", "CAST(age AS string) AS age", "note"), base, keep=("note",)
        )

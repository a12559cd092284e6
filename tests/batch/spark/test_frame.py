"""Advice on DataFrames: a row of advice or a reject for every row, in exactly the schema of the result."""

import json
from typing import Any

import pyarrow as pa
import pytest

from exitwise.batch.job import Job
from exitwise.batch.spark.frame import FrameTask, advise_frame
from exitwise.errors import InputError
from support.packs import toy
from support.running.batching import TODAY, jsonl, run_batch

GIVEN = [
    {"id": 1, "brakes": "yes", "age": 5, "note": "x"},
    {"id": 2, "brakes": "?", "age": 5, "note": "y"},
    {"id": 3, "brakes": "no", "age": None, "note": None},
]
TYPES = {"id": pa.int64(), "note": pa.string()}
PROFILES = [
    {key: value for key, value in each.items() if key != "note" and value is not None} for each in GIVEN
]


def advise(job: Job, rows: list[dict[str, Any]], size: int = 2) -> list[dict[str, Any]]:
    """Return the rows of the result for some rows, which arrive in batches of a size."""
    task = FrameTask(toy.bicycle().knowledge, job, TYPES)
    batches = pa.Table.from_pylist(rows).to_batches(max_chunksize=size)
    result = list(task.advise_partition("partition 4", batches))
    assert all(batch.schema.equals(task.schema) for batch in result)
    return [row for batch in result for row in batch.to_pylist()]


def test_every_row_gives_advice_or_a_reject() -> None:
    """The advice is that of the batch, and rejects name the row of their partition."""
    expected = run_batch(toy.bicycle(), jsonl(PROFILES)).advice

    rows = advise(Job(inputs=(), output="", form="parquet", keep=("note",), today=TODAY), GIVEN)

    advised = [row for row in rows if row["reject"] is None]
    assert [{key: row[key] for key in expected[0]} for row in advised] == expected
    assert [row["note"] for row in advised] == ["x", None]
    (rejected,) = (row for row in rows if row["reject"] is not None)
    assert (rejected["id"], rejected["recommendation"]) == (2, None)
    reject = json.loads(rejected["reject"])
    assert (reject["file"], reject["line"], reject["cause"]) == ("partition 4", 2, "unknown-value")


def test_full_advice_is_one_column() -> None:
    """It is the JSON of the full advice."""
    expected = run_batch(toy.bicycle(), jsonl(PROFILES), full=True).advice

    rows = advise(Job(inputs=(), output="", form="jsonl", full=True, today=TODAY), GIVEN)

    assert [json.loads(row["advice"]) for row in rows if row["reject"] is None] == expected
    assert sum(row["reject"] is not None for row in rows) == 1


@pytest.mark.spark
@pytest.mark.filterwarnings("ignore")
def test_a_frame_of_spark(spark: Any) -> None:
    """Its workers give the same, and a misspelt column is an error before anything runs."""
    frame = spark.createDataFrame(
        [tuple(row.values()) for row in GIVEN], "id bigint, brakes string, age int, note string"
    )
    base = toy.bicycle()

    found = advise_frame(frame.coalesce(1), base, keep=("note",), today=TODAY)

    columns = ["id", "note", "recommendation", "readiness", "steps", "warnings", "rules", "reject"]
    assert found.columns == columns
    job = Job(inputs=(), output="", form="parquet", keep=("note",), today=TODAY)
    rows = [
        {**row, "reject": row["reject"] and row["reject"].replace("partition 4", "partition 0")}
        for row in advise(job, GIVEN, 3)
    ]
    assert [row.asDict() for row in found.collect()] == rows
    with pytest.raises(InputError, match=r"the frame: .*`brake`"):
        advise_frame(frame.withColumnRenamed("brakes", "brake"), base, keep=("note",))
    with pytest.raises(InputError, match="the frame: the column `age` is string, expected whole numbers"):
        advise_frame(
            frame.selectExpr("id", "brakes", "CAST(age AS string) AS age", "note"), base, keep=("note",)
        )

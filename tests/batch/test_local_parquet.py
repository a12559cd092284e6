"""Parquet as the input of a run: its rejects are those of the same records as JSON."""

import io
from pathlib import Path

import duckdb

from exitwise.batch.job import Job, Streams
from exitwise.batch.local import run
from exitwise.batch.read.source import Input
from support.packs import toy
from support.running import batching

UNSEEN = Streams(io.BytesIO, io.BytesIO, lambda _, __: None)


def written(folder: Path, query: str, options: str = "") -> str:
    """A file of the rows of a query."""
    file = f"{folder}/in.parquet"
    duckdb.sql(f"COPY ({query}) TO '{file}' (FORMAT parquet{options})")
    return file


ROWS = """
    (1, 'yes', 5, NULL, NULL), (2, 'perhaps', 5, NULL, NULL), (3, NULL, 5, NULL, NULL),
    (4, 'yes', 91, 'red', NULL), (5, 'no', NULL, 'unknown', 'exitwise.profile/1'),
    (6, 'no', 5, 'red', 'exitwise.profile/0'), (NULL, 'yes', -1, '', NULL)
"""


def test_rows_are_validated_as_records_are(tmp_path: Path) -> None:
    """The rejects are those of the same records as JSON; null is absent."""
    file = written(tmp_path, f"FROM (VALUES {ROWS}) AS t(id, brakes, age, colour, schema)")
    out, refused = tmp_path / "a.jsonl", tmp_path / "r.jsonl"
    job = Job(inputs=[Input(file, "parquet")], output=str(out), form="jsonl", rejects=str(refused), threads=1)
    run(toy.bicycle(), job, UNSEEN)

    names = ("id", "brakes", "age", "colour", "schema")
    rows = duckdb.execute(f"FROM '{file}'").fetchall()
    stated = ({key: each for key, each in zip(names, row, strict=True) if each is not None} for row in rows)
    done = batching.run_batch(toy.bicycle(), batching.jsonl(stated))
    assert batching.parse_lines(out.read_bytes()) == done.advice
    told = batching.parse_lines(refused.read_bytes())
    assert [{**each, "offset": None, "file": "-"} for each in told] == [
        {**each, "offset": None} for each in done.rejects
    ]
    assert [each["line"] for each in told] == [2, 3, 4, 6, 7]

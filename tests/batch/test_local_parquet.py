"""Parquet in and out of a run: rejects as those of the same records as JSON, and columns of one type."""

import io
from pathlib import Path

import duckdb
import pytest

from exitwise.batch.job import Job, Streams
from exitwise.batch.local import run
from exitwise.batch.source import Input
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


ALIKE = [
    (("number", "number"), "BIGINT", [7, 7]),
    (("number", "absent"), "BIGINT", [7, None]),
    (("absent", "absent"), "VARCHAR", [None, None]),
    (("number", "text"), "VARCHAR", ["7", "x"]),
    (("absent", "text", "number"), "VARCHAR", [None, "x", "7"]),
    (("number", "lines"), "VARCHAR", ["7", "7"]),
]


@pytest.mark.parametrize(("given", "kind", "ids"), ALIKE)
def test_rows_of_several_inputs_have_one_type(
    given: tuple[str, ...], kind: str, ids: list[object], tmp_path: Path
) -> None:
    """A column has the kind that it has in all; where they differ it is text."""
    selected = {"number": "7::BIGINT AS id, ", "text": "'x' AS id, ", "absent": ""}
    inputs = []
    for place, each in enumerate(given):
        folder = tmp_path / str(place)
        folder.mkdir()
        if each == "lines":
            (folder / "in.jsonl").write_text('{"id": 7, "brakes": "yes"}\n', "utf-8")
            inputs.append(Input(str(folder / "in.jsonl"), "jsonl"))
        else:
            inputs.append(Input(written(folder, f"SELECT {selected[each]}'yes' AS brakes"), "parquet"))
    out = str(tmp_path / "a.parquet")
    run(toy.bicycle(), Job(inputs=inputs, output=out, form="parquet", threads=2), UNSEEN)

    assert duckdb.execute(f"SELECT id FROM '{out}'").fetchall() == [(each,) for each in ids]
    assert duckdb.execute(f"SELECT DISTINCT typeof(id) FROM '{out}'").fetchall() == [(kind,)]

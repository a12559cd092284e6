"""Parquet: columns of the right name and kind, and rows in runs of whole groups."""

import io
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from exitwise.batch import parquet
from exitwise.batch.database import Database
from exitwise.batch.job import Job, Streams
from exitwise.batch.local import run
from exitwise.batch.source import Input
from exitwise.errors import InputError
from support.packs import toy
from support.running import batching

UNSEEN = Streams(io.BytesIO, io.BytesIO, lambda _, __: None)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """A database on one core."""
    found = Database(tmp_path, threads=1)
    yield found
    found.close()


def written(folder: Path, query: str, options: str = "") -> str:
    """A file of the rows of a query."""
    file = f"{folder}/in.parquet"
    duckdb.sql(f"COPY ({query}) TO '{file}' (FORMAT parquet{options})")
    return file


KINDS = [
    ("1 AS id, 'yes' AS brakes, 5::TINYINT AS age", None),
    ("'x' AS id, 'yes'::ENUM('yes', 'no') AS brakes, 5::UBIGINT AS age", None),
    ("'yes' AS brakes, 5.0::DOUBLE AS age", "`age` is DOUBLE"),
    ("'yes' AS brakes, '5' AS age", "`age` is VARCHAR"),
    ("1 AS brakes", "`brakes` is INTEGER"),
    ("'yes' AS brakes, 1.5::DOUBLE AS id", "`id` is DOUBLE"),
    ("'yes' AS brakes, uuid() AS id", "`id` is UUID"),
    ("'yes' AS brakes, 7::UBIGINT AS id", "`id` is UBIGINT"),
    ("'yes' AS brakes, 1 AS schema", "`schema` is INTEGER"),
    ("'red' AS colour", "`brakes` is missing"),
    ("'yes' AS brakes, 1 AS colur", "did you mean `colour`"),
]


@pytest.mark.parametrize(("columns", "said"), KINDS)
def test_columns_are_a_profiles_or_refused(
    columns: str, said: str | None, tmp_path: Path, database: Database
) -> None:
    """By name and by kind: no answer is made fit."""
    file = written(tmp_path, f"SELECT {columns}")
    facts = toy.bicycle().knowledge.facts
    if said is None:
        assert set(parquet.columns(database, file, facts, ())) <= {"id", "brakes", "age"}
    else:
        with pytest.raises(InputError, match=said):
            parquet.columns(database, file, facts, ())


@pytest.mark.parametrize("count", [0, 1, 2048, 5000, 10_000])
def test_runs_are_all_rows_once(
    count: int, tmp_path: Path, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each of whole groups, in their order."""
    monkeypatch.setattr(parquet, "ROWS", 3000)
    file = written(tmp_path, f"SELECT range AS id FROM range({count})", ", ROW_GROUP_SIZE 2048")
    runs = list(parquet.runs(database, file))

    assert [row for first, last in runs for row in range(first, last + 1)] == list(range(count))
    assert all(first % 2048 == 0 for first, _ in runs)


ROWS = """
    (1, 'yes', 5, NULL, NULL), (2, 'perhaps', 5, NULL, NULL), (3, NULL, 5, NULL, NULL),
    (4, 'yes', 91, 'red', NULL), (5, 'no', NULL, 'unknown', 'exitwise.profile/1'),
    (6, 'no', 5, 'red', 'exitwise.profile/0'), (NULL, 'yes', -1, '', NULL)
"""


@pytest.mark.parametrize("runs", [1, 2])
def test_rows_are_gated_as_records_are(runs: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The rejects are those of the same records as JSON; null is absent."""
    monkeypatch.setattr(parquet, "ROWS", 10 if runs == 1 else 1)
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
def test_pieces_of_several_inputs_are_alike(
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

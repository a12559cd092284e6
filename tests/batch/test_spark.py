"""The batch on Spark, in local mode, beside the embedded database: one session for all of it."""

import json
import shutil
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from exitwise.batch import local as embedded
from exitwise.batch.job import Job, Streams
from exitwise.batch.source import inputs
from exitwise.batch.spark import Order, run, starts
from exitwise.batch.spark_session import RUN, Found
from exitwise.batch.summary import Summary
from exitwise.errors import FileError, InputError
from exitwise.exchange.sql.dialect import written
from exitwise.exchange.sql.names import names
from exitwise.exchange.sql.query import RESULT, query
from exitwise.loader import pack as loading
from exitwise.model.knowledge import Knowledge
from exitwise.sql.spark import halves, place
from support.packs import random_packs, shipped
from support.running.examples import examples

TODAY = date(2026, 11, 25)
MANY = 2000
FAULTY = (b'{"id": 5, "account_state": "opne"}', b"", b"\xff\xfe", b"[1]", b'{"id": 7, "id": 8}')

pytestmark = [pytest.mark.spark, pytest.mark.filterwarnings("ignore")]  # Spark warns of its own libraries


@pytest.fixture(scope="module")
def lines(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Profiles of the shipped pack, some of which break a constraint, and records that are no profiles."""
    folder = tmp_path_factory.mktemp("lines")
    told = [json.dumps({"id": seed, **shipped.admissible(seed)}).encode() for seed in range(MANY)]
    broken = json.loads(told[3])
    told[3] = json.dumps({**broken, "account_state": "deleted", "id": "é"}).encode() + b"\r"
    clash = {"certificates_needed": "none_earned", "pending_check": "yes"}
    told[5] = json.dumps({"id": 5, **shipped.admissible(5), **clash}).encode()
    told[20:20] = FAULTY
    (folder / "profiles.jsonl").write_bytes(b"\xef\xbb\xbf" + b"\n".join(told))
    return folder / "profiles.jsonl"


def by_database(file: Path, folder: Path) -> tuple[Summary, list[Any], list[Any]]:
    """What the embedded database makes of a file: counts, advice and rejects."""
    output, rejects = folder / "embedded.jsonl", folder / "embedded-rejects.jsonl"
    job = Job(inputs=inputs([str(file)]), output=str(output), form="jsonl", rejects=str(rejects), today=TODAY)
    streams = Streams(BytesIO, BytesIO, lambda _done, _summary: None)
    summary = embedded.run(shipped.base(), job, streams)
    return summary, records(output), records(rejects)


def records(place: Path) -> list[Any]:
    """The lines of a file, or of the parts of a folder in the order of their names."""
    files = sorted(place.glob("part-*")) if place.is_dir() else [place]
    return [json.loads(line) for file in files for line in file.read_bytes().splitlines()]


def hold_in_parts(folder: Path, expected: list[Any]) -> None:
    """The parts of a folder are what is expected, cut in pieces, each in its order."""
    parts = [found for part in sorted(folder.glob("part-*")) if (found := records(part))]
    begins = [expected.index(part[0]) for part in parts]

    assert [expected[begin : begin + len(part)] for begin, part in zip(begins, parts, strict=True)] == parts
    assert len(set(begins)) == len(begins)
    assert sum(map(len, parts)) == len(expected)


def order(file: Path, folder: Path, **changed: Any) -> Order:
    """An order for a file, into a folder."""
    told = {"form": "jsonl", "today": TODAY, **changed}
    return Order([str(file)], str(folder / "advice"), str(folder / "rejects"), **told)


@pytest.mark.usefixtures("spark")
def test_lines_become_what_the_database_makes_of_them(lines: Path, tmp_path: Path) -> None:
    """Advice, rejects with byte and line, and counts are the same, and the manifest says what was done."""
    summary, advice, rejects = by_database(lines, tmp_path)

    found = run(shipped.base().knowledge, order(lines, tmp_path))

    assert found.as_counts() == summary.as_counts()
    hold_in_parts(tmp_path / "advice", advice)
    hold_in_parts(tmp_path / "rejects", rejects)
    manifest = json.loads((tmp_path / "advice" / "_manifest.json").read_text("utf-8"))
    assert manifest["pack"]["digest"] == shipped.base().knowledge.digest
    assert [each["size"] for each in manifest["inputs"]] == [lines.stat().st_size]
    assert manifest["counts"] == {"read": MANY + len(FAULTY), **summary.as_counts()}
    assert all((tmp_path / "advice" / part).is_file() for part in manifest["parts"])


@pytest.fixture
def table(lines: Path, tmp_path: Path) -> Path:
    """The profiles as Parquet, with one value that nobody declared."""
    facts = shipped.base().knowledge.facts
    kinds = {fact.id: "VARCHAR" if fact.kind == "choice" else "BIGINT" for fact in facts}
    with duckdb.connect() as database:
        told = [
            json.loads(line) for line in lines.read_bytes()[3:].splitlines() if line.startswith(b'{"id": ')
        ]
        rows = [
            [row["id"], *(None if (v := row.get(key)) == "unknown" else v for key in kinds)]
            for row in told
            if isinstance(row["id"], int) and "main_goal" in row
        ]
        rows[9][1] = "opne"
        columns = ", ".join(f'"{key}" {kind}' for key, kind in {"id": "BIGINT", **kinds}.items())
        database.execute(f"CREATE TABLE told ({columns})")
        database.executemany(f"INSERT INTO told VALUES ({', '.join('?' * (len(kinds) + 1))})", rows[:300])
        database.execute(f"COPY told TO '{tmp_path / 'told.parquet'}' (FORMAT parquet)")
    return tmp_path / "told.parquet"


@pytest.mark.usefixtures("spark")
def test_rows_become_what_the_database_makes_of_them(table: Path, tmp_path: Path) -> None:
    """Parquet gives the same advice, and a reject with its row for a value that is none."""
    summary, advice, rejects = by_database(table, tmp_path)
    assert {each["cause"] for each in rejects} == {"contradiction", "unknown-value"}

    found = run(shipped.base().knowledge, order(table, tmp_path))

    assert found.as_counts() == summary.as_counts()
    hold_in_parts(tmp_path / "advice", advice)
    hold_in_parts(tmp_path / "rejects", rejects)


@pytest.mark.usefixtures("spark")
def test_a_job_that_fails_leaves_nothing(table: Path, tmp_path: Path) -> None:
    """Where one file of several is damaged there is no output, no rejects, and nothing beside them."""
    folder = tmp_path / "in"
    folder.mkdir()
    shutil.copy(table, folder / "a.parquet")
    whole = table.read_bytes()
    (folder / "b.parquet").write_bytes(
        whole[:1000] + bytes(len(whole) // 2) + whole[1000 + len(whole) // 2 :]
    )
    before = set(tmp_path.iterdir())

    with pytest.raises(FileError, match=r"\ASpark failed: .+\Z"):
        run(shipped.base().knowledge, order(folder, tmp_path))

    assert set(tmp_path.iterdir()) == before


@pytest.mark.usefixtures("spark")
def test_what_cannot_be_read_is_said_at_once(lines: Path, table: Path, tmp_path: Path) -> None:
    """A missing input, a taken output, two forms at once: one line each, and no output."""
    knowledge = shipped.base().knowledge

    with pytest.raises(FileError, match="the file does not exist"):
        run(knowledge, order(tmp_path / "none.jsonl", tmp_path))
    with pytest.raises(FileError, match="is there already"):
        run(knowledge, order(lines, tmp_path)._replace(output=str(table)))
    with pytest.raises(InputError, match="several forms"):
        run(knowledge, order(lines, tmp_path)._replace(inputs=[str(lines), str(table)]))
    assert not (tmp_path / "advice").exists()


@pytest.mark.parametrize("missing", ["pyspark", "pandas", "pyarrow"])
def test_without_its_libraries_it_says_how_to_get_them(monkeypatch: pytest.MonkeyPatch, missing: str) -> None:
    """Whoever lacks a library is told which, and the command that installs it."""
    monkeypatch.setattr(
        "exitwise.batch.spark_session.find_spec", lambda name: None if name == missing else name
    )

    with pytest.raises(FileError, match=rf"{missing} is not installed\n  help: pip install"):
        run(shipped.base().knowledge, order(Path("in.jsonl"), Path()))


def test_without_java_it_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Spark's own complaint would be a page of shell and traces."""
    monkeypatch.setattr("exitwise.batch.spark_session.find_spec", str)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    monkeypatch.delenv("PYSPARK_GATEWAY_PORT", raising=False)

    with pytest.raises(FileError, match="there is no Java"):
        run(shipped.base().knowledge, order(Path("in.jsonl"), Path()))


def test_a_split_begins_where_those_before_it_end() -> None:
    """Bytes and records add up by file; a mark at its beginning shows in the size alone."""
    ends = [
        {"file": "/a", "split": 100, "at": 60, "nth": 3},
        {"file": "/a", "split": 0, "at": 110, "nth": 5},
        {"file": "/b", "split": 0, "at": 10, "nth": 1},
    ]
    files = [Found("file:/a", 173, 0), Found("file:/b", 9, 0)]

    assert starts(ends, files) == {("/a", 0): (3, 0), ("/a", 100): (113, 5), ("/b", 0): (0, 0)}


@st.composite
def cases(draw: st.DrawFn) -> tuple[Any, list[Any]]:
    """A pack, and some profiles for it."""
    pack = draw(random_packs.packs())
    return pack, [draw(random_packs.profiles(pack)) for _ in range(5)]


@settings(
    max_examples=examples(5),
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(cases())
def test_random_packs_give_the_same_on_both(
    spark: Any, tmp_path_factory: pytest.TempPathFactory, case: tuple[Any, list[Any]]
) -> None:
    """Whatever the rules, the query that Spark gets says what the plain one says."""
    pack, profiles = case
    knowledge = loading.load(random_packs.write(pack, tmp_path_factory.mktemp("pack")))
    columns, rows = answers(knowledge, profiles)
    session = spark.newSession()
    for name, value in RUN.items():
        session.conf.set(name, value)
    kinds = ", ".join(f"`{name}` {'int' if kind == 'string' else kind}" for name, kind in columns.items())
    session.createDataFrame(in_places(knowledge, rows), kinds).createOrReplaceTempView("profiles")

    parts = halves(query(knowledge), knowledge, between="staged")
    first = session.sql(written(parts.first, "spark"))
    first.createOrReplaceTempView("staged")
    second = session.sql(written(parts.second, "spark"))
    found = second.join(first.select("id", "refused"), "id").select("id", *RESULT).collect()

    assert sorted(map(tuple, found)) == sorted(by_plain_query(knowledge, columns, rows))


def answers(knowledge: Knowledge, profiles: list[Any]) -> tuple[dict[str, str], list[Any]]:
    """The columns of the table of profiles, and its rows."""
    named = names(knowledge)
    columns = {
        named["fact", fact.id]: "string" if fact.kind == "choice" else "bigint" for fact in knowledge.facts
    }
    rows = [
        (place, *(_answer(profile.get(fact.id), fact.kind) for fact in knowledge.facts))
        for place, profile in enumerate(profiles)
    ]
    return {"id": "bigint", **columns}, rows


def in_places(knowledge: Knowledge, rows: list[Any]) -> list[Any]:
    """The same rows with each choice as the place of its value."""
    choices = [fact.kind == "choice" for fact in knowledge.facts]
    return [
        (
            row[0],
            *(
                place(fact, answer) if choice else answer
                for fact, answer, choice in zip(knowledge.facts, row[1:], choices, strict=True)
            ),
        )
        for row in rows
    ]


def _answer(value: Any, kind: str) -> Any:
    return None if value == "unknown" and kind == "integer" else value


def by_plain_query(knowledge: Knowledge, columns: dict[str, str], rows: list[Any]) -> list[Any]:
    """What the embedded database makes of the rows."""
    with duckdb.connect() as database:
        kinds = {"string": "VARCHAR", "bigint": "BIGINT"}
        told = ", ".join(f'"{name}" {kinds[kind]}' for name, kind in columns.items())
        database.execute(f"CREATE TABLE profiles ({told})")
        database.executemany(f"INSERT INTO profiles VALUES ({', '.join('?' * len(columns))})", rows)
        return database.execute(written(query(knowledge), "duckdb")).fetchall()

"""`exitwise batch --backend spark`: what it says and does is what the embedded database says and does."""

import json
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from exitwise.cli import main
from support.packs import toy
from support.running.batching import jsonl
from support.running.program import environment, exitwise, installed_script

RIDE = {"brakes": "yes", "age": 5}
GIVEN = [
    {"id": 1, **RIDE, "note": [1, {"a": None}]},
    {"id": 2, "brakes": "perhaps"},
    {"id": "drei", **RIDE, "age": "unknown"},
    {"id": 4, **RIDE, "nickname": "x"},
]
PACK = ("--pack", toy.BICYCLE)
PATIENCE = 600
"""Seconds; Spark starts in some tens of them, and more where others work too."""

pytestmark = pytest.mark.spark


@pytest.fixture
def profiles(tmp_path: Path) -> Path:
    """Lines of which two are profiles of the bicycle."""
    file = tmp_path / "in" / "profiles.jsonl"
    file.parent.mkdir()
    file.write_bytes(jsonl(GIVEN))
    return file


def rows(place: Path) -> list[Any]:
    """The lines of a file, or of the parts of a folder."""
    files = sorted(place.glob("part-*")) if place.is_dir() else [place]
    return [json.loads(line) for file in files for line in file.read_bytes().splitlines()]


@pytest.mark.usefixtures("spark_is_here")
def test_the_program_does_on_spark_what_it_does_without(profiles: Path, tmp_path: Path) -> None:
    """The same advice, rejects, summary, words and status; and nothing of Java's own chatter."""
    told = ("batch", profiles, *PACK, "--keep", "note", "--rejects-raw", "--as-of", "2026-11-25")
    own, other = tmp_path / "own", tmp_path / "other"
    own.mkdir()
    embedded = exitwise(
        *told, "-o", own / "a.jsonl", "--rejects", own / "r.jsonl", "--summary", own / "s.json"
    ).expects(1, err=("4 read",))

    other.mkdir()
    call = exitwise(
        *told, "-o", other / "a", "--rejects", other / "r/", "--summary", other / "s.json",
        "--backend", "spark", "--master", "local[1]",
    )  # fmt: skip
    found = subprocess.run(
        call.command, capture_output=True, text=True, env=environment(), timeout=PATIENCE, check=False
    )

    assert found.returncode == 1, found.stderr
    assert found.stdout == ""
    assert found.stderr.splitlines()[:-1] == embedded.err.splitlines()[:-1]
    assert rows(other / "a") == rows(own / "a.jsonl")
    assert rows(other / "r") == rows(own / "r.jsonl")
    assert sorted(os.listdir(other)) == ["a", "r", "s.json"]  # noqa: PTH208 (hidden ones too)
    timed = {"seconds", "rate"}
    mine, theirs = (json.loads((folder / "s.json").read_text("utf-8")) for folder in (own, other))
    assert {key: mine[key] for key in mine if key not in timed} == {
        key: theirs[key] for key in theirs if key not in timed
    }


@pytest.fixture(scope="module")
def spark_is_here() -> None:
    """Whoever has no Spark does not run it."""
    pytest.importorskip("pyarrow")
    pytest.importorskip("pyspark")
    if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        pytest.skip("there is no Java")


def in_session(*arguments: object) -> int:
    """Run the command in this process, on the session that runs here, and return its status."""
    with pytest.raises(SystemExit) as ended:
        main(["batch", *map(str, arguments), *map(str, PACK), "--backend", "spark"])
    assert isinstance(ended.value.code, int)
    return ended.value.code


@pytest.mark.usefixtures("spark")
@pytest.mark.filterwarnings("ignore")
def test_parquet_goes_in_and_out_and_limits_hold(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Of a table with one row that is no profile: advice for the others, or nothing where none may be."""
    given, out = tmp_path / "in.parquet", tmp_path / "out.parquet"
    with duckdb.connect() as database:
        values = "(7, 'yes', 5, 'x'), (8, 'yes', NULL, 'y'), (9, 'perhaps', 4, 'z')"
        table = f"SELECT * FROM (VALUES {values}) AS t(id, brakes, age, note)"
        database.execute(f"COPY ({table}) TO '{given}' (FORMAT parquet)")

    for limit in (("--strict",), ("--max-rejects", "33%")):
        assert in_session(given, "--keep", "note", "-o", out, *limit) == 2
        assert "nothing is written" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == [given]

    told = (given, "--keep", "note", "-o", out, "--max-rejects", 1)
    assert in_session(*told) == 1
    assert "3 read = 2 advised + 1 rejected" in capsys.readouterr().err
    with duckdb.connect() as database:
        found = database.execute(f"SELECT id, note FROM '{out}/*.parquet' ORDER BY id").fetchall()
    assert found == [(7, "x"), (8, "y")]
    assert (out / "_manifest.json").is_file()

    assert in_session(*told) == 3
    assert "is there already" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (("--map", "map.yaml"), "`--map` is not available with --backend spark"),
        (("--detail", "full"), "`--detail full` is not available with --backend spark"),
        (("--resume",), "`--resume` is not available with --backend spark"),
        (("--threads", 2), "`--threads` is not available with --backend spark"),
        (("--memory", "2GB"), "`--memory` is not available with --backend spark"),
        (("--rejects", "-"), "`-` is not available with --backend spark"),
        (("--rejects", "advice/rejects"), "overlap"),
        (("--to", "csv"), "CSV is not available with --backend spark"),
        (("--from", "csv"), "CSV is not available with --backend spark"),
        (("--from", "json"), "a JSON array is not available with --backend spark"),
        (("--keep", "brakes"), "this cannot be kept"),
    ],
)
def test_what_cannot_be_had_is_refused_at_once(profiles: Path, told: tuple[object, ...], said: str) -> None:
    """One line, what to do, and no Spark is started for it."""
    call = exitwise("batch", profiles, "-o", "advice", *PACK, "--backend", "spark", *told)

    ended = call.inside(profiles.parent).expects(2, err=(said, "\n  help: "))

    assert len(ended.err.splitlines()) == 2


def test_a_master_is_sparks_alone(profiles: Path) -> None:
    """Whoever names where Spark runs means Spark."""
    call = exitwise("batch", profiles, "-o", profiles.parent / "a.jsonl", *PACK, "--master", "yarn")

    call.expects(2, err=("`--master` needs --backend spark\n  help: add --backend spark",))


@pytest.mark.parametrize("missing", ["pyspark", "pandas", "pyarrow"])
def test_without_a_library_it_says_which(profiles: Path, tmp_path: Path, missing: str) -> None:
    """One line and the command that installs it, with the status of a backend that failed."""
    if missing != "pyspark":
        pytest.importorskip("pyspark", reason="where it is missing itself, it is what is told")
        pytest.importorskip("pandas", reason="where it is missing itself, it is what is told")
    (tmp_path / "sitecustomize.py").write_text(f"import sys; sys.modules[{missing!r}] = None", "utf-8")
    call = exitwise("batch", profiles, "-o", tmp_path / "a", *PACK, "--backend", "spark")

    said = f"Spark cannot be started: {missing} is not installed\n  help: pip install 'exitwise[spark]'"
    call.where(PYTHONPATH=str(tmp_path)).expects(3, err=f"exitwise: {said}\n")


JAVAS = {
    None: "there is no Java",
    "echo 'Exception: the class file is of a newer Java' >&2; exit 1": "the class file is of a newer Java",
}


@pytest.mark.usefixtures("spark_is_here")
@pytest.mark.parametrize(("script", "said"), JAVAS.items())
def test_without_a_java_that_runs_it_says_why(
    profiles: Path, tmp_path: Path, script: str | None, said: str
) -> None:
    """What Java says of itself in one line, none of the script that calls it."""
    java = tmp_path / "java" / "bin" / "java"
    java.parent.mkdir(parents=True)
    if script is not None:
        java.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
        java.chmod(0o755)
    call = exitwise("batch", profiles, "-o", tmp_path / "a", *PACK, "--backend", "spark")

    ended = call.where(JAVA_HOME=str(tmp_path / "java")).expects(3, err=("Spark cannot be started", said))

    assert len([line for line in ended.err.splitlines() if line.startswith("exitwise: ")]) == 1
    assert len(ended.err.splitlines()) <= 2


def until(shown: Iterator[bool]) -> None:
    """Wait until something is so."""
    end = time.monotonic() + PATIENCE
    while not next(shown):
        assert time.monotonic() < end
        time.sleep(0.02)


@pytest.mark.usefixtures("spark_is_here")
def test_an_interrupt_ends_it_and_leaves_nothing(tmp_path: Path) -> None:
    """While records are staged: 130, at once, and no folder is half there."""
    given, out = tmp_path / "in.jsonl", tmp_path / "out"
    given.write_bytes(jsonl([{"id": number, **RIDE} for number in range(400_000)]))
    out.mkdir()
    process = subprocess.Popen(
        (installed_script(), "batch", given, "-o", out / "a", *map(str, PACK), "--backend", "spark"),
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment(), start_new_session=True,
    )  # fmt: skip
    try:
        until(any(out.iterdir()) or process.poll() is not None for _ in iter(int, 1))
        began = time.monotonic()

        os.killpg(process.pid, signal.SIGINT)
        _, said = process.communicate(timeout=PATIENCE)
    finally:
        process.kill()

    assert time.monotonic() - began < 5  # about one where nobody else works
    assert (process.returncode, said.strip()) == (130, "exitwise: interrupted")
    assert list(out.iterdir()) == []


@pytest.mark.usefixtures("spark_is_here")
def test_an_interrupt_while_java_begins_leaves_no_java(tmp_path: Path) -> None:
    """It would wait for ever for somebody who has gone."""
    given, mark = tmp_path / "in.jsonl", f"-Dexitwise.test={os.getpid()}"
    given.write_bytes(jsonl([RIDE]))
    process = subprocess.Popen(
        (installed_script(), "batch", given, "-o", tmp_path / "a", *map(str, PACK), "--backend", "spark"),
        stderr=subprocess.PIPE, text=True, env={**environment(), "JDK_JAVA_OPTIONS": mark},
    )  # fmt: skip
    try:
        until(is_begun(mark) or process.poll() is not None for _ in iter(int, 1))
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=PATIENCE)
    finally:
        process.kill()

    assert (process.returncode, said.strip()) == (130, "exitwise: interrupted")
    until(not is_begun(mark) for _ in iter(int, 1))


def is_begun(mark: str) -> bool:
    """Whether there is a Java that was given an option."""
    call = ("/bin/ps", "axeww", "-o", "comm=,args=")
    lines = subprocess.run(call, capture_output=True, text=True, check=True).stdout.splitlines()
    return any(line.startswith("java") and mark in line for line in lines)

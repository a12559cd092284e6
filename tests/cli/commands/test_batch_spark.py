"""`exitwise batch --backend spark`: the same results as on one machine, as folders of parts."""

import json
import os
import re
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
from support.running.batching import file_names, jsonl
from support.running.program import environment, exitwise, installed_script

RIDE = {"brakes": "yes", "age": 5}
GIVEN = [
    {"id": 1, **RIDE, "note": [1, {"a": None}]},
    {"id": 2, "brakes": "perhaps"},
    {"id": "drei", **RIDE, "age": "unknown"},
    {"id": 4, **RIDE, "nickname": "x"},
]
PACK = ("--pack", toy.BICYCLE)
MAP = "{id: Nr., facts: {brakes: {column: Bremsen, values: {J: yes, N: no}}}, keep: [Ort]}\n"
PROGRESS = re.compile(r"[\d,]+ records, \d+ %\Z")
"""A line that a run writes only where it takes long."""
PATIENCE = 600
"""Seconds; Spark starts in some tens of them, and more where others work too."""


@pytest.fixture
def profiles(tmp_path: Path) -> Path:
    """Write records, two of which are valid profiles of the bicycle."""
    file = tmp_path / "in" / "profiles.jsonl"
    file.parent.mkdir()
    file.write_bytes(jsonl(GIVEN))
    return file


def read_rows(path: Path) -> list[Any]:
    """Return the lines of a file, or of the parts or rejects in a folder."""
    files = sorted(path.glob("[pr]*-*")) if path.is_dir() else [path]
    return [json.loads(line) for file in files for line in file.read_bytes().splitlines()]


@pytest.mark.spark
@pytest.mark.usefixtures("spark_installed")
def test_spark_equals_one_machine(profiles: Path, tmp_path: Path) -> None:
    """Advice, rejects, summary, messages and status are equal, and Java prints nothing."""
    arguments = ("batch", profiles, *PACK, "--keep", "note", "--rejects-raw", "--as-of", "2026-11-25")
    local_folder, spark_folder = tmp_path / "own", tmp_path / "other"
    local_folder.mkdir()
    local = exitwise(
        *arguments,
        "-o",
        local_folder / "a.jsonl",
        "--rejects",
        local_folder / "r.jsonl",
        "--summary",
        local_folder / "s.json",
    ).expects(1, err=("4 read",))

    spark_folder.mkdir()
    call = exitwise(
        *arguments, "-o", spark_folder / "a",
        "--rejects", spark_folder / "r/", "--summary", spark_folder / "s.json",
        "--backend", "spark", "--master", "local[1]",
    )  # fmt: skip
    ended = subprocess.run(
        call.command, capture_output=True, text=True, env=environment(), timeout=PATIENCE, check=False
    )

    assert ended.returncode == 1, ended.stderr
    assert ended.stdout == ""
    lines = [line for line in ended.stderr.splitlines() if not PROGRESS.match(line)]
    assert lines[:-1] == local.err.splitlines()[:-1]
    assert read_rows(spark_folder / "a") == read_rows(local_folder / "a.jsonl")
    assert read_rows(spark_folder / "r") == read_rows(local_folder / "r.jsonl")
    assert file_names(spark_folder) == ["a", "r", "s.json"]
    apart = {"seconds", "rate", "repeated_ids"}  # ids are compared on one machine only
    local_summary, spark_summary = (
        json.loads((folder / "s.json").read_text("utf-8")) for folder in (local_folder, spark_folder)
    )
    assert {key: local_summary[key] for key in local_summary if key not in apart} == {
        key: spark_summary[key] for key in spark_summary if key not in apart
    }


@pytest.fixture(scope="module")
def spark_installed() -> None:
    """Skip the test without Spark and Java."""
    pytest.importorskip("pyarrow")
    pytest.importorskip("pyspark")
    if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        pytest.skip("there is no Java")


def run_in_session(*arguments: object) -> int:
    """Run the command in this process and return its exit status."""
    with pytest.raises(SystemExit) as ended:
        main(["batch", *map(str, arguments), *map(str, PACK), "--backend", "spark"])
    assert isinstance(ended.value.code, int)
    return ended.value.code


@pytest.mark.spark
@pytest.mark.usefixtures("spark")
@pytest.mark.filterwarnings("ignore")
def test_parquet_and_reject_limits(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A table with a faulty row gives advice on the other rows, or nothing above the limit."""
    source, out = tmp_path / "in.parquet", tmp_path / "out.parquet"
    with duckdb.connect() as database:
        values = "(7, 'yes', 5, 'x'), (8, 'yes', NULL, 'y'), (9, 'perhaps', 4, 'z')"
        table = f"SELECT * FROM (VALUES {values}) AS t(id, brakes, age, note)"
        database.execute(f"COPY ({table}) TO '{source}' (FORMAT parquet)")

    for limit in (("--strict",), ("--max-rejects", "33%")):
        assert run_in_session(source, "--keep", "note", "-o", out, *limit) == 2
        assert "nothing is written" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == [source]

    arguments = (source, "--keep", "note", "-o", out, "--max-rejects", 1)
    assert run_in_session(*arguments) == 1
    assert "3 read = 2 advised + 1 rejected" in capsys.readouterr().err
    with duckdb.connect() as database:
        rows = database.execute(f"SELECT id, note FROM '{out}/*.parquet' ORDER BY id").fetchall()
    assert rows == [(7, "x"), (8, "y")]
    assert (out / "_manifest.json").is_file()

    assert run_in_session(*arguments) == 3
    assert "out.parquet exists already" in capsys.readouterr().err


@pytest.mark.spark
@pytest.mark.usefixtures("spark")
@pytest.mark.filterwarnings("ignore")
def test_csv_of_another_dialect_with_a_map(tmp_path: Path) -> None:
    """The parts are CSV too, and rejects have the lines and offsets of the file."""
    (tmp_path / "map.yaml").write_text(MAP, "utf-8")
    rows = ["Nr.;Bremsen;Ort", "1;J;Köln", '2;N;"Halle\n(Saale)"', "3;?;Bonn", "4;J;"]
    (tmp_path / "in.csv").write_text("\n".join(rows) + "\n", "utf-8")
    call = (tmp_path / "in.csv", "--delimiter", ";", "--map", tmp_path / "map.yaml")
    local_file, spark_folder = tmp_path / "own.csv", tmp_path / "other.csv"
    local = ("batch", *call, "-o", local_file, "--rejects", tmp_path / "own.jsonl", *PACK)
    exitwise(*local).expects(1, err=("4 read = 3 advised + 1 rejected",))

    assert run_in_session(*call, "-o", spark_folder, "--rejects", tmp_path / "rejects") == 1

    assert (spark_folder / "part-00001.csv").read_bytes() == local_file.read_bytes()
    assert b"Halle\n(Saale)" in local_file.read_bytes()
    assert read_rows(tmp_path / "rejects") == read_rows(tmp_path / "own.jsonl")
    assert [(reject["line"], reject["id"]) for reject in read_rows(tmp_path / "rejects")] == [(5, "3")]


@pytest.mark.spark
@pytest.mark.usefixtures("spark")
@pytest.mark.filterwarnings("ignore")
def test_full_advice_from_an_address_to_an_address(profiles: Path, tmp_path: Path) -> None:
    """The lines are those of one machine, and no hidden file is left beside them."""
    local_file, spark_folder, rejects = (tmp_path / name for name in ("own.jsonl", "other", "rejects"))
    exitwise("batch", profiles, "--detail", "full", "-o", local_file, *PACK).expects(
        1, err=("4 read = 1 advised",)
    )
    options = ("--detail", "full", "--rejects", f"file://{rejects}")

    assert run_in_session(f"file://{profiles.parent}/", "-o", f"file://{spark_folder}", *options) == 1

    assert read_rows(spark_folder) == read_rows(local_file)
    assert {reject["file"] for reject in read_rows(rejects)} == {f"file://{profiles}"}
    assert file_names(spark_folder) == ["_manifest.json", "part-00001.jsonl"]
    assert file_names(rejects) == ["rejects-00001.jsonl"]
    assert file_names(tmp_path) == ["in", "other", "own.jsonl", "rejects"]


def test_unavailable_option_is_rejected(profiles: Path) -> None:
    """It exits with 2 and one message with a help, whether Spark is installed or not."""
    call = exitwise("batch", profiles, "-o", "advice", *PACK, "--backend", "spark", "--resume")

    ended = call.inside(profiles.parent).expects(2, err=("`--resume` is not available", "\n  help: "))

    assert len(ended.err.splitlines()) == 2


def test_missing_library_is_reported(profiles: Path, tmp_path: Path) -> None:
    """It exits with 3 and the command that installs it."""
    (tmp_path / "sitecustomize.py").write_text("import sys; sys.modules['pyspark'] = None", "utf-8")
    call = exitwise("batch", profiles, "-o", tmp_path / "a", *PACK, "--backend", "spark")

    message = "Spark cannot be started: pyspark is not installed\n  help: pip install 'exitwise[spark]'"
    call.where(PYTHONPATH=str(tmp_path)).expects(3, err=f"exitwise: {message}\n")


@pytest.mark.spark
@pytest.mark.usefixtures("spark_installed")
def test_unusable_java_is_reported(profiles: Path, tmp_path: Path) -> None:
    """The message is that of Java, in one line."""
    java = tmp_path / "java" / "bin" / "java"
    java.parent.mkdir(parents=True)
    message = "Exception: the class file is of a newer Java"
    java.write_text(f"#!/bin/sh\necho 'some words\n{message}\n\tat x' >&2; exit 1\n", "utf-8")
    java.chmod(0o755)
    call = exitwise("batch", profiles, "-o", tmp_path / "a", *PACK, "--backend", "spark")

    call.where(JAVA_HOME=str(tmp_path / "java")).expects(
        3, err=f"exitwise: Spark cannot be started: {message}\n"
    )


def wait_until(states: Iterator[bool]) -> None:
    """Wait until a condition holds."""
    deadline = time.monotonic() + PATIENCE
    while not next(states):
        assert time.monotonic() < deadline
        time.sleep(0.02)


@pytest.mark.spark
@pytest.mark.usefixtures("spark_installed")
def test_interrupt_leaves_nothing(tmp_path: Path) -> None:
    """It exits with 130 within seconds, and no folder is left."""
    source, out = tmp_path / "in.jsonl", tmp_path / "out"
    source.write_bytes(jsonl([{"id": number, **RIDE} for number in range(400_000)]))
    out.mkdir()
    process = subprocess.Popen(
        (installed_script(), "batch", source, "-o", out / "a", *map(str, PACK), "--backend", "spark"),
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment(), start_new_session=True,
    )  # fmt: skip
    try:
        wait_until(any(out.iterdir()) or process.poll() is not None for _ in iter(int, 1))
        start_time = time.monotonic()

        os.killpg(process.pid, signal.SIGINT)
        _, err = process.communicate(timeout=PATIENCE)
    finally:
        process.kill()

    assert time.monotonic() - start_time < 5  # about one second on an idle machine
    assert (process.returncode, err.strip()) == (130, "exitwise: interrupted")
    assert list(out.iterdir()) == []


@pytest.mark.spark
@pytest.mark.usefixtures("spark_installed")
def test_interrupt_while_java_starts_ends_java(tmp_path: Path) -> None:
    """Java would otherwise wait forever."""
    source, option = tmp_path / "in.jsonl", f"-Dexitwise.test={os.getpid()}"
    source.write_bytes(jsonl([RIDE]))
    process = subprocess.Popen(
        (installed_script(), "batch", source, "-o", tmp_path / "a", *map(str, PACK), "--backend", "spark"),
        stderr=subprocess.PIPE, text=True, env={**environment(), "JDK_JAVA_OPTIONS": option},
    )  # fmt: skip
    try:
        wait_until(is_java_running(option) or process.poll() is not None for _ in iter(int, 1))
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=PATIENCE)
    finally:
        process.kill()

    assert (process.returncode, err.strip()) == (130, "exitwise: interrupted")
    wait_until(not is_java_running(option) for _ in iter(int, 1))


def is_java_running(option: str) -> bool:
    """Return whether there is a Java process with an option."""
    call = ("/bin/ps", "axeww", "-o", "comm=,args=")
    lines = subprocess.run(call, capture_output=True, text=True, check=True).stdout.splitlines()
    return any(line.startswith("java") and option in line for line in lines)

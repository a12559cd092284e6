"""`exitwise batch --backend spark` before Spark starts: options, folders and formats."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pytest

from exitwise.batch.job import Job
from exitwise.batch.read.inputs import Input
from exitwise.batch.summary import Summary
from exitwise.cli.batch import spark
from exitwise.cli.batch.options import BatchOptions
from exitwise.cli.commands.batch import command
from exitwise.cli.usage import UsageError
from exitwise.errors import FileError, InputError
from exitwise.knowledge_base import KnowledgeBase
from support.packs import toy

KB = toy.bicycle()


@pytest.fixture(autouse=True)
def lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Write a profile into the working directory."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in.jsonl").write_bytes(b'{"brakes": "yes"}\n')
    return tmp_path / "in.jsonl"


def run(*arguments: str) -> Summary:
    """Run a call as the command does."""
    with command.make_context("batch", [*arguments, "--backend", "spark"]) as context:
        return spark.run(KB, BatchOptions(**context.params))


@pytest.fixture
def jobs(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Job, str | None]]:
    """Record the jobs for Spark and their masters instead of running them."""
    submitted: list[tuple[Job, str | None]] = []

    def record(
        base: KnowledgeBase, job: Job, *, master: str | None, on_progress: Callable[[int, int], None]
    ) -> Summary:
        assert base is KB
        on_progress(0, 0)
        submitted.append((job, master))
        return Summary(7)

    monkeypatch.setattr("exitwise.batch.spark.session.check_spark", lambda: None)
    monkeypatch.setattr("exitwise.batch.spark.run.run", record)
    return submitted


UNAVAILABLE: dict[tuple[str, ...], tuple[str, str]] = {
    ("--resume",): ("--resume", "a run on Spark writes everything or nothing: run it again, or leave out"),
    ("--threads", "2"): ("--threads", "use --master 'local[N]', or set the number of executors"),
    ("--memory", "2GB"): ("--memory", "use spark-submit with --driver-memory and --executor-memory"),
}


@pytest.mark.parametrize(("option", "expected"), UNAVAILABLE.items())
def test_unavailable_option_is_rejected(option: tuple[str, ...], expected: tuple[str, str]) -> None:
    """The help has an alternative, even if Spark is not installed."""
    with pytest.raises(UsageError) as raised:
        run("in.jsonl", "-o", "advice", *option)

    assert raised.value.message == f"`{expected[0]}` is not available with --backend spark"
    assert raised.value.help.startswith(expected[1])


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("-", ("-", "-o", "advice")),
        ("-", ("in.jsonl", "-o", "-")),
        ("-", ("in.jsonl", "-o", "advice", "--rejects", "-")),
        ("pipe", ("in.jsonl", "pipe", "-o", "advice")),
        ("pipe", ("in.jsonl", "-o", "pipe")),
    ],
)
def test_pipe_is_rejected(name: str, arguments: tuple[str, ...]) -> None:
    """Standard streams and named pipes exist on one machine only."""
    os.mkfifo("pipe")

    with pytest.raises(UsageError) as raised:
        run(*arguments)

    assert raised.value.message == f"`{name}` is not available with --backend spark: it is a pipe"
    assert raised.value.help == "name files or folders, or leave out --backend spark"


OVERLAPPING = [
    ("advice", "advice"),
    ("advice", "advice/rejects"),
    ("out/advice", "out/"),
    ("./advice/", "advice"),
    ("s3://bucket/a", "s3://bucket/a/r"),
]


@pytest.mark.parametrize(("output", "rejects"), OVERLAPPING)
def test_overlapping_folders_are_rejected(output: str, rejects: str) -> None:
    """Each folder is renamed as a whole when it is complete."""
    with pytest.raises(UsageError) as raised:
        run("in.jsonl", "-o", output, "--rejects", rejects)

    assert raised.value.message == f"`{output}` and `{rejects}` overlap"
    assert raised.value.help == "name two separate folders"


@pytest.mark.parametrize("rejects", ["advice2", "out/advice", "advice.rejects"])
def test_separate_folders_are_accepted(rejects: str, jobs: list[tuple[Job, str | None]]) -> None:
    """Their names may begin alike."""
    run("in.jsonl", "-o", "advice", "--rejects", rejects)

    assert [job.rejects for job, _ in jobs] == [rejects]


@pytest.mark.parametrize("suffix", [".gz", ".zst", ".bz2", ".xz", ".zip", ".GZ"])
@pytest.mark.parametrize("more", [(), ("--to", "csv")])
def test_parts_are_not_compressed(suffix: str, more: tuple[str, ...]) -> None:
    """The suffix of a compression in the name of the folder is ignored."""
    with pytest.raises(UsageError) as raised:
        run("in.jsonl", "-o", f"advice.csv{suffix}", *more)

    assert raised.value.message == f"the parts of a folder are not compressed as {suffix.lower()}"
    assert raised.value.help == f"leave out {suffix.lower()}"


FORMATS = {
    ("advice",): "jsonl",
    ("advice.v2",): "jsonl",
    ("advice.jsonl",): "jsonl",
    ("advice.csv",): "csv",
    ("advice.CSV/",): "csv",
    ("advice.parquet",): "parquet",
    ("a.csv/advice",): "jsonl",
    ("advice.csv", "--to", "parquet"): "parquet",
    ("s3://bucket/advice.parquet",): "parquet",
}


@pytest.mark.parametrize(("output", "form"), FORMATS.items())
def test_suffix_of_the_folder_chooses_the_format(
    output: tuple[str, ...], form: str, jobs: list[tuple[Job, str | None]]
) -> None:
    """The default is JSON Lines, and `--to` has priority."""
    run("in.jsonl", "-o", *output)

    assert [(job.output, job.form) for job, _ in jobs] == [(output[0], form)]


def test_job_is_submitted_to_spark(jobs: list[tuple[Job, str | None]]) -> None:
    """Its counts are returned, and names are unchanged outside of spark-submit."""
    options = ("--keep", "note", "--detail", "compact", "--rejects-raw", "--rejects", "r")

    assert run("in.jsonl", "-o", "advice", *options, "--master", "local[3]").read == 7

    ((job, master),) = jobs
    assert (job.inputs, job.output, job.rejects) == ((Input("in.jsonl", "jsonl"),), "advice", "r")
    assert (job.keep, job.raw, job.full, master) == (("note",), True, False, "local[3]")


def test_options_of_records_are_available(jobs: list[tuple[Job, str | None]], tmp_path: Path) -> None:
    """Full advice, CSV of any dialect, and maps are available, as on one machine."""
    (tmp_path / "map.yaml").write_text("facts: {brakes: {column: stops}}\n", "utf-8")
    (tmp_path / "in.csv").write_bytes(b"stops\nyes\n")

    run("in.jsonl", "-o", "advice", "--detail", "full")
    run("in.csv", "-o", "advice.csv", "--delimiter", ";", "--encoding", "utf-16", "--map", "map.yaml")

    (full, _), (mapped, _) = jobs
    assert full.full
    assert mapped.inputs[0].dialect.as_dict() == {"delimiter": ";", "encoding": "utf-16"}
    assert mapped.columns is not None


INVALID: dict[str, tuple[tuple[str, ...], type[Exception], str]] = {
    "full advice as CSV": (("-o", "a.csv", "--detail", "full"), UsageError, "needs JSON Lines output"),
    "a fact kept": (("-o", "a", "--keep", "brakes"), UsageError, "a fact cannot be kept"),
    "the input as output": (("-o", "in.jsonl"), InputError, "is named twice"),
    "another input": (("none.jsonl", "-o", "a"), FileError, "the file does not exist"),
}


@pytest.mark.parametrize(("arguments", "error", "message"), INVALID.values(), ids=INVALID)
def test_invalid_job_is_not_submitted_to_spark(
    arguments: tuple[str, ...], error: type[Exception], message: str, jobs: list[Any]
) -> None:
    """The errors are those of a run on one machine."""
    with pytest.raises(error, match=message):
        run("in.jsonl", *arguments)
    assert jobs == []


def test_missing_spark_is_reported_before_the_inputs_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """The libraries that read them may be missing too."""

    def fail() -> None:
        raise FileError("Spark cannot be started: there is no Java")

    monkeypatch.setattr("exitwise.batch.spark.session.check_spark", fail)

    with pytest.raises(FileError, match="there is no Java"):
        run("none.jsonl", "-o", "advice")


def test_master_needs_the_spark_backend() -> None:
    """On this machine the option would have no effect."""
    spark.reject_master(None)
    with pytest.raises(UsageError, match="`--master` needs --backend spark"):
        spark.reject_master("yarn")


def test_backend_is_one_of_three() -> None:
    """The default is this machine."""
    params = command.make_context("batch", []).params

    assert (params["backend"], params["master"]) == ("local", None)
    with pytest.raises(click.BadParameter, match="'local', 'duckdb', 'spark'"):
        command.make_context("batch", ["--backend", "flink"])

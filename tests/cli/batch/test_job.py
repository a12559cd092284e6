"""The job of a call of `exitwise batch`: its output format, and options that exclude each other."""

import io
import sys
from datetime import date
from pathlib import Path

import pytest

from exitwise.batch.job import Job, Limit
from exitwise.batch.read.inputs import Input
from exitwise.cli.batch.job import local_format, read_job
from exitwise.cli.usage import UsageError
from exitwise.errors import InputError
from support.packs import toy
from support.running.batching import options_of

KB = toy.bicycle()

FORMATS = {
    ("-o", "a.csv.gz"): "csv",
    ("-o", "a.csv", "--to", "jsonl"): "jsonl",
    ("-o", "a.txt", "--to", "parquet"): "parquet",
    ("-o", "-"): "jsonl",
    ("-o", "parts/", "--rejects", "r.gz"): "jsonl",
}


@pytest.mark.parametrize(("arguments", "form"), FORMATS.items())
def test_format_of_the_output(arguments: tuple[str, ...], form: str) -> None:
    """The option `--to` has priority over the suffix of the name."""
    assert local_format(options_of("in.csv", *arguments)) == form


NOT_WRITTEN = {
    "an address": (
        ("-o", "s3://bucket/a.csv"),
        "`s3://bucket/a.csv`: only --backend spark writes to an address",
        "name a local file",
    ),
    "an unknown suffix": (("-o", "a.txt"), "cannot tell the format of `a.txt`", "name it .jsonl, .csv or"),
    "bzip2": (("-o", "a.csv.bz2"), "`a.csv.bz2`: .bz2 files are not written", "use .gz or .zst"),
    "rejects as xz": (
        ("-o", "a.csv", "--rejects", "r.xz"),
        "`r.xz`: .xz files are not written",
        "use .gz or .zst",
    ),
    "compressed Parquet": (
        ("-o", "a.gz", "--to", "parquet"),
        "`a.gz`: Parquet is not compressed as a whole",
        "leave out .gz",
    ),
}


@pytest.mark.parametrize(("arguments", "message", "advice"), NOT_WRITTEN.values(), ids=NOT_WRITTEN)
def test_unsupported_output_is_rejected(arguments: tuple[str, ...], message: str, advice: str) -> None:
    """The help suggests another name."""
    with pytest.raises(UsageError) as raised:
        local_format(options_of("in.csv", *arguments))

    assert raised.value.message == message
    assert raised.value.help.startswith(advice)


class Stream(io.StringIO):
    """A standard output that may be a terminal."""

    def __init__(self, *, is_terminal: bool) -> None:
        super().__init__()
        self._is_terminal = is_terminal

    def isatty(self) -> bool:
        """Return whether it is a terminal."""
        return self._is_terminal


def test_parquet_is_not_written_to_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """A redirected or closed standard output is accepted, and so is text on a terminal."""
    options = options_of("in.csv", "-o", "-", "--to", "parquet")
    for stream in (None, Stream(is_terminal=False)):
        monkeypatch.setattr(sys, "stdout", stream)
        assert local_format(options) == "parquet"

    monkeypatch.setattr(sys, "stdout", Stream(is_terminal=True))

    with pytest.raises(UsageError, match="Parquet cannot be written to a terminal"):
        local_format(options)
    assert local_format(options_of("in.csv", "-o", "-")) == "jsonl"
    assert local_format(options_of("in.csv", "-o", "a.parquet")) == "parquet"


def test_job_has_the_options_of_the_call() -> None:
    """The default date is today, and by default there is no reject limit."""
    options = ("--keep", "note", "--rejects", "r", "--rejects-raw", "--threads", "2")
    limited = ("--max-rejects", "5%", "--as-of", "2026-11-25")

    job = read_job(KB, options_of("-", "-o", "a.csv", *options, *limited), "csv")

    assert job == Job(
        inputs=(Input("-", "jsonl"),),
        output="a.csv",
        form="csv",
        rejects="r",
        keep=("note",),
        raw=True,
        limit=Limit(5, share=True),
        threads=2,
        today=date(2026, 11, 25),
    )
    assert read_job(KB, options_of("-", "-o", "-"), "jsonl").limit is None


@pytest.mark.parametrize(
    ("form", "more"), [("csv", ()), ("parquet", ()), ("jsonl", ("--keep", "note")), ("csv", ("--keep", "x"))]
)
def test_full_advice_needs_json_lines(form: str, more: tuple[str, ...]) -> None:
    """Other columns cannot be kept with it."""
    options = options_of("-", "-o", "a", "--detail", "full", *more)
    with pytest.raises(UsageError) as raised:
        read_job(KB, options, form)

    assert raised.value.message == "`--detail full` needs JSON Lines output without other columns"
    assert raised.value.help == "use --to jsonl, and do not keep columns"
    assert read_job(KB, options_of("-", "-o", "a", "--detail", "full"), "jsonl").full


TWICE = {
    "standard input": (("-", "-", "-o", "a"), "`-` is named twice"),
    "standard output": (("-", "-o", "-", "--rejects", "-"), "`-` is named twice"),
    "an input": (("in.csv", "./in.csv", "-o", "a"), "{folder}/in.csv is named twice"),
    "input and output": (("in.csv", "-o", "in.csv"), "{folder}/in.csv is named twice"),
    "input and rejects": (
        ("in.csv", "-o", "a", "--rejects", "x/../in.csv"),
        "{folder}/in.csv is named twice",
    ),
    "input and summary": (("link.csv", "-o", "a", "--summary", "in.csv"), "{folder}/in.csv is named twice"),
    "output and summary": (("in.csv", "-o", "a", "--summary", "a"), "{folder}/a is named twice"),
}


@pytest.mark.parametrize(("arguments", "message"), TWICE.values(), ids=TWICE)
def test_file_that_is_named_twice_is_rejected(
    arguments: tuple[str, ...], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It would be overwritten while it is read; links and different paths are resolved."""
    monkeypatch.chdir(tmp_path)
    Path("in.csv").write_bytes(b"id,brakes\n")
    Path("link.csv").symlink_to("in.csv")

    with pytest.raises(InputError) as raised:
        read_job(KB, options_of(*arguments), "csv")

    assert raised.value.message == message.format(folder=tmp_path.resolve())


def test_address_that_is_named_twice_is_rejected(tmp_path: Path) -> None:
    """The message has the address unchanged, since it is not a path."""
    (tmp_path / "in.csv").write_bytes(b"id,brakes\n")
    address = f"file://{tmp_path}/in.csv"

    with pytest.raises(InputError) as raised:
        read_job(KB, options_of(address, "-o", address), "csv")

    assert raised.value.message == f"{address} is named twice"


def test_standard_input_and_output_may_share_their_name() -> None:
    """A dash means either of them."""
    job = read_job(KB, options_of("-", "-o", "-"), "jsonl")

    assert (job.inputs[0].name, job.output) == ("-", "-")


def test_fact_cannot_be_kept() -> None:
    """The output would have two columns with one name."""
    with pytest.raises(UsageError, match="a fact cannot be kept"):
        read_job(KB, options_of("-", "-o", "-", "--keep", "brakes"), "jsonl")

"""`exitwise batch` and `exitwise sample` when a disk or an input fails: one message, no partial result."""

import gzip
import os
import random
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

import duckdb
import pyarrow as pa
import pytest
import zstandard
from pyarrow import parquet

from support.packs import toy
from support.running.batching import file_names, jsonl
from support.running.program import TIMEOUT, Result, Run, exitwise, start, wait_until_writing

LINE = jsonl([{"id": "somebody", "brakes": "yes", "age": 5}])
FULL = "No space left on device"


@contextmanager
def mount(folder: Path, options: str) -> Iterator[Path]:
    """Mount a small file system, or skip the test."""
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
    mounted = subprocess.run(command, capture_output=True, check=False)
    if mounted.returncode:
        pytest.skip("no file system can be mounted here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)  # noqa: S607


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """Mount a file system of some kilobytes."""
    with mount(tmp_path / "small", "size=128k") as folder:
        yield folder


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """Write more profiles and rejects than the small file system can hold."""
    file = tmp_path / "many.jsonl"
    ids = (Random(seed).randbytes(32).hex() for seed in range(5_000))  # noqa: S311 (hardly compressible)
    lines = "".join(f'{{"id": "{name}", "brakes": "yes"}}\n' for name in ids)
    file.write_bytes(lines.encode() + b'{"brakes": "perhaps"}\n' * 800)
    return file


def batch(*arguments: object) -> Run:
    """Return a call on the pack of the bicycle."""
    return exitwise("batch", *arguments, "--pack", toy.BICYCLE, "--threads", 1)


def expect_file_error(run: Run, *words: str) -> Result:
    """Expect a call to exit with 3, with one message and at most one help."""
    ended = run.expects(3, err=words)
    first, *others = ended.err.splitlines()
    assert first.startswith("exitwise: ")
    assert [line for line in others if not line.startswith("  help: ")] == []
    assert len(others) < 2
    return ended


# Full disks


@pytest.mark.parametrize("name", ["advice.jsonl", "advice.csv", "advice.parquet"])
def test_full_disk_leaves_no_advice(name: str, small: Path, many: Path) -> None:
    """In every format an existing file is unchanged."""
    (small / name).write_bytes(b"old")
    expect_file_error(batch(many, "-o", small / name), FULL)

    assert file_names(small) == [name]
    assert (small / name).read_bytes() == b"old"


def test_full_disk_leaves_complete_parts(small: Path, many: Path, tmp_path: Path) -> None:
    """With more space the run can be resumed after them."""
    few = tmp_path / "few.jsonl"
    few.write_bytes(LINE * 10)
    expect_file_error(batch(few, many, "-o", f"{small}/parts/"), FULL)

    assert set(file_names(small / "parts")) - {"_manifest.json"} == {"part-00001.jsonl"}
    subprocess.run(["mount", "-o", "remount,size=64m", str(small)], check=True)  # noqa: S607
    again = batch(few, many, "-o", f"{small}/parts/", "--resume")
    again.expects(1, err=("5,810 read = 5,010 advised + 800 rejected",))
    names = ["_manifest.json", "part-00001.jsonl", "part-00002.jsonl", "rejects-00002.jsonl"]
    assert file_names(small / "parts") == names


def test_full_disk_leaves_no_rejects(small: Path, many: Path, tmp_path: Path) -> None:
    """No advice is written either."""
    out = tmp_path / "out"
    out.mkdir()
    expect_file_error(batch(many, "-o", out / "advice.jsonl", "--rejects", small / "rejects.jsonl"), FULL)

    assert file_names(small) == file_names(out) == []


def test_full_disk_leaves_no_summary(small: Path, tmp_path: Path) -> None:
    """The advice, which is written before it, is complete."""
    few = tmp_path / "few.jsonl"
    few.write_bytes(LINE)
    fill_disk(small)
    expect_file_error(
        batch(few, "-o", tmp_path / "advice.jsonl", "--summary", small / "summary.json"), "summary", FULL
    )

    assert file_names(small) == ["filler"]
    assert (tmp_path / "advice.jsonl").read_bytes().count(b"\n") == 1


def fill_disk(folder: Path) -> None:
    """Use all space of a file system."""
    with (folder / "filler").open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError:
            return


@pytest.mark.parametrize("form", ["jsonl", "parquet"])
def test_full_disk_leaves_no_sample(form: str, small: Path) -> None:
    """No file is left in either format."""
    expect_file_error(
        exitwise("sample", "-n", 20_000, "-o", small / f"s.{form}", "--pack", toy.BICYCLE), f"s.{form}", FULL
    )

    assert file_names(small) == []


@pytest.mark.parametrize("output", ["a.jsonl", "a.parquet", "parts/"])
def test_read_only_folder_is_reported(output: str, many: Path, tmp_path: Path) -> None:
    """The error comes before anything is read."""
    with mount(tmp_path / "fixed", "size=64k,ro") as folder:
        expect_file_error(
            batch(many, "-o", f"{folder}/{output}"), "fixed", "cannot be written: Read-only file system"
        )
        expect_file_error(
            exitwise("sample", "-n", 5, "-o", folder / "s.jsonl"), "s.jsonl", "Read-only file system"
        )


# Inputs


def test_vanished_input_is_reported(tmp_path: Path) -> None:
    """It exists at the start, but not when it is read."""
    for form in ("jsonl", "csv", "parquet"):
        second = tmp_path / f"second.{form}"
        if form == "parquet":  # its columns are checked before anything is read
            parquet.write_table(pa.table({"brakes": ["yes"]}), second)
        else:
            second.write_bytes(b"")
        err = run_interrupted_by(tmp_path, second, second.unlink)

        assert f"second.{form}" in err
        assert "cannot be read" in err or "No files found" in err


def test_truncated_input_is_reported(tmp_path: Path) -> None:
    """A compressed file that shrinks during the run is an error."""
    second = tmp_path / "second.jsonl.gz"
    second.write_bytes(gzip.compress(LINE * 1000))

    assert "second.jsonl.gz cannot be read" in run_interrupted_by(
        tmp_path, second, lambda: os.truncate(second, 60)
    )


def run_interrupted_by(folder: Path, second: Path, change: Callable[[], object]) -> str:
    """Start a run on two inputs, call a function after the start, and return the error."""
    out = folder / "out"
    out.mkdir(exist_ok=True)
    source, end = os.pipe()
    call = ("batch", "-", second, "-o", out / "a.jsonl", "--pack", toy.BICYCLE, "--threads", 1)
    run = start(*call, stdin=source)
    os.close(source)
    wait_until_writing(run, out)
    change()
    os.write(end, LINE)
    os.close(end)
    err = run.communicate(timeout=TIMEOUT)[1].decode()

    assert run.returncode == 3, err
    assert "Traceback" not in err
    assert err.count("exitwise: ") == 1
    assert file_names(out) == []
    return err


def test_named_pipe_is_an_input(tmp_path: Path) -> None:
    """A shell creates one for `<(...)`."""
    pipe = tmp_path / "in.jsonl"
    os.mkfifo(pipe)
    run = start("batch", pipe, "-o", tmp_path / "a.jsonl", "--pack", toy.BICYCLE, "--threads", 1)
    with pipe.open("wb") as stream:
        stream.write(LINE)
    err = run.communicate(timeout=TIMEOUT)[1].decode()

    assert "1 read = 1 advised" in err


def damaged_versions(packed: bytes) -> dict[str, bytes]:
    """Return a file truncated, changed in the middle, and replaced."""
    middle = len(packed) // 2
    changed = (
        packed[:middle] + bytes(byte ^ 0x55 for byte in packed[middle : middle + 40]) + packed[middle + 40 :]
    )
    return {"truncated": packed[:-9], "changed": changed, "replaced": LINE * 9}


VARIED = jsonl({"id": number, "brakes": "yes"} for number in random.Random(1).sample(range(10**9), 3000))  # noqa: S311
PACKED = {
    "gz": damaged_versions(gzip.compress(VARIED)),
    "zst": damaged_versions(zstandard.ZstdCompressor(write_checksum=True).compress(VARIED)),
}


@pytest.mark.parametrize("damage", ["truncated", "changed", "replaced"])
@pytest.mark.parametrize("suffix", PACKED)
def test_damaged_compressed_input_is_reported(suffix: str, damage: str, tmp_path: Path) -> None:
    """No part of it gives advice."""
    source, out = tmp_path / f"in.jsonl.{suffix}", tmp_path / "out"
    out.mkdir()
    source.write_bytes(PACKED[suffix][damage])
    expect_file_error(batch(source, "-o", out / "a.jsonl"), f"in.jsonl.{suffix} cannot be read")

    assert file_names(out) == []


@pytest.mark.parametrize("damage", ["truncated", "changed", "replaced", "empty"])
def test_damaged_parquet_is_reported(damage: str, tmp_path: Path) -> None:
    """No part of it gives advice."""
    source, out = tmp_path / "in.parquet", tmp_path / "out"
    out.mkdir()
    rows = "SELECT range AS id, 'yes' AS brakes FROM range(3000)"
    duckdb.sql(f"COPY ({rows}) TO '{source}' (FORMAT parquet, CODEC gzip)")
    source.write_bytes({**damaged_versions(source.read_bytes()), "empty": b""}[damage])
    expect_file_error(batch(source, "-o", out / "a.jsonl"), "in.parquet")

    assert file_names(out) == []


INVALID_INPUTS = {
    "in.csv": (b"id,brake\n1,yes\n", ("in.csv", "did you mean `brakes`")),
    "more.csv": (b"id,brakes,shoe\n1,yes,42\n", ("more.csv", "`shoe`")),
    "twice.csv": (b"id,brakes,brakes\n1,yes,no\n", ("twice.csv", "`brakes`")),
    "bare.csv": (b"1,yes\n2,no\n", ("bare.csv",)),
    "array.json": (b'[{"brakes": "yes"}', ("array.json", "not a valid JSON array")),
}


@pytest.mark.parametrize("name", INVALID_INPUTS)
def test_input_of_another_format_exits_with_2(name: str, tmp_path: Path) -> None:
    """No file is written."""
    content, words = INVALID_INPUTS[name]
    source, out = tmp_path / name, tmp_path / "out"
    out.mkdir()
    source.write_bytes(content)
    batch(source, "-o", out / "a.jsonl").expects(2, err=words)

    assert file_names(out) == []


def test_empty_folder_is_rejected(tmp_path: Path) -> None:
    """Its name may look like that of a file, and the help lists the formats."""
    (tmp_path / "in.jsonl").mkdir()
    expect_file_error(
        batch(tmp_path / "in.jsonl", "-o", tmp_path / "a.jsonl"),
        "in.jsonl",
        "the folder has no file",
        "help: ",
    )

    assert file_names(tmp_path) == ["in.jsonl"]

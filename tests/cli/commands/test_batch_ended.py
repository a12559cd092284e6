"""`exitwise batch` killed or interrupted: no partial result is left, and another run repairs everything."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from support.packs import toy
from support.running.batching import file_names, jsonl
from support.running.program import SOMETHING, TIMEOUT, exitwise, start, wait_until_writing

LINE = jsonl([{"id": "somebody", "brakes": "yes", "age": 5}])


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """Create an empty folder."""
    folder = tmp_path / "out"
    folder.mkdir()
    return folder


def call(*more: object) -> tuple[object, ...]:
    """Return the words of a call on the bicycle with one thread."""
    return ("batch", "--pack", toy.BICYCLE, "--threads", 1, *more)


def files_of(folder: Path) -> dict[str, bytes]:
    """Return the files in a folder without the manifest, which has modification times."""
    found = (path for path in folder.rglob("*") if path.is_file() and path.name != "_manifest.json")
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}


@pytest.mark.parametrize("output", ["advice.jsonl", "advice.csv", "advice.parquet"])
def test_run_killed_while_reading_leaves_no_result(output: str, tmp_path: Path, out: Path) -> None:
    """The old file stays; the next run cleans up and writes the new one."""
    given, end = os.pipe()
    run = start(*call("-", "-o", out / output, "--rejects", out / "rejects.jsonl"), stdin=given)
    os.close(given)
    wait_until_writing(run, out)
    (out / output).write_bytes(b"old")
    os.write(end, LINE * 10 + b"{")
    time.sleep(0.1)
    run.kill()
    run.communicate()
    os.close(end)

    assert set(files_of(out).values()) <= {b"old", b""}
    assert len(file_names(out)) > 1
    (tmp_path / "in.jsonl").write_bytes(LINE * 10 + b"{")
    again = call(tmp_path / "in.jsonl", "-o", out / output, "--rejects", out / "rejects.jsonl")
    exitwise(*again).expects(1, err=("11 read = 10 advised + 1 rejected",))
    assert file_names(out) == sorted([output, "rejects.jsonl"])


@pytest.mark.slow
@pytest.mark.parametrize("output", ["advice.jsonl", "advice.parquet", "parts/"])
def test_second_run_repairs_a_killed_one(output: str, tmp_path: Path) -> None:
    """At any time; the result is the same, and nothing else is left."""
    given = [tmp_path / f"{number}.jsonl" for number in range(5)]
    for file in given:
        file.write_bytes(LINE * 40_000)
    whole, killed = tmp_path / "whole", tmp_path / "killed"
    whole.mkdir()
    killed.mkdir()
    again = call(*given, *(["--resume"] if output == "parts/" else []), "-o")
    began = time.monotonic()
    exitwise(*again, f"{whole}/{output}").expects(err=SOMETHING)
    took = time.monotonic() - began
    for share in (0.4, 0.6, 0.85):
        run = start(*again, f"{killed}/{output}")
        time.sleep(took * share)
        run.kill()
        run.communicate()
        there = files_of(killed) if output != "parts/" else {}
        assert there.get(output) in {None, files_of(whole).get(output)}
    exitwise(*again, f"{killed}/{output}").expects(err=SOMETHING)

    assert file_names(killed) == [output.strip("/")]
    assert files_of(killed) == files_of(whole)


@contextmanager
def endless_profiles() -> Iterator[subprocess.Popen[bytes]]:
    """Yield a process that writes profiles forever."""
    with subprocess.Popen(["yes", LINE.decode().strip()], stdout=subprocess.PIPE) as process:  # noqa: S607
        try:
            yield process
        finally:
            process.kill()


def test_interrupt_exits_with_130(out: Path) -> None:
    """Nothing is left."""
    with endless_profiles() as given:
        run = start(*call("-", "-o", out / "advice.jsonl"), stdin=given.stdout)
        wait_until_writing(run, out)
        time.sleep(1)
        interrupt(run)

    assert file_names(out) == []


def test_interrupt_of_full_advice(tmp_path: Path, out: Path) -> None:
    """It is computed by Python instead of the database."""
    (tmp_path / "in.jsonl").write_bytes(LINE * 100_000)
    run = start(*call(tmp_path / "in.jsonl", "-o", out / "advice.jsonl", "--detail", "full"))
    wait_until_writing(run, out)
    time.sleep(1)
    interrupt(run)

    assert file_names(out) == []


def interrupt(run: subprocess.Popen[bytes]) -> None:
    """Interrupt a run and wait for its end."""
    began = time.monotonic()
    run.send_signal(signal.SIGINT)
    _, err = run.communicate(timeout=TIMEOUT)

    assert run.returncode == 130, err
    assert time.monotonic() - began < 10  # a second, on a machine that has nothing else to do
    assert b"interrupted" in err

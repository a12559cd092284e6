"""`exitwise batch` killed or interrupted: no partial result is left, and another run completes the work."""

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
    """Return the words of a call on the pack of the bicycle with one thread."""
    return ("batch", "--pack", toy.BICYCLE, "--threads", 1, *more)


def files_of(folder: Path) -> dict[str, bytes]:
    """Return the files in a folder, except the manifest, which has modification times."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != "_manifest.json")
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


@pytest.mark.parametrize("output", ["advice.jsonl", "advice.csv", "advice.parquet"])
def test_run_killed_while_reading_leaves_no_result(output: str, tmp_path: Path, out: Path) -> None:
    """An existing file is unchanged; the next run removes temporary files and replaces it."""
    source, end = os.pipe()
    run = start(*call("-", "-o", out / output, "--rejects", out / "rejects.jsonl"), stdin=source)
    os.close(source)
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
def test_another_run_completes_a_killed_one(output: str, tmp_path: Path) -> None:
    """It may be killed at any time; the result is the same, and no other file is left."""
    sources = [tmp_path / f"{number}.jsonl" for number in range(5)]
    for file in sources:
        file.write_bytes(LINE * 40_000)
    whole, killed = tmp_path / "whole", tmp_path / "killed"
    whole.mkdir()
    killed.mkdir()
    again = call(*sources, *(["--resume"] if output == "parts/" else []), "-o")
    start_time = time.monotonic()
    exitwise(*again, f"{whole}/{output}").expects(err=SOMETHING)
    duration = time.monotonic() - start_time
    for share in (0.4, 0.6, 0.85):
        run = start(*again, f"{killed}/{output}")
        time.sleep(duration * share)
        run.kill()
        run.communicate()
        files = files_of(killed) if output != "parts/" else {}
        assert files.get(output) in {None, files_of(whole).get(output)}
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
    """No file is left."""
    with endless_profiles() as source:
        run = start(*call("-", "-o", out / "advice.jsonl"), stdin=source.stdout)
        wait_until_writing(run, out)
        time.sleep(1)
        interrupt(run)

    assert file_names(out) == []


def test_interrupt_of_full_advice(tmp_path: Path, out: Path) -> None:
    """Full advice is composed row by row, in its own loop."""
    (tmp_path / "in.jsonl").write_bytes(LINE * 100_000)
    run = start(*call(tmp_path / "in.jsonl", "-o", out / "advice.jsonl", "--detail", "full"))
    wait_until_writing(run, out)
    time.sleep(1)
    interrupt(run)

    assert file_names(out) == []


def interrupt(run: subprocess.Popen[bytes]) -> None:
    """Interrupt a run and wait for its end."""
    start_time = time.monotonic()
    run.send_signal(signal.SIGINT)
    _, err = run.communicate(timeout=TIMEOUT)

    assert run.returncode == 130, err
    assert time.monotonic() - start_time < 10  # about one second on an idle machine
    assert b"interrupted" in err

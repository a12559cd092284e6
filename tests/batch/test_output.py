"""What comes out: whole or not at all, and nothing is left of runs that are no more."""

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from exitwise.batch.output import Whole, Workshop, append, target
from exitwise.errors import FileError


def listed(folder: Path) -> list[str]:
    """The names in a folder."""
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def ended() -> int:
    """The number of a process that is no more."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def test_a_file_is_there_once_it_is_whole(tmp_path: Path) -> None:
    """Until then the old one is."""
    file = tmp_path / "a"
    file.write_bytes(b"old")
    whole = Whole(str(file))
    whole.file.write(b"new")
    whole.complete()

    assert file.read_bytes() == b"old"
    whole.finish()
    assert file.read_bytes() == b"new"
    assert listed(tmp_path) == ["a"]


def test_what_is_abandoned_leaves_nothing(tmp_path: Path) -> None:
    """Whether or not it was stored."""
    for stored in (False, True):
        whole = Whole(str(tmp_path / "a"))
        if stored:
            whole.complete()
        whole.abandon()

    assert listed(tmp_path) == []


def test_leftovers_of_ended_runs_are_swept(tmp_path: Path, ended: int) -> None:
    """Those of others that run, and of other files, stay."""
    stay = [f".a.{os.getppid()}.part", f".b.{ended}.part", ".a.x.part", "a"]
    for name in (*stay, f".a.{ended}.part"):
        (tmp_path / name).write_bytes(b"")
    work = tmp_path / f".a.work.{ended}.part"
    work.mkdir()
    (work / "piece").write_bytes(b"what people answered")
    Whole(str(tmp_path / "a")).abandon()

    assert listed(tmp_path) == sorted(stay)


def test_a_folder_of_our_own_number_is_of_a_killed_run(tmp_path: Path) -> None:
    """In a container every run may have the same."""
    left = tmp_path / f".a.work.{os.getpid()}.part"
    left.mkdir()
    (left / "piece").write_bytes(b"old")
    with Workshop(str(tmp_path / "a")) as folder:
        assert listed(folder) == []

    assert listed(tmp_path) == []


def test_what_is_no_plain_file_is_not_replaced(tmp_path: Path) -> None:
    """A folder or a pipe; a link leads to what it means."""
    os.mkfifo(tmp_path / "pipe")
    for name in (tmp_path, tmp_path / "pipe"):
        with pytest.raises(FileError, match="no plain file"):
            Whole(str(name))
    (tmp_path / "link").symlink_to(tmp_path / "meant")
    whole = Whole(str(tmp_path / "link"))
    whole.complete()
    whole.finish()

    assert listed(tmp_path) == ["link", "meant", "pipe"]
    assert (tmp_path / "link").is_symlink()


@pytest.mark.parametrize("header", [True, False])
def test_pieces_are_added_with_one_header(header: bool, tmp_path: Path) -> None:  # noqa: FBT001
    """A piece is gone once it is added."""
    piece, out = tmp_path / "piece", io.BytesIO()
    piece.write_bytes(b"head\nrow\n")
    append(target("-", lambda: out), piece, header=header)

    assert out.getvalue() == (b"head\nrow\n" if header else b"row\n")
    assert listed(tmp_path) == []

"""Whole or not at all: never half of a file, and nothing is left of processes that are no more."""

import errno
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from threading import Barrier, Thread

import pytest

from exitwise.atomic_file import (
    OWNER_ONLY,
    AtomicFile,
    ScratchFolder,
    leftovers,
    move_into_place,
    replacement_path,
    write_atomically,
)
from exitwise.errors import FileError


def listed(folder: Path) -> list[str]:
    """The names in a folder."""
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file that holds something."""
    path = tmp_path / "a"
    path.write_bytes(b"old")
    return path


def in_pieces(file: str) -> None:
    """Write `new` as a stream."""
    begun = AtomicFile(file)
    try:
        begun.file.write(b"ne")
        begun.file.write(b"w")
        begun.complete()
        begun.finish()
    except BaseException:
        begun.abandon()
        raise


def at_once(file: str) -> None:
    """Write `new` at once."""
    write_atomically(file, b"new")


def beside(file: str) -> None:
    """Let something else write `new`."""
    with replacement_path(file) as path:
        path.write_bytes(b"new")


WAYS = pytest.mark.parametrize("way", [in_pieces, at_once, beside])
Way = Callable[[str], None]


def test_a_file_is_there_once_it_is_whole(file: Path) -> None:
    """Until then the old one is."""
    begun = AtomicFile(str(file))
    begun.file.write(b"new")
    begun.complete()

    assert file.read_bytes() == b"old"
    begun.finish()
    assert file.read_bytes() == b"new"
    assert listed(file.parent) == ["a"]


def test_what_is_abandoned_leaves_nothing(tmp_path: Path) -> None:
    """Whether or not it was stored."""
    for stored in (False, True):
        begun = AtomicFile(str(tmp_path / "a"))
        if stored:
            begun.complete()
        begun.abandon()

    assert listed(tmp_path) == []


@WAYS
def test_a_link_leads_to_what_is_new(way: Way, file: Path) -> None:
    """It stays a link."""
    link = file.with_name("link")
    link.symlink_to(file.name)
    way(str(link))

    assert (link.is_symlink(), file.read_bytes()) == (True, b"new")
    assert listed(file.parent) == ["a", "link"]


@WAYS
def test_what_is_no_plain_file_is_not_replaced(way: Way, tmp_path: Path) -> None:
    """A folder, a pipe, a device."""
    os.mkfifo(tmp_path / "pipe")
    for name in (tmp_path, tmp_path / "pipe", "/dev/full"):
        with pytest.raises(FileError, match="cannot be written: it is no plain file\n  help: "):
            way(str(name))

    assert listed(tmp_path) == ["pipe"]


@WAYS
@pytest.mark.parametrize(("owner", "step"), [(os, "fsync"), (Path, "replace")], ids=["fsync", "replace"])
def test_what_fails_changes_nothing_and_is_said_of_the_file(
    way: Way, owner: object, step: str, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And not of the one beside it, which nobody knows; the old one is whole, and alone."""

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(owner, step, full)
    with pytest.raises(FileError, match=r"/a cannot be written: No space left on device\n  help: "):
        way(str(file))

    assert file.read_bytes() == b"old"
    assert listed(file.parent) == ["a"]


@pytest.mark.parametrize("error", [KeyboardInterrupt(), ValueError()], ids=repr)
@pytest.mark.parametrize("way", [in_pieces, at_once, beside])
def test_what_is_broken_off_leaves_nothing(
    error: BaseException, way: Way, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever breaks it."""

    def broken(*_: object) -> None:
        raise error

    monkeypatch.setattr(Path, "replace", broken)
    with pytest.raises(type(error)):
        way(str(file))

    assert file.read_bytes() == b"old"
    assert listed(file.parent) == ["a"]


def test_only_its_owner_reads_what_is_theirs_alone(tmp_path: Path) -> None:
    """From its first byte; any other file is as new files are."""
    for name, mode, expected in (("own", OWNER_ONLY, 0o600), ("a", 0o666, 0o666 & ~UMASK)):
        begun = AtomicFile(str(tmp_path / name), mode=mode)
        (hidden,) = leftovers(tmp_path / name)
        assert hidden.stat().st_mode & 0o777 == expected
        begun.complete()
        begun.finish()
        assert (tmp_path / name).stat().st_mode & 0o777 == expected
    with ScratchFolder(str(tmp_path / "a")) as folder:
        assert folder.stat().st_mode & 0o777 == 0o700


UMASK = os.umask(0)
os.umask(UMASK)

# Processes that are no more, and those that are

ENDS = """
import os, sys
from pathlib import Path
from exitwise.atomic_file import Whole, Workshop
folder = Workshop(sys.argv[1]).__enter__()
(folder / "piece").write_bytes(b"half")
begun = Whole(sys.argv[1])
begun.file.write(b"half")
begun.complete()
os._exit(9)
"""


def killed(file: Path) -> None:
    """Let a process begin to write a file, and end before it is done."""
    ended = subprocess.run([sys.executable, "-c", ENDS, str(file)], check=False)
    assert ended.returncode == 9


@WAYS
def test_what_killed_processes_left_goes_with_the_next_write(way: Way, file: Path) -> None:
    """Files and folders; it may hold what people answered. Until then the old file is whole."""
    killed(file)
    assert len(listed(file.parent)) == 3
    assert [path.read_bytes() for path in leftovers(file)] == [b"half"]
    assert file.read_bytes() == b"old"
    way(str(file))

    assert listed(file.parent) == ["a"]


OTHERS = ("a.abcdefgh.part", ".a.abc.part", ".a.x.part", ".b.abcdefgh.part", ".a.ABCDEFGH.part", ".a.part")


def test_what_is_only_named_alike_stays(file: Path) -> None:
    """Files of other names, and a folder that is named as a file would be."""
    for name in OTHERS:
        file.with_name(name).write_bytes(b"mine")
    file.with_name(".a.abcdefgh.part").mkdir()
    file.with_name(".a.work.abcdefgh.part").write_bytes(b"mine")
    write_atomically(str(file), b"new")

    assert listed(file.parent) == sorted(["a", ".a.abcdefgh.part", ".a.work.abcdefgh.part", *OTHERS])


def test_what_another_is_writing_stays(file: Path) -> None:
    """Two may write one file: the last to finish wins, and neither takes the other's for a leftover."""
    with ScratchFolder(str(file)) as folder:
        begun = AtomicFile(str(file))
        begun.file.write(b"first")
        begun.complete()
        write_atomically(str(file), b"second")
        with ScratchFolder(str(file)) as other:
            assert folder.is_dir()
            assert folder != other
        begun.finish()

    assert file.read_bytes() == b"first"
    assert listed(file.parent) == ["a"]


def test_many_at_once_do_not_hinder_each_other(file: Path) -> None:
    """Each write is whole, and all but the last is written over."""
    together = Barrier(8)
    failed: list[BaseException] = []

    def write(content: bytes) -> None:
        together.wait()
        try:
            for _ in range(50):
                write_atomically(str(file), content)
        except BaseException as error:  # noqa: BLE001 (a thread tells nobody)
            failed.append(error)

    threads = [Thread(target=write, args=(b"%d" % number * 1000,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failed == []
    assert len(set(file.read_bytes())) == 1
    assert len(file.read_bytes()) == 1000
    assert listed(file.parent) == ["a"]


def test_what_was_written_elsewhere_is_put_in_its_place(file: Path) -> None:
    """It is moved, not copied."""
    written = file.with_name("b")
    written.write_bytes(b"new")
    move_into_place(written, file)

    assert file.read_bytes() == b"new"
    assert listed(file.parent) == ["a"]


def test_a_folder_that_takes_nothing_is_said(tmp_path: Path) -> None:
    """Of a file in it, and of what is to be made beside one."""
    with pytest.raises(FileError, match=r"none/a cannot be written: No such file or directory\n  help: "):
        AtomicFile(str(tmp_path / "none" / "a"))
    with pytest.raises(FileError, match="none cannot be written: No such file or directory"):
        ScratchFolder(str(tmp_path / "none" / "a")).__enter__()

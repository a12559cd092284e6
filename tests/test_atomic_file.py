"""Atomic writing: never half a file, and no leftovers of killed processes."""

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
    leftovers,
    move_into_place,
    replacement_path,
    scratch_folder,
    write_atomically,
)
from exitwise.errors import FileError


def names_in(folder: Path) -> list[str]:
    """Return the sorted names in a folder."""
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return a file with the content `old`."""
    path = tmp_path / "a"
    path.write_bytes(b"old")
    return path


def write_stream(file: str) -> None:
    """Write `new` in two chunks."""
    output = AtomicFile(file)
    try:
        output.file.write(b"ne")
        output.file.write(b"w")
        output.complete()
        output.finish()
    except BaseException:
        output.abandon()
        raise


def write_small(file: str) -> None:
    """Write `new` with one call."""
    write_atomically(file, b"new")


def write_replacement(file: str) -> None:
    """Let other code write `new` to a path in a scratch folder."""
    with replacement_path(file) as path:
        path.write_bytes(b"new")


Writer = Callable[[str], None]
EVERY_WRITER = pytest.mark.parametrize("writer", [write_stream, write_small, write_replacement])


def test_the_target_is_replaced_by_finish(file: Path) -> None:
    """Until then the old content is read."""
    output = AtomicFile(str(file))
    output.file.write(b"new")
    output.complete()

    assert file.read_bytes() == b"old"
    output.finish()
    assert file.read_bytes() == b"new"
    assert names_in(file.parent) == ["a"]


def test_an_abandoned_file_leaves_nothing(tmp_path: Path) -> None:
    """Completed or not, the temporary file is removed."""
    for completed in (False, True):
        output = AtomicFile(str(tmp_path / "a"))
        if completed:
            output.complete()
        output.abandon()

    assert names_in(tmp_path) == []


@EVERY_WRITER
def test_a_symbolic_link_stays_a_link(writer: Writer, file: Path) -> None:
    """The file that it leads to is replaced."""
    link = file.with_name("link")
    link.symlink_to(file.name)
    writer(str(link))

    assert (link.is_symlink(), file.read_bytes()) == (True, b"new")
    assert names_in(file.parent) == ["a", "link"]


@EVERY_WRITER
def test_only_a_regular_file_is_replaced(writer: Writer, tmp_path: Path) -> None:
    """A folder, a pipe or a device is an error."""
    os.mkfifo(tmp_path / "pipe")
    for name in (tmp_path, tmp_path / "pipe", "/dev/full"):
        with pytest.raises(FileError, match="cannot be written: not a regular file\n  help: "):
            writer(str(name))

    assert names_in(tmp_path) == ["pipe"]


@EVERY_WRITER
@pytest.mark.parametrize(("owner", "step"), [(os, "fsync"), (Path, "replace")], ids=["fsync", "replace"])
def test_a_failure_changes_nothing_and_names_the_target(
    writer: Writer, owner: object, step: str, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The message does not name the temporary file; the old content remains, and nothing beside it."""

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(owner, step, full)
    with pytest.raises(FileError, match=r"/a cannot be written: No space left on device\n  help: "):
        writer(str(file))

    assert file.read_bytes() == b"old"
    assert names_in(file.parent) == ["a"]


@EVERY_WRITER
@pytest.mark.parametrize("error", [KeyboardInterrupt(), ValueError()], ids=repr)
def test_an_interrupted_write_leaves_nothing(
    error: BaseException, writer: Writer, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither an interrupt nor a bug leaves a temporary file."""

    def interrupt(*_: object) -> None:
        raise error

    monkeypatch.setattr(Path, "replace", interrupt)
    with pytest.raises(type(error)):
        writer(str(file))

    assert file.read_bytes() == b"old"
    assert names_in(file.parent) == ["a"]


def test_permissions_hold_from_the_first_byte(tmp_path: Path) -> None:
    """The temporary file has the mode of the target, and a scratch folder is private."""
    for name, mode, expected in (("own", OWNER_ONLY, 0o600), ("a", 0o666, 0o666 & ~UMASK)):
        output = AtomicFile(str(tmp_path / name), mode=mode)
        (hidden,) = leftovers(tmp_path / name)
        assert hidden.stat().st_mode & 0o777 == expected
        output.complete()
        output.finish()
        assert (tmp_path / name).stat().st_mode & 0o777 == expected
    with scratch_folder(str(tmp_path / "a")) as folder:
        assert folder.stat().st_mode & 0o777 == 0o700


UMASK = os.umask(0)
os.umask(UMASK)

# Killed processes, and concurrent ones

KILLED_WRITER = """
import os, sys
from exitwise.atomic_file import AtomicFile, scratch_folder
with scratch_folder(sys.argv[1]) as folder:
    (folder / "part").write_bytes(b"half")
    output = AtomicFile(sys.argv[1])
    output.file.write(b"half")
    output.complete()
    os._exit(9)
"""


def kill_writer(file: Path) -> None:
    """Let a process end while it writes a file."""
    process = subprocess.run([sys.executable, "-c", KILLED_WRITER, str(file)], check=False)
    assert process.returncode == 9


@EVERY_WRITER
def test_the_next_write_removes_leftovers_of_killed_processes(writer: Writer, file: Path) -> None:
    """Files and folders are removed, for they may hold answers; until then the old file is complete."""
    kill_writer(file)
    assert len(names_in(file.parent)) == 3
    assert [path.read_bytes() for path in leftovers(file)] == [b"half"]
    assert file.read_bytes() == b"old"
    writer(str(file))

    assert names_in(file.parent) == ["a"]


OTHERS = ("a.abcdefgh.part", ".a.abc.part", ".a.x.part", ".b.abcdefgh.part", ".a.ABCDEFGH.part", ".a.part")


def test_files_with_similar_names_stay(file: Path) -> None:
    """So does a folder named like a temporary file, and a file named like a scratch folder."""
    for name in OTHERS:
        file.with_name(name).write_bytes(b"mine")
    file.with_name(".a.abcdefgh.part").mkdir()
    file.with_name(".a.work.abcdefgh.part").write_bytes(b"mine")
    write_atomically(str(file), b"new")

    assert names_in(file.parent) == sorted(["a", ".a.abcdefgh.part", ".a.work.abcdefgh.part", *OTHERS])


def test_concurrent_writers_keep_their_temporary_files(file: Path) -> None:
    """The last to finish wins, and neither removes the other's temporary file as a leftover."""
    with scratch_folder(str(file)) as folder:
        output = AtomicFile(str(file))
        output.file.write(b"first")
        output.complete()
        write_atomically(str(file), b"second")
        with scratch_folder(str(file)) as other:
            assert folder.is_dir()
            assert folder != other
        output.finish()

    assert file.read_bytes() == b"first"
    assert names_in(file.parent) == ["a"]


def test_many_threads_can_write_one_file(file: Path) -> None:
    """Each write is atomic, and the last one remains."""
    together = Barrier(8)
    failed: list[BaseException] = []

    def write(content: bytes) -> None:
        together.wait()
        try:
            for _ in range(50):
                write_atomically(str(file), content)
        except BaseException as error:  # noqa: BLE001 (a thread swallows it)
            failed.append(error)

    threads = [Thread(target=write, args=(b"%d" % number * 1000,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failed == []
    assert len(set(file.read_bytes())) == 1
    assert len(file.read_bytes()) == 1000
    assert names_in(file.parent) == ["a"]


def test_a_finished_file_is_moved_into_place(file: Path) -> None:
    """It is moved, not copied."""
    source = file.with_name("b")
    source.write_bytes(b"new")
    move_into_place(source, file)

    assert file.read_bytes() == b"new"
    assert names_in(file.parent) == ["a"]


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    """A file is named itself; for a scratch folder, the folder that it should be in."""
    with pytest.raises(FileError, match=r"none/a cannot be written: No such file or directory\n  help: "):
        AtomicFile(str(tmp_path / "none" / "a"))
    with pytest.raises(FileError, match="none cannot be written: No such file or directory"):
        scratch_folder(str(tmp_path / "none" / "a")).__enter__()

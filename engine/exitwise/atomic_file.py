"""Atomic writing: a file appears under its name complete or not at all.

The content goes to a hidden temporary file beside the target, which is renamed at the end. The writing
process holds a lock on the temporary file. A lock ends with its process, so an unlocked temporary file is a
leftover of a killed process; the next writer removes it.
"""

from __future__ import annotations

import os
import re
import shutil
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex
from typing import IO, TYPE_CHECKING, Final

from exitwise.errors import FileError

try:
    import fcntl
except ImportError:  # without such locks, leftovers stay
    fcntl = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

UNFINISHED: Final = ".part"
WORK: Final = ".work"
WRITE_HELP: Final = "an existing file is unchanged; choose a folder that you can write to"
DEFAULT_MODE: Final = 0o666
"""Readable and writable as far as the process's umask allows."""
OWNER_ONLY: Final = 0o600


class AtomicFile:
    """A file being written; `mode` is its permissions, before the umask."""

    def __init__(self, file: str, *, mode: int = DEFAULT_MODE) -> None:
        """Create the temporary file beside `file`.

        Raises:
            FileError: the file cannot be written.
        """
        self._name = file
        with wrap_os_errors(file):
            self._target = resolve_target(file)
            _sweep(self._target)
            self._temporary, descriptor = _create_locked(self._target, lambda path: _new_file(path, mode))
        self.file: IO[bytes] = os.fdopen(descriptor, "wb")

    def write(self, chunks: Iterable[bytes | memoryview]) -> None:
        """Write chunks, in order.

        Raises:
            FileError: the disk is full, or another failure of the system.
        """
        with wrap_os_errors(self._name):
            self.file.writelines(chunks)

    def complete(self) -> None:
        """Flush everything to disk; the target is not replaced yet.

        Raises:
            FileError: the disk is full, or another failure of the system.
        """
        with wrap_os_errors(self._name):
            self.file.flush()
            os.fsync(self.file.fileno())

    def finish(self) -> None:
        """Replace the target by the temporary file, which stays locked until then.

        Raises:
            FileError: the target cannot be replaced.
        """
        with wrap_os_errors(self._name):
            if fcntl is None:  # a system without such locks does not rename open files either
                self.file.close()
            _rename_durably(self._temporary, self._target)
            self.file.close()

    def abandon(self) -> None:
        """Remove the temporary file."""
        with suppress(OSError):
            self._temporary.unlink()
        with suppress(OSError):
            self.file.close()


def write_atomically(file: str, content: bytes, *, mode: int = DEFAULT_MODE) -> None:
    """Write a small file.

    Raises:
        FileError: the file cannot be written; an existing one is unchanged.
    """
    output = AtomicFile(file, mode=mode)
    try:
        output.write([content])
        output.complete()
        output.finish()
    except BaseException:
        output.abandon()
        raise


@contextmanager
def replacement_path(file: str) -> Iterator[Path]:
    """Yield a path in a scratch folder; the file written there replaces `file` at the end.

    Raises:
        FileError: the file cannot be written; an existing one is unchanged.
    """
    with wrap_os_errors(file):
        path = resolve_target(file)
        with scratch_folder(str(path), subject=file) as folder:
            yield folder / path.name
            move_into_place(folder / path.name, path)


@contextmanager
def scratch_folder(file: str, *, subject: str | None = None) -> Iterator[Path]:
    """Yield a private temporary folder beside a file, and remove it at the end.

    `subject` names the path in error messages; by default it is the folder that the file is in.

    Raises:
        FileError: the folder cannot be created.
    """
    path = Path(os.path.realpath(file))
    with wrap_os_errors(subject or str(path.parent)):
        _sweep(path)
        folder, lock = _create_locked(path.with_name(path.name + WORK), _new_folder)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(lock)


def move_into_place(source: Path, path: Path) -> None:
    """Flush a finished file to disk and rename it to `path`.

    Raises:
        FileError: the disk is full, or `path` cannot be replaced.
    """
    with wrap_os_errors(str(path)):
        with source.open("rb") as file:
            os.fsync(file.fileno())
        _rename_durably(source, path)


def resolve_target(file: str) -> Path:
    """Return the file that a name or a symbolic link leads to, so that a link stays a link.

    Raises:
        FileError: the name leads to something that is not a regular file.
    """
    path = Path(os.path.realpath(file))
    if path.exists() and not path.is_file():
        raise FileError(f"{file} cannot be written: not a regular file", help=WRITE_HELP)
    return path


@contextmanager
def wrap_os_errors(file: str) -> Iterator[None]:
    """Turn failures of the system into errors about the target: the temporary file is unknown to the user.

    Raises:
        FileError: naming `file`.
    """
    try:
        yield
    except OSError as error:
        raise FileError(f"{file} cannot be written: {error.strerror}", help=WRITE_HELP) from error


def leftovers(path: Path) -> Iterator[Path]:
    """Yield the temporary files beside a file: unfinished ones, and those of killed processes."""
    return (sibling for sibling in _siblings(path, "") if sibling.is_file())


# Names and locks


def _siblings(path: Path, infix: str) -> Iterator[Path]:
    pattern = re.compile(rf"\.{re.escape(path.name + infix)}\.[a-z0-9_]{{8}}{re.escape(UNFINISHED)}")
    return (sibling for sibling in path.parent.iterdir() if pattern.fullmatch(sibling.name))


def _create_locked(path: Path, create: Callable[[Path], int]) -> tuple[Path, int]:
    """Create a temporary file or folder beside `path`; return it with the descriptor that locks it."""
    while True:
        temporary = path.with_name(f".{path.name}.{token_hex(4)}{UNFINISHED}")
        with suppress(FileExistsError):
            descriptor = create(temporary)
            if _is_locked(descriptor, temporary):
                return temporary, descriptor
            os.close(descriptor)


def _new_file(path: Path, mode: int) -> int:
    return os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0), mode)


def _new_folder(path: Path) -> int:
    path.mkdir(mode=0o700)
    return os.open(os.devnull if fcntl is None else path, os.O_RDONLY)


def _lock(descriptor: int) -> None:
    if fcntl is None:
        raise OSError
    fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _is_locked(descriptor: int, path: Path) -> bool:
    """Lock a new file or folder; False where another process swept it away first."""
    try:
        _lock(descriptor)
    except BlockingIOError:
        return False
    except OSError:  # a file system without locks: nobody else can take it for a leftover either
        return True
    with suppress(OSError):
        return os.path.samestat(os.fstat(descriptor), path.stat())
    return False


def _sweep(path: Path) -> None:
    """Remove the leftovers of killed processes beside a file: they may hold personal answers."""
    with suppress(OSError):  # a folder can be writable and not readable
        folders = [sibling for sibling in _siblings(path, WORK) if sibling.is_dir()]
        for leftover in (*leftovers(path), *folders):
            with suppress(OSError):
                _remove_unlocked(leftover)


def _remove_unlocked(path: Path) -> None:
    access = os.O_RDONLY if path.is_dir() else os.O_RDWR  # network file systems lock writable files only
    descriptor = os.open(path, access | getattr(os, "O_NOFOLLOW", 0))
    try:
        _lock(descriptor)
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    finally:
        os.close(descriptor)


def _rename_durably(source: Path, path: Path) -> None:
    """Rename, and flush the folder: a file written later must not survive a crash without this one."""
    source.replace(path)
    with suppress(OSError):
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

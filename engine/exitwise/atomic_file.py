"""Files that appear under their name whole or not at all: until then they are hidden beside it.

What is not finished is locked by whoever writes it. A lock ends with its process, however that ends, so what
bears such a name and is not locked was left by a process that was killed; the next writer removes it.
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
except ImportError:  # where there are no such locks, what is left over stays
    fcntl = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

UNFINISHED: Final = ".part"
WORK: Final = ".work"
WRITE_HELP: Final = "what was there is as it was; name a file in a folder that takes new ones"
DEFAULT_MODE: Final = 0o666
"""Whoever the system lets read a new file."""
OWNER_ONLY: Final = 0o600


class AtomicFile:
    """A file being written; `mode` says who may read it."""

    def __init__(self, file: str, *, mode: int = DEFAULT_MODE) -> None:
        """Begin to write.

        Raises:
            FileError: it cannot be written.
        """
        self._name = file
        with wrap_os_errors(file):
            self._target = resolve_target(file)
            _sweep(self._target)
            self._beside, descriptor = _create_locked(self._target, lambda path: _new_file(path, mode))
        self.file: IO[bytes] = os.fdopen(descriptor, "wb")

    def write(self, parts: Iterable[bytes]) -> None:
        """Write one part after the other.

        Raises:
            FileError: there is no room for it.
        """
        with wrap_os_errors(self._name):
            self.file.writelines(parts)

    def complete(self) -> None:
        """Store what was written; the file is not yet in its place.

        Raises:
            FileError: there is no room for it.
        """
        with wrap_os_errors(self._name):
            self.file.flush()
            os.fsync(self.file.fileno())

    def finish(self) -> None:
        """Put the file in its place; until then it stays locked.

        Raises:
            FileError: it cannot be put there.
        """
        with wrap_os_errors(self._name):
            if fcntl is None:  # nor can what is open be renamed
                self.file.close()
            _rename_durably(self._beside, self._target)
            self.file.close()

    def abandon(self) -> None:
        """Leave nothing behind."""
        with suppress(OSError):
            self._beside.unlink()
        with suppress(OSError):
            self.file.close()


class ScratchFolder:
    """A folder beside a file, for what is not yet part of it; nobody else can look in, and it goes again."""

    def __init__(self, file: str, *, named: str | None = None) -> None:
        """Prepare; `named` is what a failure is said of, in place of the folder that the file is in."""
        self._file = Path(os.path.realpath(file))
        self._name = named or str(self._file.parent)

    def __enter__(self) -> Path:
        """Make the folder.

        Raises:
            FileError: nothing can be written beside the file.
        """
        with wrap_os_errors(self._name):
            _sweep(self._file)
            work = self._file.with_name(self._file.name + WORK)
            self._folder, self._lock = _create_locked(work, _new_folder)
        return self._folder

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)
        os.close(self._lock)


def write_atomically(file: str, content: bytes, *, mode: int = DEFAULT_MODE) -> None:
    """Write a file that is small.

    Raises:
        FileError: it cannot be written; what was there is as it was.
    """
    whole = AtomicFile(file, mode=mode)
    try:
        with wrap_os_errors(file):
            whole.file.write(content)
        whole.complete()
        whole.finish()
    except BaseException:
        whole.abandon()
        raise


@contextmanager
def replacement_path(file: str) -> Iterator[Path]:
    """Yield where to write a file, in a folder of its own; it is put in its place at the end.

    Raises:
        FileError: it cannot be written; what was there is as it was.
    """
    with wrap_os_errors(file):
        path = resolve_target(file)
        with ScratchFolder(str(path), named=file) as folder:
            yield folder / path.name
            move_into_place(folder / path.name, path)


def move_into_place(written: Path, path: Path) -> None:
    """Store a file that is written to its end, and put it in its place.

    Raises:
        FileError: there is no room for it, or it cannot be put there.
    """
    with wrap_os_errors(str(path)):
        with written.open("rb") as file:
            os.fsync(file.fileno())
        _rename_durably(written, path)


def resolve_target(file: str) -> Path:
    """Return the file that a name or a link leads to: a link stays a link, and leads to what is new.

    Raises:
        FileError: it is something else than a file.
    """
    path = Path(os.path.realpath(file))
    if path.exists() and not path.is_file():
        raise FileError(f"{file} cannot be written: it is no plain file", help=f"{WRITE_HELP}")
    return path


@contextmanager
def wrap_os_errors(file: str) -> Iterator[None]:
    """Say of the file meant what the system says of the one beside it, which nobody knows."""
    try:
        yield
    except OSError as error:
        raise FileError(f"{file} cannot be written: {error.strerror}", help=f"{WRITE_HELP}") from error


def leftovers(path: Path) -> Iterator[Path]:
    """Yield the files beside one that are not finished, or never will be."""
    return (each for each in _siblings(path, "") if each.is_file())


# Names and locks


def _siblings(path: Path, infix: str) -> Iterator[Path]:
    made = re.compile(rf"\.{re.escape(path.name + infix)}\.[a-z0-9_]{{8}}{re.escape(UNFINISHED)}")
    return (each for each in path.parent.iterdir() if made.fullmatch(each.name))


def _create_locked(path: Path, new: Callable[[Path], int]) -> tuple[Path, int]:
    """Return something new beside a file, and what locks it."""
    while True:
        beside = path.with_name(f".{path.name}.{token_hex(4)}{UNFINISHED}")
        with suppress(FileExistsError):
            descriptor = new(beside)
            if _is_locked(descriptor, beside):
                return beside, descriptor
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
    """Lock what is new; False where somebody took it for a leftover before that could be done."""
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
    """Remove what killed processes have left beside a file: it holds what people answered."""
    with suppress(OSError):  # a folder may take new files and show none
        folders = [each for each in _siblings(path, WORK) if each.is_dir()]
        for each in (*leftovers(path), *folders):
            with suppress(OSError):
                _remove_unlocked(each)


def _remove_unlocked(path: Path) -> None:
    access = os.O_RDONLY if path.is_dir() else os.O_RDWR  # over a network only what can be written is locked
    descriptor = os.open(path, access | getattr(os, "O_NOFOLLOW", 0))
    try:
        _lock(descriptor)
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    finally:
        os.close(descriptor)


def _rename_durably(written: Path, path: Path) -> None:
    """Rename, and store that too: a later file must not be there without this one."""
    written.replace(path)
    with suppress(OSError):
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

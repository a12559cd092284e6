"""An output folder in any file system, which appears under its name when it is complete."""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from secrets import token_hex
from time import sleep
from typing import TYPE_CHECKING, Final

from exitwise.atomic_file import UNFINISHED, AtomicFile
from exitwise.batch.read.storage import is_address, locate, reading
from exitwise.errors import FileError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pyarrow.fs import FileSystem

OBJECT_STORES: Final = frozenset(("s3", "gcs", "abfs"))
"""File systems that cannot rename a folder."""
ATTEMPTS: Final = 5
PAUSE: Final = 0.1
"""Seconds before another attempt to remove a folder, in which an interrupted task may still write."""


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder: its name, which is a path or an address, its file system, and its path there."""

    name: str
    system: FileSystem
    path: str

    @classmethod
    def at(cls, name: str) -> Folder:
        """Return the folder of a name, which need not exist.

        Raises:
            FileError: the file system is unknown, or its library is missing.
        """
        local = name if is_address(name) else os.path.abspath(name)  # noqa: PTH100 (links stay)
        return cls(name, *locate(local.rstrip("/") or local))

    def exists(self) -> bool:
        """Whether the folder, or a file of its name, exists."""
        from pyarrow.fs import FileType  # noqa: PLC0415 (loads the libraries of all file systems)

        with self._writing():
            return self.system.get_file_info(self.path).type is not FileType.NotFound

    def create_temporary(self) -> Folder:
        """Create a hidden folder beside this one.

        Raises:
            FileError: it cannot be created.
        """
        parent, _, own = self.path.rpartition("/")
        hidden = f".{own}.{token_hex(4)}{UNFINISHED}"
        temporary = replace(
            self, path=f"{parent}/{hidden}" if parent or self.path.startswith("/") else hidden
        )
        with self._writing():
            temporary.system.create_dir(temporary.path)
        return temporary

    def open(self, file: str) -> AtomicFile | StoredTarget:
        """Begin a file in the folder."""
        path = f"{self.path}/{file}"
        return StoredTarget(self, path) if is_address(self.name) else AtomicFile(path)

    def write(self, file: str, content: bytes) -> None:
        """Write a small file.

        Raises:
            FileError: it cannot be written.
        """
        target = self.open(file)
        try:
            target.write([content])
            target.complete()
            target.finish()
        except BaseException:
            target.abandon()
            raise

    def read(self, file: str) -> bytes:
        """Return the content of a small file.

        Raises:
            FileError: it cannot be read.
        """
        with reading(self.name), self.system.open_input_file(f"{self.path}/{file}") as stream:
            content: bytes = stream.readall()
            return content

    def has(self, file: str) -> bool:
        """Whether the folder has a file."""
        return replace(self, path=f"{self.path}/{file}").exists()

    def remove_file(self, file: str) -> None:
        """Remove a file.

        Raises:
            FileError: it cannot be removed.
        """
        with self._writing():
            self.system.delete_file(f"{self.path}/{file}")

    def rename(self, to: Folder, last: str) -> None:
        """Rename the folder; where files are moved one by one, the file `last` is the last of them.

        Raises:
            FileError: the name is taken, or the folder cannot be renamed.
        """
        if to.exists():
            raise FileError(f"{to.name} exists already", help="name another folder")
        with to._writing():
            if self.system.type_name not in OBJECT_STORES:
                self.system.move(self.path, to.path)
                return
            for path in sorted(self._files(), key=lambda path: path.endswith(f"/{last}")):
                self.system.move(path, to.path + path.removeprefix(self.path))

    def _files(self) -> list[str]:
        from pyarrow.fs import FileSelector  # noqa: PLC0415 (as above)

        return [info.path for info in self.system.get_file_info(FileSelector(self.path)) if info.is_file]

    def remove(self) -> None:
        """Remove the folder if it exists."""
        for _ in range(ATTEMPTS):
            with suppress(FileError):
                if not self.exists():
                    return
            with suppress(OSError):
                self.system.delete_dir(self.path)
                return
            sleep(PAUSE)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        with failures(self.name):
            yield


class StoredTarget:
    """A file at an address, which appears under its name when it is complete."""

    def __init__(self, folder: Folder, path: str) -> None:
        """Create a file of another name.

        Raises:
            FileError: the file cannot be written.
        """
        self._folder, self._path = folder, path
        parent, _, own = path.rpartition("/")
        self._temporary = f"{parent}/.{own}.{token_hex(4)}{UNFINISHED}"
        with failures(folder.name):
            self._stream = folder.system.open_output_stream(self._temporary)

    def write(self, chunks: Iterable[bytes | memoryview]) -> None:
        """Write chunks, in order."""
        with failures(self._folder.name):
            for chunk in chunks:
                self._stream.write(chunk)

    def complete(self) -> None:
        """Write everything that is in memory."""
        with failures(self._folder.name):
            self._stream.close()

    def finish(self) -> None:
        """Give the file its name."""
        with failures(self._folder.name):
            self._folder.system.move(self._temporary, self._path)

    def abandon(self) -> None:
        """Remove the file."""
        with suppress(OSError):
            self._stream.close()
        with suppress(OSError):
            self._folder.system.delete_file(self._temporary)


@contextmanager
def failures(name: str) -> Iterator[None]:
    """Raise the failures of a file system as errors of one line.

    Raises:
        FileError: naming the folder.
    """
    try:
        yield
    except OSError as error:
        cause = error.strerror or str(error).partition("\n")[0]
        raise FileError(f"{name} cannot be written: {cause}") from error

"""Files at an address, such as `hdfs://host/folder` or `s3://bucket/key`, by the file systems of pyarrow."""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, unquote

from exitwise.errors import FileError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pyarrow import NativeFile
    from pyarrow.fs import FileInfo, FileSystem

SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")
S3_OF_HADOOP: Final = re.compile(r"\As3[an]://", re.IGNORECASE)
"""The names that Hadoop has for S3."""
WILDCARD: Final = re.compile(r"[*?\[]")
UNESCAPED: Final = "%/:@!$&'()*+,;=~"
"""The characters that may be in the path of a URI, besides letters and the like."""
HIDDEN: Final = (".", "_")
"""The beginnings of the names of files and folders that a folder does not stand for."""


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file in a file system: its path, its size in bytes, and its modification time in nanoseconds."""

    system: FileSystem
    path: str
    size: int
    modified: int | None

    def open(self) -> NativeFile:
        """Open the file for reading from any position."""
        return self.system.open_input_file(self.path)

    def fresh(self) -> StoredFile:
        """Return the file as it is now."""
        return _stored(self.system, self.system.get_file_info(self.path))


def is_address(name: str) -> bool:
    """Whether a name is an address rather than a local path."""
    return SCHEME.match(name) is not None


def locate(name: str) -> tuple[FileSystem, str]:
    """Return the file system of an address or a local path, and the path in it.

    Raises:
        FileError: the file system is unknown, or its library is missing.
    """
    from pyarrow import fs  # noqa: PLC0415 (loads the libraries of all file systems)

    if not is_address(name):
        return fs.LocalFileSystem(), name
    with reading(name):
        path, options = _split_options(S3_OF_HADOOP.sub("s3://", name))
        *host, inner = f"{path}/".split("/", 3)
        escaped = quote(inner[:-1], safe=UNESCAPED)
        found: tuple[FileSystem, str] = fs.FileSystem.from_uri("/".join((*host, escaped)) + options)
        return found


def _split_options(name: str) -> tuple[str, str]:
    """Return an address without its options, and these; a `?` without a `=` after it is a wildcard."""
    path, mark, options = name.rpartition("?")
    return (path, mark + options) if mark and "=" in options else (name, "")


def find(name: str) -> list[tuple[str, StoredFile]]:
    """Return the files of an address, with their own addresses: one file, or those of a folder or a pattern.

    Raises:
        FileError: there are none, or they cannot be listed.
    """
    system, path = locate(name)
    with reading(name):
        files = list(_files(system, path))
    if not files:
        raise FileError(f"{name} cannot be read: the file does not exist")
    head = unquote(_split_options(name)[0]).removesuffix("/").removesuffix(path.rstrip("/"))
    return [(head + file.path, file) for file in sorted(files, key=lambda file: file.path)]


def _files(system: FileSystem, path: str) -> Iterator[StoredFile]:
    from pyarrow.fs import FileSelector, FileType  # noqa: PLC0415 (as above)

    own = system.get_file_info(path)
    if own.type is FileType.File:
        yield _stored(system, own)
        return
    folder, pattern = (path, "*") if own.type is FileType.Directory else _split(path)
    selected = system.get_file_info(FileSelector(folder, recursive=True, allow_not_found=True))
    for each in selected:
        names = each.path.removeprefix(folder).lstrip("/").split("/")
        is_match = _matches(names, pattern.rstrip("/").split("/"))
        if each.type is FileType.File and is_match and not is_hidden(names):
            yield _stored(system, each)


def _split(path: str) -> tuple[str, str]:
    """Return the folder before the first wildcard of a pattern, and the pattern in it."""
    wildcard = WILDCARD.search(path)
    end = len(path) if wildcard is None else path.rfind("/", 0, wildcard.start()) + 1
    return path[:end].rstrip("/"), path[end:]


def _matches(names: Sequence[str], patterns: Sequence[str]) -> bool:
    """Whether a file, or a folder above it, matches a pattern, by the names of their paths."""
    if not patterns:
        return True
    first, *rest = patterns
    if first == "**":
        return any(_matches(names[start:], rest) for start in range(len(names) + 1))
    return bool(names) and fnmatchcase(names[0], first) and _matches(names[1:], rest)


def is_hidden(names: Iterable[str]) -> bool:
    """Whether a file is hidden, or in a hidden folder, by the names of its path."""
    return any(name.startswith(HIDDEN) for name in names)


def _stored(system: FileSystem, info: FileInfo) -> StoredFile:
    return StoredFile(system, info.path, info.size, info.mtime_ns)


@contextmanager
def reading(name: str) -> Iterator[None]:
    """Raise the failures of a file system as errors of one line.

    Raises:
        FileError: naming the address.
    """
    import pyarrow as pa  # noqa: PLC0415 (as above)

    try:
        yield
    except (OSError, pa.ArrowException) as error:
        cause = getattr(error, "strerror", None) or str(error).partition("\n")[0]
        raise FileError(f"{name} cannot be read: {cause}") from error

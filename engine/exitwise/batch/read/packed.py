"""Compressed files as streams: one that is truncated or damaged is an error, never a short file."""

from __future__ import annotations

import gzip
import io
import zlib
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

CHUNK: Final = 16 * 1024
"""Compressed bytes that are read at once."""
MOST_UNPACKED: Final = 1024 * 1024
"""Bytes that are decompressed at once, if the library takes a limit."""
HIDDEN: Final = ("__MACOSX/", ".")
"""The beginnings of the names of members that a system adds to an archive."""


class DamagedError(Exception):
    """A compressed file is truncated, damaged or of another format."""


@contextmanager
def wrap_damage() -> Iterator[None]:
    """Raise the errors of all libraries for damaged files as one.

    Raises:
        DamagedError: a library found a file damaged.
    """
    try:
        yield
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise DamagedError(str(error)) from error
    except Exception as error:
        if type(error).__name__ not in {"ZstdError", "LZMAError", "BadZipFile"}:
            raise
        raise DamagedError(str(error)) from error


def _of_gzip(file: IO[bytes]) -> IO[bytes]:
    stream: Any = gzip.GzipFile(fileobj=file)
    return stream  # type: ignore[no-any-return]  # it reads bytes


def _of_zstd(file: IO[bytes]) -> IO[bytes]:
    import zstandard  # noqa: PLC0415 (only such files need it)

    return io.BufferedReader(_Frames(file, lambda: zstandard.ZstdDecompressor().decompressobj()))


def _of_bzip2(file: IO[bytes]) -> IO[bytes]:
    from bz2 import BZ2Decompressor  # noqa: PLC0415 (only such files need it)

    return io.BufferedReader(_Frames(file, BZ2Decompressor, MOST_UNPACKED))


def _of_xz(file: IO[bytes]) -> IO[bytes]:
    from lzma import FORMAT_XZ, LZMADecompressor  # noqa: PLC0415 (only such files need it)

    return io.BufferedReader(_Frames(file, lambda: LZMADecompressor(FORMAT_XZ), MOST_UNPACKED))


def _of_zip(file: IO[bytes]) -> IO[bytes]:
    from zipfile import ZipFile  # noqa: PLC0415 (only such files need it)

    archive = ZipFile(file)
    (member,) = _members(archive)
    try:
        return archive.open(member)
    except (RuntimeError, NotImplementedError) as error:  # it is encrypted, or of a method without a library
        raise DamagedError(str(error)) from error


def _members(archive: Any) -> list[str]:
    return [name for name in archive.namelist() if not name.endswith("/") and not name.startswith(HIDDEN)]


def members(name: str) -> list[str]:
    """Return the names of the files in a zip archive.

    Raises:
        DamagedError: it is not an archive.
        OSError: it cannot be read.
    """
    from zipfile import ZipFile  # noqa: PLC0415 (only such files need it)

    with wrap_damage(), ZipFile(name) as archive:
        return _members(archive)


class _Frames(io.RawIOBase):
    """Frames, one after the other; the readers of the libraries ignore damage after the first."""

    def __init__(self, file: IO[bytes], decompressor: Callable[[], Any], *limit: int) -> None:
        self._file = file
        self._decompressor = decompressor
        self._limit = limit
        self._frame: Any = None
        self._packed = self._data = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._data and self._unpack():
            continue
        count = min(len(buffer), len(self._data))
        buffer[:count], self._data = self._data[:count], self._data[count:]
        return count

    def _unpack(self) -> bool:
        """Decompress some more; False at the end of the file."""
        has_output = not getattr(self._frame, "needs_input", True)
        packed = b"" if has_output else self._packed or self._file.read(CHUNK)
        if not packed and not has_output:
            if self._frame is not None:
                raise EOFError("it ends in the middle of a frame")
            return False
        frame = self._frame or self._decompressor()
        self._data = frame.decompress(packed, *self._limit)
        self._packed, self._frame = (frame.unused_data, None) if frame.eof else (b"", frame)
        return True


PACKED: Final[Mapping[str, Callable[[IO[bytes]], IO[bytes]]]] = {
    ".gz": _of_gzip,
    ".zst": _of_zstd,
    ".bz2": _of_bzip2,
    ".xz": _of_xz,
    ".zip": _of_zip,
}
"""The function that decompresses files of each suffix."""


def decompress(name: str, file: IO[bytes]) -> IO[bytes]:
    """Return the decompressed content of a file, as its suffix says.

    Raises:
        DamagedError: it is empty, or not a file of its suffix.
    """
    suffix = next((suffix for suffix in PACKED if name.lower().endswith(suffix)), None)
    if suffix is None:
        return file
    if isinstance(file, io.BufferedReader) and not file.peek(1):
        raise DamagedError("the compressed file is empty")
    with wrap_damage():
        return PACKED[suffix](file)

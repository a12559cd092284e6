"""The target of a run: a file that appears under its name when it is complete, or standard output."""

from __future__ import annotations

import zlib
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final, Protocol

from exitwise.atomic_file import AtomicFile
from exitwise.batch.read.inputs import STANDARD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

GZIP_FORMAT: Final = 31
"""The largest window of zlib, with the header and the end of gzip."""


class Target(Protocol):
    """Something to write to, which is in its place only at the end."""

    def write(self, chunks: Iterable[bytes | memoryview], /) -> None:
        """Write chunks, in order."""

    def complete(self) -> None:
        """Write everything that is in memory."""

    def finish(self) -> None:
        """Put the output in its place."""

    def abandon(self) -> None:
        """Remove the output."""


class Standard:
    """Standard output, whose content cannot be withdrawn."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.file = stream

    def write(self, chunks: Iterable[bytes | memoryview]) -> None:
        """Write chunks, in order."""
        self.file.writelines(chunks)

    def complete(self) -> None:
        """Flush the stream."""
        self.file.flush()

    def finish(self) -> None:
        """Do nothing: the output is in its place."""

    def abandon(self) -> None:
        """Do nothing: the output has been read."""


class CompressedFile:
    """A file that is compressed as it is written."""

    def __init__(self, file: AtomicFile, compressor: Any) -> None:
        self._file = file
        self._compressor = compressor

    def write(self, chunks: Iterable[bytes | memoryview]) -> None:
        """Compress and write chunks, in order."""
        self._file.write(map(self._compressor.compress, chunks))

    def complete(self) -> None:
        """Write the end of the compressed file, and flush everything to disk."""
        self._file.write([self._compressor.flush()])
        self._file.complete()

    def finish(self) -> None:
        """Replace the target."""
        self._file.finish()

    def abandon(self) -> None:
        """Remove the temporary file."""
        self._file.abandon()


def _gzip() -> Any:
    return zlib.compressobj(wbits=GZIP_FORMAT)


def _zstd() -> Any:
    import zstandard  # noqa: PLC0415 (only such files need it)

    return zstandard.ZstdCompressor(write_checksum=True).compressobj()


COMPRESSORS: Final[Mapping[str, Callable[[], Any]]] = {".gz": _gzip, ".zst": _zstd}
"""The compressor of each suffix."""


def target(file: str, standard: Callable[[], IO[bytes]]) -> Target:
    """Return the target of a name; a file is compressed if its suffix says so."""
    if file == STANDARD:
        return Standard(standard())
    new_compressor = COMPRESSORS.get(Path(file).suffix.lower())
    return CompressedFile(AtomicFile(file), new_compressor()) if new_compressor else AtomicFile(file)

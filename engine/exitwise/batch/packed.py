"""Files that are packed, as streams: one that is cut short or damaged is an error, never a short file."""

from __future__ import annotations

import gzip
import io
from typing import IO, TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

CHUNK: Final = 16 * 1024
"""Packed bytes that are taken at once: what they unpack to is held in memory."""


def of_gzip(file: IO[bytes]) -> IO[bytes]:
    """Return what a file of gzip holds."""
    found: Any = gzip.GzipFile(fileobj=file)
    return found  # type: ignore[no-any-return]  # it reads bytes


def of_zstd(file: IO[bytes]) -> IO[bytes]:
    """Return what a file of Zstandard holds."""
    return io.BufferedReader(_Frames(file))


class _Frames(io.RawIOBase):
    """Frames, one after the other; the library's own reader takes one that is cut short for the end."""

    def __init__(self, file: IO[bytes]) -> None:
        import zstandard  # noqa: PLC0415 (only who packs so needs it)

        self._of_frame: Any = zstandard.ZstdDecompressor
        self._file = file
        self._frame: Any = None
        self._packed = self._held = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._held and self._unpacks():
            pass
        count = min(len(buffer), len(self._held))
        buffer[:count], self._held = self._held[:count], self._held[count:]
        return count

    def _unpacks(self) -> bool:
        """Unpack some more, unless the file has ended."""
        packed = self._packed or self._file.read(CHUNK)
        if not packed:
            if self._frame is not None:
                raise EOFError("it ends in the middle of a frame")
            return False
        frame = self._frame or self._of_frame().decompressobj()
        self._held = frame.decompress(packed)
        self._packed, self._frame = (frame.unused_data, None) if frame.eof else (b"", frame)
        return True


PACKED: Final[Mapping[str, Callable[[IO[bytes]], IO[bytes]]]] = {".gz": of_gzip, ".zst": of_zstd}
"""The function that decompresses files of each suffix."""

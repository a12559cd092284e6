"""A window on a file: the lines that begin in a range of its bytes, so that pieces of it are read apart.

Every line of a file is in exactly one of the pieces that cover it, as in the input splits of Hadoop.
"""

from __future__ import annotations

import io
from typing import IO, TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from exitwise.batch.read.inputs import Piece

CHUNK: Final = 64 * 1024


class Window(NamedTuple):
    """The lines of a window, and the byte of the file at which they begin."""

    lines: IO[bytes]
    start: int


def window(stream: IO[bytes], piece: Piece) -> Window:
    """Return the lines of a file that begin in a piece; the stream can be positioned."""
    start, stop = _line_start(stream, piece.start), _line_start(stream, piece.stop)
    return Window(io.BufferedReader(_Range(stream, start, stop), CHUNK), start)


def _line_start(stream: IO[bytes], position: int) -> int:
    """Return the start of the first line that begins at a position or after it, or the end of the file."""
    if position == 0:
        return 0
    end = stream.seek(position - 1)
    while chunk := stream.read(CHUNK):
        found = chunk.find(b"\n")
        if found >= 0:
            return end + found + 1
        end += len(chunk)
    return end


class _Range(io.RawIOBase):
    def __init__(self, stream: Any, start: int, stop: int) -> None:
        self._stream, self._rest = stream, stop - start
        stream.seek(start)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        count: int = self._stream.readinto(memoryview(buffer)[: self._rest])
        self._rest -= count
        return count

"""Streams of bytes that are made of others: one after some bytes, and one in another encoding."""

from __future__ import annotations

import codecs
import io
from typing import IO, Any, Final

CHUNK: Final = 256 * 1024
"""Bytes that are decoded at once."""
INVALID: Final = "exitwise.invalid"
"""The name of the error handler that decodes invalid bytes to a character that UTF-8 does not have."""


def prepend(content: bytes, stream: IO[bytes]) -> io.BufferedReader:
    """Return a stream of some bytes and then of another stream, which it does not close."""
    return io.BufferedReader(_PrependedStream(content, stream), CHUNK)


class _PrependedStream(io.RawIOBase):
    def __init__(self, content: bytes, stream: IO[bytes]) -> None:
        self._content, self._stream = io.BytesIO(content), stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._content.read(len(buffer)) or self._stream.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


def recode(stream: IO[bytes], encoding: str) -> io.BufferedReader:
    """Return a stream in UTF-8 of a text in another encoding; bytes that are invalid in it stay invalid."""
    codecs.register_error(INVALID, _invalid)
    return io.BufferedReader(_RecodedStream(stream, encoding), CHUNK)


def _invalid(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return "\udcff", error.end


class _RecodedStream(io.RawIOBase):
    def __init__(self, stream: IO[bytes], encoding: str) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder(encoding)(INVALID)
        self._data = b""
        self._at_end = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._data and not self._at_end:
            chunk = self._stream.read(CHUNK)
            self._at_end = not chunk
            text = self._decoder.decode(chunk, final=self._at_end)
            self._data = text.encode("utf-8", "surrogatepass")
        count = min(len(buffer), len(self._data))
        buffer[:count], self._data = self._data[:count], self._data[count:]
        return count

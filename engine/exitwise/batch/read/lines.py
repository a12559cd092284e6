"""A stream of bytes as records, one for each line, in chunks of a bounded size."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Any, Final

from exitwise.batch.records import BOM, Records, Text
from exitwise.loader.profile import MAX_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterator

CHUNK_SIZE: Final = 16 * 1024 * 1024
"""Bytes that are read at once, which bounds the use of memory."""


def records(
    stream: IO[bytes], file: str, *, offset: int = 0, chunk_size: int = CHUNK_SIZE
) -> Iterator[Records]:
    """Yield the lines of a stream, chunk by chunk; the last line needs no line feed.

    The stream begins at the byte `offset` of its file. A line that is too long for a record is truncated,
    since it is rejected in any case.
    """
    first, rest, cut = 1, b"", 0
    while content := _read(stream, rest, chunk_size):
        if first == 1 and not offset and not rest and content.startswith(BOM):
            del content[: len(BOM)]
            offset = len(BOM)
        end = content.rfind(b"\n", len(rest)) + 1
        rest = bytes(memoryview(content)[end:])
        if end:
            del content[end:]
            batch = Records(file, Text(content), first, offset, cut)
            yield batch
            first, offset, cut = first + len(batch.lines), batch.end or 0, 0
        if len(rest) > MAX_BYTES + 1:
            cut += len(rest) - MAX_BYTES - 1
            rest = rest[: MAX_BYTES + 1]
    if rest:
        yield Records(file, Text(rest + b"\n"), first, offset, cut)


def _read(stream: Any, rest: bytes, size: int) -> bytearray:
    """Return the rest of a line and at most so many bytes that follow it; nothing at the end of the stream.

    They are read into one buffer, because joining them would copy them.
    """
    content = bytearray(len(rest) + size)
    count = stream.readinto(memoryview(content)[len(rest) :])
    content[: len(rest)] = rest
    del content[len(rest) + count :]
    return content if count else bytearray()

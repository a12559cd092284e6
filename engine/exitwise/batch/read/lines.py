"""A stream of bytes as records, one for each line, in chunks of a bounded size."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Final

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
    while chunk := stream.read(chunk_size):
        if first == 1 and not offset and not rest and chunk.startswith(BOM):
            chunk, offset = chunk.removeprefix(BOM), len(BOM)
        end = chunk.rfind(b"\n")
        if end >= 0:
            batch = Records(file, Text(b"".join((rest, memoryview(chunk)[:end]))), first, offset, cut)
            yield batch
            first, offset, cut = first + len(batch.lines), batch.end or 0, 0
        rest = chunk[end + 1 :] if end >= 0 else rest + chunk
        if len(rest) > MAX_BYTES + 1:
            cut += len(rest) - MAX_BYTES - 1
            rest = rest[: MAX_BYTES + 1]
    if rest:
        yield Records(file, Text(rest), first, offset, cut)

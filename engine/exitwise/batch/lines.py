"""A stream of bytes as records, one a line, in pieces of a bounded size."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Final

from exitwise.batch.records import BOM, Records, Text
from exitwise.loader.profile import MAX_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterator

PIECE: Final = 16 * 1024 * 1024
"""Bytes that are read at once; what is held in memory grows with it, and with nothing else."""


def records(stream: IO[bytes], file: str, *, piece: int = PIECE) -> Iterator[Records]:
    """Yield the lines of a stream, piece by piece; the last needs no end.

    Of a line that is longer than a record may be only the beginning is kept: it is refused anyhow.
    """
    first, offset, rest, cut = 1, 0, b"", 0
    while chunk := stream.read(piece):
        if first == 1 and not offset and not rest and chunk.startswith(BOM):
            chunk, offset = chunk.removeprefix(BOM), len(BOM)
        end = chunk.rfind(b"\n")
        if end >= 0:
            found = Records(file, Text(b"".join((rest, memoryview(chunk)[:end]))), first, offset, cut)
            yield found
            first, offset, cut = first + len(found.lines), found.end or 0, 0
        rest = chunk[end + 1 :] if end >= 0 else rest + chunk
        if len(rest) > MAX_BYTES + 1:
            cut += len(rest) - MAX_BYTES - 1
            rest = rest[: MAX_BYTES + 1]
    if rest:
        yield Records(file, Text(rest), first, offset, cut)

"""Lines of a stream: the size of a chunk changes neither records, numbers nor offsets."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exitwise.batch.read.lines import records
from exitwise.batch.records import BOM
from exitwise.loader.profile import MAX_BYTES

Located = list[tuple[int, int | None, bytes]]


def read_records(content: bytes, chunk_size: int) -> Located:
    """Return the number, the offset and the beginning of each record."""
    return [
        (chunk.first + index, chunk.offset_of(index), line[: MAX_BYTES + 1])
        for chunk in records(io.BytesIO(content), "f", chunk_size=chunk_size)
        for index, line in enumerate(chunk.lines)
    ]


def split_records(content: bytes) -> Located:
    """Return the same, computed by splitting the whole content."""
    offset = len(BOM) if content.startswith(BOM) else 0
    lines = content[offset:].split(b"\n")
    located: Located = []
    for number, line in enumerate(lines[:-1] if not lines[-1] else lines, 1):
        located.append((number, offset, line[: MAX_BYTES + 1]))
        offset += len(line) + 1
    return located


PARTS = st.sampled_from((b"\n", b"\n\n", b"\r\n", b"{}", b'{"a":1}', BOM, b" ", b"x" * 9))


@given(st.lists(PARTS, max_size=12).map(b"".join), st.integers(len(BOM), 40))
def test_the_size_of_a_chunk_does_not_change_the_records(content: bytes, chunk_size: int) -> None:
    """There may be blank lines, other line ends, byte-order marks, and no line end at the end."""
    assert read_records(content, chunk_size) == split_records(content)


@pytest.mark.parametrize("over", [-1, 0, 1, 2, 100_000])
@pytest.mark.parametrize("chunk_size", [70_001, MAX_BYTES, MAX_BYTES + 1, 5 * MAX_BYTES])
@pytest.mark.parametrize("end", [b"", b"\n", b"\nlast"])
def test_a_too_long_line_is_truncated(over: int, chunk_size: int, end: bytes) -> None:
    """Numbers and offsets of the lines after it count all its bytes."""
    content = b"first\n" + b"x" * (MAX_BYTES + over) + end

    assert read_records(content, chunk_size) == split_records(content)

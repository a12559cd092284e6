"""Lines of a stream: the same records, numbers and offsets however it is cut into pieces."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exitwise.batch.read.lines import records
from exitwise.batch.records import BOM
from exitwise.loader.profile import MAX_BYTES

Found = list[tuple[int, int | None, bytes]]


def found(content: bytes, piece: int) -> Found:
    """Number, offset and beginning of each record."""
    return [
        (each.first + at, each.offset_of(at), line[: MAX_BYTES + 1])
        for each in records(io.BytesIO(content), "f", chunk_size=piece)
        for at, line in enumerate(each.lines)
    ]


def expected(content: bytes) -> Found:
    """The same, by splitting the whole."""
    offset = len(BOM) if content.startswith(BOM) else 0
    lines = content[offset:].split(b"\n")
    told: Found = []
    for number, line in enumerate(lines[:-1] if not lines[-1] else lines, 1):
        told.append((number, offset, line[: MAX_BYTES + 1]))
        offset += len(line) + 1
    return told


PARTS = st.sampled_from((b"\n", b"\n\n", b"\r\n", b"{}", b'{"a":1}', BOM, b" ", b"x" * 9))


@given(st.lists(PARTS, max_size=12).map(b"".join), st.integers(len(BOM), 40))
def test_pieces_change_nothing(content: bytes, piece: int) -> None:
    """Blank lines, other ends, marks, no end."""
    assert found(content, piece) == expected(content)


@pytest.mark.parametrize("over", [-1, 0, 1, 2, 100_000])
@pytest.mark.parametrize("piece", [70_001, MAX_BYTES, MAX_BYTES + 1, 5 * MAX_BYTES])
@pytest.mark.parametrize("end", [b"", b"\n", b"\nlast"])
def test_a_line_that_is_too_long_is_cut_and_counted(over: int, piece: int, end: bytes) -> None:
    """What stands after it has its place in the file."""
    content = b"first\n" + b"x" * (MAX_BYTES + over) + end

    assert found(content, piece) == expected(content)

"""Windows on a file: each line is in exactly one window, wherever the file is cut."""

import io
from itertools import accumulate, pairwise
from unittest.mock import patch

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from exitwise.batch.read import window as module
from exitwise.batch.read.inputs import Piece
from exitwise.batch.read.window import window
from support.running.examples import examples

LINES = st.lists(st.sampled_from([b"\n", b"a", b"bcd", b"\r\n", b"\xff"]), max_size=12).map(b"".join)
CUTS = st.lists(st.integers(0, 30), max_size=5)


def lines(content: bytes, piece: Piece) -> list[bytes]:
    """Return the lines of a window on some bytes."""
    return window(io.BytesIO(content), piece).lines.readlines()


@settings(max_examples=examples(300))
@given(LINES | st.binary(max_size=40), CUTS, st.integers(1, 9))
@example(b"", [], 1)
@example(b"a\nb\n", [2], 1)
def test_each_line_is_in_the_window_where_it_begins(content: bytes, cuts: list[int], chunk: int) -> None:
    """Windows that cover a file have each line once, in order, whatever the size of a read."""
    bounds = sorted((0, *(min(cut, len(content)) for cut in cuts), len(content)))
    whole = io.BytesIO(content).readlines()
    starts = list(accumulate(map(len, whole), initial=0))[:-1]

    with patch.object(module, "CHUNK", chunk):
        windows = [lines(content, Piece(*bound)) for bound in pairwise(bounds)]

    assert windows == [
        [line for line, start in zip(whole, starts, strict=True) if low <= start < high]
        for low, high in pairwise(bounds)
    ]
    assert [line for each in windows for line in each] == whole


@settings(max_examples=examples(200))
@given(LINES, CUTS)
def test_a_window_has_the_offset_of_its_first_line(content: bytes, cuts: list[int]) -> None:
    """Its content is that of the file from there on."""
    for low, high in pairwise(sorted((0, *(min(cut, len(content)) for cut in cuts), len(content)))):
        opened = window(io.BytesIO(content), Piece(low, high))
        rest = opened.lines.read()

        assert content[opened.start : opened.start + len(rest)] == rest
        assert opened.start >= low


PIECES = {
    "the start of a line": (Piece(3, 6), [b"cd\n"]),
    "the middle of a line": (Piece(1, 4), [b"cd\n"]),
    "the middle of the last line": (Piece(7, 8), []),
    "nothing": (Piece(3, 3), []),
    "everything": (Piece(0, 8), [b"ab\n", b"cd\n", b"ef"]),
    "more than the file": (Piece(3, 99), [b"cd\n", b"ef"]),
    "bytes after the file": (Piece(50, 99), []),
}


@pytest.mark.parametrize(("piece", "expected"), PIECES.values(), ids=PIECES)
def test_lines_of_a_piece(piece: Piece, expected: list[bytes]) -> None:
    """The last line needs no line end."""
    assert lines(b"ab\ncd\nef", piece) == expected


def test_long_line_is_read_whole() -> None:
    """It belongs to the window where it begins; windows inside of it have no lines."""
    long = b"x" * (3 * module.CHUNK) + b"\n"
    content = b"a\n" + long + b"b\n"

    assert lines(content, Piece(0, 10)) == [b"a\n", long]
    assert lines(content, Piece(10, 2 * module.CHUNK)) == []
    assert lines(content, Piece(2 * module.CHUNK, len(content))) == [b"b\n"]

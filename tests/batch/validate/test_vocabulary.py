"""Pieces of lines and their meanings: each is read once, as long as there is room for it."""

import pyarrow as pa
import pytest

from exitwise.batch.validate import vocabulary as module
from exitwise.batch.validate.vocabulary import Meaning, Vocabulary

Rows = list[tuple[int, int, int]]


class Reader:
    """Reads a piece as its length, and counts."""

    def __init__(self) -> None:
        self.read: list[bytes] = []

    def __call__(self, piece: bytes) -> Meaning:
        """Return the meaning of a piece."""
        self.read.append(piece)
        return Meaning(1, len(piece), 60_000)


def known(vocabulary: Vocabulary, *pieces: bytes) -> tuple[list[bool], Rows]:
    """Return which pieces are known, and the meanings of these."""
    mask, meanings = vocabulary.find(pa.array(pieces, pa.binary()))
    rows = zip(meanings.kind.tolist(), meanings.slot.tolist(), meanings.code.tolist(), strict=True)
    return mask.tolist(), [row for row, is_known in zip(rows, mask, strict=True) if is_known]


def test_a_piece_that_was_learned_is_known() -> None:
    """Nothing is read to find it, also among others."""
    reader = Reader()
    vocabulary = Vocabulary(reader)
    assert known(vocabulary, b"a", b"bb") == ([False, False], [])

    learned = vocabulary.learn(pa.array([b"a", b"bb"], pa.binary()))
    vocabulary.learn(pa.array([b"ccc"], pa.binary()))

    assert learned.slot.tolist() == [1, 2]
    assert known(vocabulary, b"ccc", b"x", b"a") == ([True, False, True], [(1, 3, 60_000), (1, 1, 60_000)])
    assert reader.read == [b"a", b"bb", b"ccc"]


def test_pieces_without_room_are_read_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Otherwise a file of distinct values would fill the memory."""
    monkeypatch.setattr(module, "MOST", 1)
    vocabulary = Vocabulary(Reader())

    vocabulary.learn(pa.array([b"a"], pa.binary()))
    meanings = vocabulary.learn(pa.array([b"bb"], pa.binary()))

    assert meanings.slot.tolist() == [2]
    assert known(vocabulary, b"a", b"bb") == ([True, False], [(1, 1, 60_000)])


def test_nothing_is_a_possible_slab() -> None:
    """No piece has no meaning."""
    vocabulary = Vocabulary(Reader())

    assert known(vocabulary) == ([], [])
    assert len(vocabulary.learn(pa.array([], pa.binary())).kind) == 0

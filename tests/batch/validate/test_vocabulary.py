"""The vocabulary: each piece of a line is read once, up to a limit of pieces."""

import pyarrow as pa
import pytest

from exitwise.batch.validate import vocabulary as module
from exitwise.batch.validate.vocabulary import Meaning, Vocabulary

Rows = list[tuple[int, int, int]]


class Reader:
    """A reader that counts its calls; the slot of a piece is its length."""

    def __init__(self) -> None:
        self.read: list[bytes] = []

    def __call__(self, piece: bytes) -> Meaning:
        """Return the meaning of a piece."""
        self.read.append(piece)
        return Meaning(1, len(piece), 60_000)


def known(vocabulary: Vocabulary, *pieces: bytes) -> tuple[list[bool], Rows]:
    """Return which pieces are known, and their meanings."""
    mask, meanings = vocabulary.find(pa.array(pieces, pa.binary()))
    rows = zip(meanings.kind.tolist(), meanings.slot.tolist(), meanings.code.tolist(), strict=True)
    return mask.tolist(), [row for row, is_known in zip(rows, mask, strict=True) if is_known]


def test_a_learned_piece_is_found_without_reading_it() -> None:
    """Unknown pieces may be among the known ones."""
    reader = Reader()
    vocabulary = Vocabulary(reader)
    assert known(vocabulary, b"a", b"bb") == ([False, False], [])

    learned = vocabulary.learn(pa.array([b"a", b"bb"], pa.binary()))
    vocabulary.learn(pa.array([b"ccc"], pa.binary()))

    assert learned.slot.tolist() == [1, 2]
    assert known(vocabulary, b"ccc", b"x", b"a") == ([True, False, True], [(1, 3, 60_000), (1, 1, 60_000)])
    assert reader.read == [b"a", b"bb", b"ccc"]


def test_pieces_beyond_the_limit_are_not_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    """They are read each time, so that a file of distinct values does not fill the memory."""
    monkeypatch.setattr(module, "MOST", 1)
    vocabulary = Vocabulary(Reader())

    vocabulary.learn(pa.array([b"a"], pa.binary()))
    meanings = vocabulary.learn(pa.array([b"bb"], pa.binary()))

    assert meanings.slot.tolist() == [2]
    assert known(vocabulary, b"a", b"bb") == ([True, False], [(1, 1, 60_000)])


def test_an_empty_array_has_no_meanings() -> None:
    """It can be looked up and learned."""
    vocabulary = Vocabulary(Reader())

    assert known(vocabulary) == ([], [])
    assert len(vocabulary.learn(pa.array([], pa.binary())).kind) == 0

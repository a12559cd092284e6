"""Streams: bytes put before a stream, and a stream decoded from another encoding."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exitwise.batch.read import streams
from exitwise.batch.read.streams import prepend, recode
from support.running.examples import examples


class Trickle(io.BytesIO):
    """A stream that returns at most some bytes at once, as a pipe does."""

    def __init__(self, content: bytes, most: int) -> None:
        """Start at the beginning."""
        super().__init__(content)
        self._most = most

    def read(self, size: int | None = -1, /) -> bytes:
        """Return the next bytes."""
        return super().read(self._most if size is None or size < 0 else min(size, self._most))


@settings(max_examples=examples(50))
@given(st.binary(max_size=9), st.binary(max_size=9), st.integers(1, 4), st.integers(1, 20))
def test_prepended_bytes_are_read_first(head: bytes, rest: bytes, most: int, size: int) -> None:
    """The sizes of reads make no difference."""
    stream = prepend(head, Trickle(rest, most))

    assert b"".join(iter(lambda: stream.read(size), b"")) == head + rest


def test_closing_leaves_the_original_stream_open() -> None:
    """Its owner closes it."""
    rest = io.BytesIO(b"rest")
    prepend(b"", rest).close()

    assert rest.read() == b"rest"


@settings(max_examples=examples(100))
@given(
    st.text(st.sampled_from("aé€😀\n\r\x00"), max_size=9),
    st.sampled_from(["utf-8", "utf-16-le", "utf-16-be", "utf-32-le"]),
    st.integers(1, 5),
)
def test_recoded_text_is_the_same_text(text: str, encoding: str, most: int) -> None:
    """Line ends are unchanged, and a read may end within a character."""
    assert recode(Trickle(text.encode(encoding), most), encoding).read() == text.encode()


@pytest.mark.parametrize(
    ("content", "encoding", "before", "after"),
    [
        (b"a\x81b", "windows-1252", b"a", b"b"),
        (b"a\xffb", "utf-8", b"a", b"b"),
        (b"a\0\0\xd8b\0", "utf-16-le", b"a", b"b"),
        (b"a\0b", "utf-16-le", b"a", b""),
    ],
)
def test_invalid_bytes_stay_invalid(content: bytes, encoding: str, before: bytes, after: bytes) -> None:
    """They become a sequence that is not valid UTF-8, at the end of the text too."""
    text = recode(io.BytesIO(content), encoding).read()

    assert (text[: len(before)], text[len(text) - len(after) :]) == (before, after)
    with pytest.raises(UnicodeDecodeError):
        text.decode()


def test_a_long_text_is_recoded_in_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Characters that span two chunks stay intact."""
    monkeypatch.setattr(streams, "CHUNK", 7)
    text = "aé€😀" * 50

    assert recode(io.BytesIO(text.encode("utf-16-be")), "utf-16-be").read() == text.encode()

"""Records of a chunk: their lines, and their locations in the file."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exitwise.batch.records import Location, Records, Text
from support.running.examples import examples

CONTENTS = st.lists(st.sampled_from((b"a", b"bc", b"\n", b"\r", b"\xff")), max_size=12).map(b"".join)


@settings(max_examples=examples(100))
@given(CONTENTS, st.integers(0, 13), st.integers(0, 13))
def test_a_text_is_the_list_of_its_lines(content: bytes, first: int, last: int) -> None:
    """Only a line feed ends a line, and the number of lines is known before the text is split."""
    lines = content.split(b"\n")

    text = Text(content + b"\n")

    assert len(text) == len(lines)
    assert list(text) == lines
    assert text[first:last] == lines[first:last]
    assert text[-1] == lines[-1]
    assert (text.starts[1:] - text.starts[:-1] - 1).tolist() == [len(line) for line in lines]


@settings(max_examples=examples(100))
@given(CONTENTS, st.integers(0, 9), st.integers(0, 9), st.booleans())
def test_the_offset_of_a_record_is_its_position_in_the_file(
    content: bytes,
    before: int,
    cut: int,
    is_text: bool,  # noqa: FBT001 (hypothesis passes it)
) -> None:
    """All bytes of a truncated record count."""
    head, feed, tail = content.partition(b"\n")
    file = b"x" * before + head + b"y" * cut + feed + tail + b"\n"
    lines = content.split(b"\n")
    records = Records("f", Text(content + b"\n") if is_text else lines, 3, before, cut)

    for index, line in enumerate(lines):
        assert records.number_of(index) == index + 3
        assert records.index_of(index + 3) == index
        offset = records.offset_of(index)
        assert offset is not None
        assert file[offset : offset + len(line) + (index > 0)] == line + (b"\n" if index else b"")
    assert records.end == len(file)


def test_records_that_span_lines_have_their_own_locations() -> None:
    """The number of a record is that of its first line."""
    locations = [Location(2, 10), Location(5, 30), Location(6, None)]
    records = Records("f", [b"a", b"b", b"c"], 2, 10, locations=locations)

    assert [records.number_of(index) for index in range(3)] == [2, 5, 6]
    assert [records.index_of(number) for number in (2, 5, 6)] == [0, 1, 2]
    assert [records.offset_of(index) for index in range(3)] == [10, 30, None]


@pytest.mark.parametrize("lines", [[b"a", b"b"], Text(b"a\nb\n")])
def test_offsets_may_be_unknown(lines: list[bytes]) -> None:
    """The end is unknown as well, but line numbers are known."""
    records = Records("f", lines, 7)

    assert [records.offset_of(index) for index in range(2)] == [None, None]
    assert records.end is None
    assert records.number_of(1) == 8

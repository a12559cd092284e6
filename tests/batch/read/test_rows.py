"""Rows of CSV: plain lines, which are passed on unparsed, and parsed rows give the same records."""

import csv
import io
import json
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exitwise.batch.columns.table import CellForms, line
from exitwise.batch.read import rows as module
from exitwise.batch.read.inputs import Input
from exitwise.batch.read.rows import Cells, rows
from exitwise.errors import InputError
from support.packs import toy

HEADER = b"id,brakes,age\n"
CSV = Input("f.csv", "csv")
FACTS = toy.bicycle().knowledge.facts
PARTS = (
    b"a",
    b"yes",
    b"5",
    b",",
    b",",
    b"\n",
    b"\n",
    b"\r\n",
    b"\r",
    b'"',
    b'""',
    b"\xc3\xa9",
    b"\xff",
    b" ",
    b"\0",
)


Row = tuple[int, int | None, bytes]


def read_rows(content: bytes) -> list[Row] | None:
    """Return the line, the byte offset and the record of each row; None if the content is not valid CSV."""
    try:
        return [
            (records.number_of(index), records.offset_of(index), record)
            for records in rows(CSV, io.BytesIO(content), FACTS, (), None)
            for index, record in enumerate(records.lines)
        ]
    except InputError:
        return None


def parse_rows(content: bytes) -> list[Row] | None:
    """Return the same, read by the CSV reader of Python."""
    stream = io.TextIOWrapper(io.BytesIO(content), "utf-8", errors="surrogateescape", newline="")
    texts = list(stream)
    starts = list(accumulate((len(text.encode("utf-8", "surrogateescape")) for text in texts), initial=0))
    reader = csv.reader(texts, strict=True)
    try:
        header = next(reader)
        parsed, number = list[Row](), reader.line_num
        for row in reader:
            parsed.append((number + 1, starts[number], line(header, row, CellForms({"age"}))))
            number = reader.line_num
    except csv.Error:
        return None
    return parsed


@given(st.lists(st.sampled_from(PARTS), max_size=14).map(b"".join), st.sampled_from((1, 2, 9, 1000)))
def test_rows_equal_those_of_the_csv_reader(content: bytes, chunk_size: int) -> None:
    """The size of a chunk makes no difference.

    Stray quotes are an error of the whole file for the reader of Python; here they may be one bad record.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "CHUNK_SIZE", chunk_size)
        actual, expected = read_rows(HEADER + content), parse_rows(HEADER + content)

    assert actual == expected or expected is None


def test_a_line_with_stray_quotes_is_one_bad_record() -> None:
    """The rows around it are unchanged."""
    actual = read_rows(HEADER + b'a,yes,5\nb,"y"e"s",5\nc,no,5\n')

    assert actual is not None
    assert [json.loads(record) for _, _, record in actual] == [
        {"id": "a", "brakes": "yes", "age": 5},
        'b,"y"e"s",5',
        {"id": "c", "brakes": "no", "age": 5},
    ]


def test_plain_lines_are_passed_on_unparsed() -> None:
    """They stay one text, which the cell scanner reads."""
    (records,) = rows(CSV, io.BytesIO(HEADER + b"a,yes,5\r\nb,no,6\r\n"), FACTS, (), None)

    assert isinstance(records.lines, Cells)
    assert records.lines.content == b"a,yes,5\r\nb,no,6\r\n"

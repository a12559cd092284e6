"""Rows of CSV: the same records whether lines are passed on as they are or a reader tells them apart."""

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


def found(content: bytes) -> list[Row] | None:
    """Each row's line, byte offset and record; None where it is no CSV."""
    try:
        return [
            (records.number_of(at), records.offset_of(at), record)
            for records in rows(CSV, io.BytesIO(content), FACTS, (), None)
            for at, record in enumerate(records.lines)
        ]
    except InputError:
        return None


def expected(content: bytes) -> list[Row] | None:
    """The same, by one reader for all of it."""
    text = io.TextIOWrapper(io.BytesIO(content), "utf-8", errors="surrogateescape", newline="")
    texts = list(text)
    starts = list(accumulate((len(each.encode("utf-8", "surrogateescape")) for each in texts), initial=0))
    reader = csv.reader(texts, strict=True)
    try:
        header = next(reader)
        found, number = list[Row](), reader.line_num
        for row in reader:
            found.append((number + 1, starts[number], line(header, row, CellForms({"age"}))))
            number = reader.line_num
    except csv.Error:
        return None
    return found


@given(st.lists(st.sampled_from(PARTS), max_size=14).map(b"".join), st.sampled_from((1, 2, 9, 1000)))
def test_lines_are_the_rows_of_a_reader(content: bytes, piece: int) -> None:
    """Cells in quotes, other ends, blank lines, bytes that are no text; however it is cut into pieces.

    A line with stray quotes ends the reader's work; here it may be one bad record.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "CHUNK_SIZE", piece)
        told, wanted = found(b"id,brakes,age\n" + content), expected(HEADER + content)

    assert told == wanted or wanted is None


def test_a_line_with_stray_quotes_is_one_bad_record() -> None:
    """The others are what they were."""
    told = found(HEADER + b'a,yes,5\nb,"y"e"s",5\nc,no,5\n')

    assert told is not None
    assert [json.loads(record) for _, _, record in told] == [
        {"id": "a", "brakes": "yes", "age": 5},
        'b,"y"e"s",5',
        {"id": "c", "brakes": "no", "age": 5},
    ]


def test_plain_lines_are_not_taken_apart() -> None:
    """They are passed on in one piece, for the database."""
    (records,) = rows(CSV, io.BytesIO(HEADER + b"a,yes,5\r\nb,no,6\r\n"), FACTS, (), None)

    assert isinstance(records.lines, Cells)
    assert records.lines.content == b"a,yes,5\r\nb,no,6\r\n"

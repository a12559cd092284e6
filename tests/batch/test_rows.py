"""Rows of CSV: the same records whether lines are passed on as they are or a reader tells them apart."""

import csv
import io
import json
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exitwise.batch import rows as module
from exitwise.batch.columns import CellForms, line
from exitwise.batch.inputs import Input
from exitwise.batch.rows import Cells, rows
from exitwise.errors import InputError
from support.packs import toy
from support.running import batching

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
    assert records.lines.content == b"a,yes,5\r\nb,no,6\r"


SHORT = "the row has 2 cells, expected 3, one for each column"
ODD = [
    (b"b,no", "no-profile", SHORT),
    (b'"b,no"', "no-profile", "the row has 1 cell, expected 3, one for each column"),
    (b"b,no,5,,", "no-profile", "the row has 5 cells, expected 3, one for each column"),
    (b"", "blank-line", "the row is blank, expected 3 cells"),
]


@pytest.mark.parametrize(("row", "cause", "message"), ODD)
@pytest.mark.parametrize("goes_on", [False, True])
def test_a_row_that_is_no_record_says_what_it_is(
    row: bytes, cause: str, message: str, *, goes_on: bool
) -> None:
    """In a piece of lines; and from a reader, which there is where a cell goes on in the next line."""
    more = b'd,"no\n",5\n' if goes_on else b""
    done = batching.run_batch(toy.bicycle(), HEADER + b"a,yes,5\n" + row + b"\nc,no,5\n" + more, form="csv")

    assert [each["id"] for each in done.advice] == ["a", "c"]
    refused = done.rejects[0]
    told = refused["faults"][0]
    assert (refused["line"], refused["cause"], told["message"]) == (3, cause, message)


def test_a_line_that_is_no_row_says_why() -> None:
    """What the reader of CSV says of it."""
    done = batching.run_batch(toy.bicycle(), HEADER + b'b,"y"e"s",5\n', form="csv")

    assert [each["message"] for each in done.rejects[0]["faults"]] == [
        "the row is not valid CSV: ',' expected after '\"'"
    ]

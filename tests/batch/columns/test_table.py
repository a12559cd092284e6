"""The columns of a table: accepted headers, and rows as records or as bad rows."""

import json
from pathlib import Path

import pytest

from exitwise.batch.columns.table import CellForms, bad_line, bad_row, line
from exitwise.errors import InputError
from support.packs import toy
from support.running import batching
from support.running.batching import read_lines

HEADER = b"id,brakes,age\n"

CELLS = [
    ('x,yes,7,"a\nb"', {"id": "x", "brakes": "yes", "age": 7, "colour": "a\nb"}),
    ('"a,""b""",yes,,', {"id": 'a,"b"', "brakes": "yes"}),
    ("7,no,007,red", {"id": "7", "brakes": "no", "age": 7, "colour": "red"}),
    ("7,no,+5,red", {"id": "7", "brakes": "no", "age": 5, "colour": "red"}),
    ("7,no,5.0, red", {"id": "7", "brakes": "no", "age": "5.0", "colour": " red"}),
    ("7,no,1e2,unknown", {"id": "7", "brakes": "no", "age": "1e2", "colour": "unknown"}),
    ("7,no,unknown,", {"id": "7", "brakes": "no", "age": "unknown"}),
    ("7,no", ["7", "no"]),
    ("7,no,5,red,more", ["7", "no", "5", "red", "more"]),
    ("", []),
]


@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize(("row", "expected"), CELLS)
def test_a_row_of_csv_becomes_a_record(
    row: str, expected: object, end: str, bom: bytes, tmp_path: Path
) -> None:
    """An empty cell is absent, digits are a number, and a row of another length becomes a list."""
    text = f"id,brakes,age,colour{end}{row}{end}"
    (line,) = read_lines(tmp_path / "a.csv", bom + text.encode())

    assert json.loads(line) == expected


HEADERS = [
    ("id,brakes,brakes\n", "`brakes` appears twice"),
    ("id,brakes,colur\n", "did you mean `colour`"),
    ("id,brakes,xyzzy\n", "--keep xyzzy"),
    ("id;breaks\n", "no fact is called `id;breaks`"),
    ("", "there is no header"),
    ("\n \r\n\n", "there is no header"),
    ('id,brakes\n"a,yes\n', "not valid CSV"),
    ('"id,brakes\n', "not valid CSV"),
]


@pytest.mark.parametrize(("content", "message"), HEADERS)
def test_an_invalid_header_is_an_error(content: str, message: str, tmp_path: Path) -> None:
    """The whole file is rejected, because every record would be misread."""
    with pytest.raises(InputError, match=message):
        read_lines(tmp_path / "a.csv", content.encode())


SHORT = "the row has 2 cells, expected 3, one for each column"
BAD_ROWS = [
    (b"b,no", "no-profile", SHORT),
    (b'"b,no"', "no-profile", "the row has 1 cell, expected 3, one for each column"),
    (b"b,no,5,,", "no-profile", "the row has 5 cells, expected 3, one for each column"),
    (b"", "blank-line", "the row is blank, expected 3 cells"),
]


@pytest.mark.parametrize(("row", "cause", "message"), BAD_ROWS)
@pytest.mark.parametrize("spans", [False, True])
def test_a_row_of_another_length_is_rejected(row: bytes, cause: str, message: str, *, spans: bool) -> None:
    """The message has both lengths, even if a record that spans lines requires the CSV reader."""
    spanning = b'd,"no\n",5\n' if spans else b""
    run = batching.run_batch(
        toy.bicycle(), HEADER + b"a,yes,5\n" + row + b"\nc,no,5\n" + spanning, form="csv"
    )

    assert [record["id"] for record in run.advice] == ["a", "c"]
    reject = run.rejects[0]
    fault = reject["faults"][0]
    assert (reject["line"], reject["cause"], fault["message"]) == (3, cause, message)


def test_a_line_that_is_not_valid_csv_is_rejected_with_the_reason() -> None:
    """The reason is that of the CSV reader of Python."""
    run = batching.run_batch(toy.bicycle(), HEADER + b'b,"y"e"s",5\n', form="csv")

    assert [fault["message"] for fault in run.rejects[0]["faults"]] == [
        "the row is not valid CSV: ',' expected after '\"'"
    ]


@pytest.mark.parametrize(
    ("cell", "as_integer", "as_decimal"),
    [
        ("7", 7, 7),
        ("-7", -7, -7),
        ("7.0", "7.0", 7),
        ("7.", "7.", 7),
        ("7.5", "7.5", "7.5"),
        ("7,0", "7,0", "7,0"),
    ],
)
def test_decimals_are_numbers_only_in_their_columns(
    cell: str, as_integer: object, as_decimal: object
) -> None:
    """A fraction of zero is part of a number only in a column of `decimals`."""
    content = line(["a", "b", "c"], [cell] * 3, CellForms({"a", "b"}, decimals={"b"}))

    assert json.loads(content) == {"a": as_integer, "b": as_decimal, "c": cell}


def test_empty_cells_are_values_only_in_their_columns() -> None:
    """In all other columns an empty cell is absent."""
    content = line(["a", "b", "c"], [""] * 3, CellForms({"b"}, empty={"a"}))

    assert json.loads(content) == {"a": ""}


def test_invalid_bytes_are_unchanged() -> None:
    """They are decoded as surrogates, and the record validator reports them."""
    assert line(["a"], ["é\udcff"], CellForms(())) == '{"a": "é'.encode() + b'\xff"}'


@pytest.mark.parametrize(
    ("content", "columns"), [(b'{"a":"1"}', 2), (b'["1"]', 0), (b'"x', 0), (b"", 2), (b"7", 2)]
)
def test_records_and_lines_of_json_are_not_bad_rows(content: bytes, columns: int) -> None:
    """Only a list or a string in a file with columns is a bad row."""
    assert bad_row(content, columns) is None


def test_a_line_that_is_not_valid_csv_is_a_bad_row() -> None:
    """Quotes and characters outside of ASCII make no difference."""
    fault = bad_row(bad_line('é,"y"e'), 2)

    assert fault is not None
    assert fault.message == "the row is not valid CSV: ',' expected after '\"'"

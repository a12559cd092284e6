"""The start of a CSV file: its blank lines, encoding, delimiter and header."""

import io

import pytest

from exitwise.batch.read.csv_start import Start, read_start
from exitwise.batch.read.inputs import Dialect, Input
from exitwise.errors import InputError

KNOWN = {"id", "brakes", "age"}
TEXT = "id;brakes\r\né;yes\r\n"


def start(content: bytes, dialect: Dialect | None = None) -> Start:
    """Read the start of a file."""
    return read_start(Input("f.csv", "csv", dialect or Dialect()), io.BytesIO(content), KNOWN)


STARTS = {
    b"id,brakes\nx": (["id", "brakes"], ",", 2),
    b"\n \r\n\nid,brakes\nx": (["id", "brakes"], ",", 5),
    b"\xef\xbb\xbf\nid,brakes\r\nx": (["id", "brakes"], ",", 3),
    b"\r\rid,brakes\rx": (["id", "brakes"], ",", 4),
    b'"id",brakes\rx\ry\n"z': (["id", "brakes"], ",", 2),
    b'id,"bra\nkes"\nx': (["id", "bra\nkes"], ",", 3),
    b"id": (["id"], ",", 2),
    b"id;brakes\nx": (["id", "brakes"], ";", 2),
    b"id\tbrakes\nx": (["id", "brakes"], "\t", 2),
    b'"id";"brakes"\nx': (["id", "brakes"], ";", 2),
    b"id;breaks\nx": (["id;breaks"], ",", 2),
    b"\nsep=|\nid|a,b\nx": (["id", "a,b"], "|", 4),
    b"\xef\xbb\xbfSEP=;\r\n\r\nid;x\r\nx": (["id", "x"], ";", 4),
    b'"sep=\t"\nid\tx\nx': (["id", "x"], "\t", 3),
}


@pytest.mark.parametrize("content", STARTS)
def test_start_of_a_file(content: bytes) -> None:
    """Blank lines are skipped; a `sep=` line or a header of known columns chooses another delimiter."""
    result = start(content)

    assert (result.header, result.delimiter, result.line) == STARTS[content]
    rest = result.rows.read()
    assert content.endswith(rest)
    assert result.offset == len(content) - len(rest)
    assert rest[:1] in {b"x", b""}


def test_the_delimiter_of_the_call_has_priority() -> None:
    """It overrides a `sep=` line and known columns."""
    assert start(b"sep=;\nid;brakes\n", Dialect("|")).header == ["id;brakes"]
    assert start(b"id,brakes\n", Dialect(";")).header == ["id,brakes"]
    assert start(b"id\tx\n", Dialect(usual_delimiter="\t")).header == ["id", "x"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32", "windows-1252", "cp500", "latin-1"])
def test_named_encoding(encoding: str) -> None:
    """The rows are read as UTF-8, and have no byte offset."""
    result = start(TEXT.encode(encoding), Dialect(encoding=encoding))

    assert (result.header, result.offset) == (["id", "brakes"], None)
    assert result.rows.read() == "é;yes\r\n".encode()


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_is_recognised_by_its_byte_order_mark(encoding: str) -> None:
    """Either byte order is accepted."""
    result = start(f"\ufeff{TEXT}".encode(encoding))

    assert (result.header, result.rows.read()) == (["id", "brakes"], "é;yes\r\n".encode())


def test_invalid_bytes_stay_invalid() -> None:
    """A record with them is never read as another one."""
    rows = start(b"id\na\x81b\nc\n", Dialect(encoding="windows-1252")).rows.read()
    with pytest.raises(UnicodeDecodeError):
        rows.decode()
    assert rows.splitlines()[1] == b"c"

    truncated = start("id\nx\n".encode("utf-16") + b"y").rows.read()
    assert truncated.startswith(b"x\n")
    with pytest.raises(UnicodeDecodeError):
        truncated.decode()


def test_help_for_a_header_that_is_not_utf_8() -> None:
    """It names the option of the encoding."""
    with pytest.raises(InputError, match="not UTF-8") as error:
        start("id,größe\n".encode("latin-1"))
    assert "--encoding" in error.value.help


@pytest.mark.parametrize(("content", "advice"), [(b"id;x\n", "';'"), (b"id\tx\n", "tab"), (b"id,x\n", "")])
def test_help_names_the_delimiter(content: bytes, advice: str) -> None:
    """It is empty if the header has no other delimiter."""
    expected = f"name the delimiter: --delimiter {advice}" if advice else ""

    assert start(content).delimiter_help == expected

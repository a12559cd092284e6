"""The start of CSV: blank lines, the encoding, the delimiter, and where the rows begin."""

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
    """Blank lines are skipped, and another delimiter is used if a line names it or only known columns fit."""
    result = start(content)

    assert (result.header, result.delimiter, result.line) == STARTS[content]
    rest = result.rows.read()
    assert content.endswith(rest)
    assert result.offset == len(content) - len(rest)
    assert rest[:1] in {b"x", b""}


def test_named_delimiter_wins() -> None:
    """Over a line that names another, and over known columns."""
    assert start(b"sep=;\nid;brakes\n", Dialect("|")).header == ["id;brakes"]
    assert start(b"id,brakes\n", Dialect(";")).header == ["id,brakes"]
    assert start(b"id\tx\n", Dialect(usual_delimiter="\t")).header == ["id", "x"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32", "windows-1252", "cp500", "latin-1"])
def test_named_encoding(encoding: str) -> None:
    """The rows are read as UTF-8, and have no byte offset."""
    result = start(TEXT.encode(encoding), Dialect(encoding=encoding))

    assert (result.header, result.offset) == (["id", "brakes"], None)
    assert result.rows.read() == "é;yes\r\n".encode()


@pytest.mark.parametrize("mark", ["utf-16-le", "utf-16-be"])
def test_utf_16_is_recognised_by_its_mark(mark: str) -> None:
    """In either byte order."""
    result = start(f"\ufeff{TEXT}".encode(mark))

    assert (result.header, result.rows.read()) == (["id", "brakes"], "é;yes\r\n".encode())


def test_invalid_bytes_stay_invalid() -> None:
    """A record with them cannot be read as another one."""
    rows = start(b"id\na\x81b\nc\n", Dialect(encoding="windows-1252")).rows.read()
    with pytest.raises(UnicodeDecodeError):
        rows.decode()
    assert rows.splitlines()[1] == b"c"

    odd = start("id\nx\n".encode("utf-16") + b"y").rows.read()
    assert odd.startswith(b"x\n")
    with pytest.raises(UnicodeDecodeError):
        odd.decode()


def test_header_that_is_not_text_names_the_option() -> None:
    """In its help."""
    with pytest.raises(InputError, match="not UTF-8") as error:
        start("id,größe\n".encode("latin-1"))
    assert "--encoding" in error.value.help


@pytest.mark.parametrize(("content", "advice"), [(b"id;x\n", "';'"), (b"id\tx\n", "tab"), (b"id,x\n", "")])
def test_help_names_the_delimiter(content: bytes, advice: str) -> None:
    """If the header holds one."""
    told = start(content).delimiter_help
    assert told == (f"name the delimiter: --delimiter {advice}" if advice else "")

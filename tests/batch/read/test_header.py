"""The columns of an export: from its first row, or from the keys of its first records."""

import gzip
import io
from pathlib import Path

import duckdb
import pytest

from exitwise.batch.read.header import header
from exitwise.batch.read.source import inputs
from exitwise.errors import FileError, InputError

FILES = {
    "a.csv": (b"\xef\xbb\xbfName,Last paid\n1,2\n", ("Name", "Last paid")),
    "a.jsonl": (b'{"b":1,"a":2}\nnonsense\n{"a":3,"c":4}\n', ("b", "a", "c")),
    "a.json": (b'[{"b":1},{"a":2}]', ("b", "a")),
    "a.csv.gz": (gzip.compress(b"x,,y\r\n"), ("x", "y")),
}


@pytest.mark.parametrize(("name", "case"), FILES.items(), ids=FILES)
def test_columns_are_found(name: str, case: tuple[bytes, tuple[str, ...]], tmp_path: Path) -> None:
    """They stand in the order in which they first come, each once."""
    file = tmp_path / name
    file.write_bytes(case[0])

    assert header(inputs([str(file)])[0], io.BytesIO) == case[1]


def test_standard_input_is_read_too() -> None:
    """It is JSON Lines unless said otherwise."""
    assert header(inputs(["-"], "csv")[0], lambda: io.BytesIO(b"x,y\n")) == ("x", "y")


def test_the_columns_of_parquet_are_found(tmp_path: Path) -> None:
    """They are told by the file, and one that is none is a failed file."""
    file = tmp_path / "a.parquet"
    duckdb.sql(f"COPY (SELECT 1 AS \"Last paid\", 2 AS y) TO '{file}' (FORMAT parquet)")
    assert header(inputs([str(file)])[0], io.BytesIO) == ("Last paid", "y")

    file.write_bytes(b"PAR1")
    with pytest.raises(FileError):
        header(inputs([str(file)])[0], io.BytesIO)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.csv", b"", "no header"),
        ("a.jsonl", b"\n[]\n", "no columns"),
        ("a.csv", b"\xff,x\n", "not UTF-8"),
        ("a.csv", b'"x', "not valid CSV"),
        ("a.csv", b"x;y\n1;2\n", "single column"),
    ],
)
def test_what_has_no_columns_is_refused(name: str, content: bytes, words: str, tmp_path: Path) -> None:
    """The message names the file and what is wrong with it."""
    file = tmp_path / name
    file.write_bytes(content)

    with pytest.raises(InputError, match=rf"a\..*{words}"):
        header(inputs([str(file)])[0], io.BytesIO)

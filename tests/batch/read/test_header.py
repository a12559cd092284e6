"""The columns of an export: those of its header, or the keys of its first records."""

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


@pytest.mark.parametrize(("name", "file"), FILES.items(), ids=FILES)
def test_columns_of_text_files(name: str, file: tuple[bytes, tuple[str, ...]], tmp_path: Path) -> None:
    """Each is listed once, in the order of its first occurrence."""
    content, columns = file
    (tmp_path / name).write_bytes(content)

    assert header(inputs([str(tmp_path / name)])[0], io.BytesIO) == columns


def test_columns_of_standard_input() -> None:
    """The format is the one that the call states."""
    assert header(inputs(["-"], "csv")[0], lambda: io.BytesIO(b"x,y\n")) == ("x", "y")


def test_columns_of_parquet(tmp_path: Path) -> None:
    """A damaged file is a file error."""
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
def test_files_without_columns_are_errors(name: str, content: bytes, words: str, tmp_path: Path) -> None:
    """The message has the name of the file and the reason."""
    file = tmp_path / name
    file.write_bytes(content)

    with pytest.raises(InputError, match=rf"a\..*{words}"):
        header(inputs([str(file)])[0], io.BytesIO)

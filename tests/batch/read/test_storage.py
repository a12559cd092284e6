"""Files at an address: a file, or the files of a folder or a pattern, each with its own address."""

from pathlib import Path

import pytest
from pyarrow.fs import LocalFileSystem

from exitwise.batch.read.storage import find, is_address, is_hidden, locate, reading
from exitwise.errors import FileError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Write nested folders; the content of a file is its name."""
    root = tmp_path / "in"
    for name in ("b.jsonl", "a.csv", "z/c.jsonl", "z/y/d.jsonl", "x y/e.jsonl", ".f.jsonl", "_g/h.jsonl"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(name, "utf-8")
    return root


ADDRESSES = ["hdfs://host/folder", "s3://bucket/key?region=x", "file:///a", "FILE:///a", "a-b+c.2://x"]
PATHS = ["a.jsonl", "/a", "-", "", "C:\\a", "c://a", "file:/a", "in/s3://a", "2s://a", "://a"]


@pytest.mark.parametrize("name", [*ADDRESSES, *PATHS])
def test_address_begins_with_a_scheme(name: str) -> None:
    """A single letter is a drive, not a scheme."""
    assert is_address(name) == (name in ADDRESSES)


@pytest.mark.parametrize("name", ["a b/c%20d?.jsonl", "/a"])
def test_local_path_is_unchanged(name: str) -> None:
    """It has no escapes and no options."""
    system, path = locate(name)

    assert (type(system), path) == (LocalFileSystem, name)


INNER = {
    "file:///a%20b/c": "/a b/c",
    "file:///a b/[c]/é#1.csv": "/a b/[c]/é#1.csv",
    "file:///a?/b": "/a?/b",
    "file:///a?.csv?option=1": "/a?.csv",
    "file:///a/": "/a",
    "file:///": "/",
}


@pytest.mark.parametrize(("name", "inner"), INNER.items())
def test_path_of_an_address_is_without_escapes_and_options(name: str, inner: str) -> None:
    """Blanks, wildcards and other characters that a URI must escape are part of the path."""
    system, path = locate(name)

    assert (system.type_name, path) == ("local", inner)


@pytest.mark.parametrize("name", ["nosuch://host/a", "file:///a%2", "file://host/a"])
def test_invalid_address_is_an_error_of_one_line(name: str) -> None:
    """The message names the address, and so it does if a library is missing."""
    with pytest.raises(FileError) as raised:
        locate(name)

    assert raised.value.message.startswith(f"{name} cannot be read: ")
    assert "\n" not in raised.value.message


FOUND = {
    "": ["a.csv", "b.jsonl", "x y/e.jsonl", "z/c.jsonl", "z/y/d.jsonl"],
    "/": ["a.csv", "b.jsonl", "x y/e.jsonl", "z/c.jsonl", "z/y/d.jsonl"],
    "/x%20y": ["x y/e.jsonl"],
    "/x y/": ["x y/e.jsonl"],
    "/?.jsonl": ["b.jsonl"],
    "/[ab].*?option=1": ["a.csv", "b.jsonl"],
    "/z/c.jsonl": ["z/c.jsonl"],
    "/.f.jsonl": [".f.jsonl"],
    "/_g": ["_g/h.jsonl"],
    "/*.jsonl": ["b.jsonl"],
    "/*": ["a.csv", "b.jsonl", "x y/e.jsonl", "z/c.jsonl", "z/y/d.jsonl"],
    "/*/": ["a.csv", "b.jsonl", "x y/e.jsonl", "z/c.jsonl", "z/y/d.jsonl"],
    "/*/*.jsonl": ["x y/e.jsonl", "z/c.jsonl"],
    "/**/*.jsonl": ["b.jsonl", "x y/e.jsonl", "z/c.jsonl", "z/y/d.jsonl"],
    "/z/**": ["z/c.jsonl", "z/y/d.jsonl"],
    "/z*": ["z/c.jsonl", "z/y/d.jsonl"],
    "/b.jsonl?option=1": ["b.jsonl"],
}


@pytest.mark.parametrize(("end", "names"), FOUND.items())
def test_files_of_an_address(end: str, names: list[str], folder: Path) -> None:
    """They are in order without hidden files; a folder that a pattern matches stands for its files."""
    several = find(f"file://{folder}{end}")

    assert [address for address, _ in several] == [f"file://{folder}/{name}" for name in names]
    assert [file.path for _, file in several] == [f"{folder}/{name}" for name in names]
    assert [file.open().read().decode() for _, file in several] == names


def test_address_whose_host_equals_its_path(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """Only the path is replaced by that of a file."""
    monkeypatch.setattr("exitwise.batch.read.storage.locate", lambda _: (LocalFileSystem(), str(folder)))

    (first, _), *_ = find(f"hdfs:/{folder}{folder}")

    assert first == f"hdfs:/{folder}{folder}/a.csv"


@pytest.mark.parametrize("end", ["/none", "/*.parquet", "/none*/a", "/none/*"])
def test_address_without_files_is_an_error(end: str, folder: Path) -> None:
    """The message is that of a file that does not exist."""
    with pytest.raises(FileError, match=r"cannot be read: the file does not exist\Z"):
        find(f"file://{folder}{end}")


def test_size_and_modification_time_are_those_of_the_listing(folder: Path) -> None:
    """They can be read again, to detect a change."""
    ((_, file),) = find(f"file://{folder}/a.csv")
    (folder / "a.csv").write_bytes(b"twelve bytes")

    assert file.size == len("a.csv")
    assert (file.fresh().size, file.fresh().modified) == (12, (folder / "a.csv").stat().st_mtime_ns)


@pytest.mark.parametrize(
    ("names", "is_expected"),
    [
        (["a"], False),
        ([".a"], True),
        (["_a"], True),
        (["_a", "b"], True),
        (["a", ".b"], True),
        (["a_"], False),
    ],
)
def test_hidden_names_begin_with_a_dot_or_an_underscore(names: list[str], is_expected: bool) -> None:  # noqa: FBT001 (pytest passes it)
    """A file in a hidden folder is hidden."""
    assert is_hidden(names) == is_expected


CAUSES = {
    "of the system": (FileNotFoundError(2, "No such file"), "No such file"),
    "of a library": (OSError("no access\nDetail: many\nlines"), "no access"),
}


@pytest.mark.parametrize(("error", "cause"), CAUSES.values(), ids=CAUSES)
def test_failures_are_one_line(error: OSError, cause: str) -> None:
    """The message has the cause that the file system reports."""
    with pytest.raises(FileError) as raised, reading("s3://a/b"):
        raise error

    assert raised.value.message == f"s3://a/b cannot be read: {cause}"

"""Inputs of a batch: the format of a name, and the files of patterns and folders."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from exitwise.batch.read.inputs import Dialect, Input, Piece, inputs
from exitwise.errors import FileError, InputError


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("a.jsonl", "jsonl"),
        ("a.ndjson", "jsonl"),
        ("a.json", "json"),
        ("a.csv.gz", "csv"),
        ("a.tsv", "csv"),
        ("a.parquet", "parquet"),
        ("a.XLSX", "xlsx"),
        ("X.CSV.GZ", "csv"),
        ("a.JSONL", "jsonl"),
        ("a.b.jsonl.zst", "jsonl"),
    ],
)
def test_the_suffix_chooses_the_format(name: str, form: str, tmp_path: Path) -> None:
    """Case makes no difference, and the suffix of a compression is skipped."""
    (tmp_path / name).touch()

    assert [source.form for source in inputs([str(tmp_path / name)])] == [form]


@pytest.mark.parametrize("name", ["a", "a.txt", "a.gz", "a.jsonlx", "a.xls"])
def test_a_name_without_a_known_suffix_is_an_error(name: str, tmp_path: Path) -> None:
    """It is accepted if the call states the format."""
    (tmp_path / name).touch()

    with pytest.raises(InputError, match="does not say its form"):
        inputs([str(tmp_path / name)])
    assert inputs([str(tmp_path / name)], "csv")[0].form == "csv"


def test_a_pattern_matches_files_in_order(tmp_path: Path) -> None:
    """A name of an existing file is not a pattern, even if it looks like one."""
    for name in ("b.jsonl", "a.jsonl", "[a].jsonl"):
        (tmp_path / name).touch()

    assert [Path(source.name).name for source in inputs([f"{tmp_path}/?.jsonl"])] == ["a.jsonl", "b.jsonl"]
    assert [Path(source.name).name for source in inputs([f"{tmp_path}/[a].jsonl"])] == ["[a].jsonl"]
    with pytest.raises(FileError):
        inputs([f"{tmp_path}/*.csv"])
    assert inputs(["-"]) == (Input("-", "jsonl"),)


def test_a_folder_stands_for_its_files(tmp_path: Path) -> None:
    """Files of unknown formats and hidden files are skipped."""
    for name in ("b.csv", "a.jsonl.gz", "_c.csv", ".d.csv", "e.txt", "C.CSV"):
        (tmp_path / name).touch()
    (tmp_path / "f.csv").mkdir()

    assert [Path(source.name).name for source in inputs([str(tmp_path)])] == ["C.CSV", "a.jsonl.gz", "b.csv"]
    assert len(inputs([str(tmp_path)], "csv")) == 4
    assert len(inputs([str(tmp_path)[:-1] + "?"])) == 3
    with pytest.raises(FileError, match="no file of a known form"):
        inputs([str(tmp_path / "f.csv")])


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """Write nested folders, some of them hidden."""
    for name in ("b/c.csv", "b/d/e.jsonl", "a.csv", "b/_x/f.csv", ".y/g.csv", "b/d/.h.csv", "b/z.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"id\n")
    return tmp_path


@pytest.mark.parametrize("prefix", ["", "file://"])
@pytest.mark.parametrize("suffix", ["", "/", "/*"])
def test_a_folder_is_searched_recursively(prefix: str, suffix: str, tree: Path) -> None:
    """Hidden folders are skipped, and an address gives the same files as a path."""
    several = inputs([f"{prefix}{tree}{suffix}"])

    assert [(source.name, source.form) for source in several] == [
        (f"{prefix}{tree}/a.csv", "csv"),
        (f"{prefix}{tree}/b/c.csv", "csv"),
        (f"{prefix}{tree}/b/d/e.jsonl", "jsonl"),
    ]


@pytest.mark.parametrize("prefix", ["", "file://"])
def test_hidden_folder_can_be_named(prefix: str, tree: Path) -> None:
    """Names are hidden below the named folder only."""
    assert [source.name for source in inputs([f"{prefix}{tree}/.y"])] == [f"{prefix}{tree}/.y/g.csv"]


@pytest.mark.parametrize("refused", ["b", "b/d"])
def test_folder_that_cannot_be_listed_is_an_error(
    refused: str, tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its files would otherwise be missing from the advice without notice."""
    scan = os.scandir

    def refuse(path: str) -> Iterator[os.DirEntry[str]]:
        if Path(path) == tree / refused:
            raise PermissionError(13, "Permission denied", str(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", refuse)

    with pytest.raises(FileError) as raised:
        inputs([str(tree)])
    assert raised.value.message == f"{tree / refused} cannot be read: Permission denied"


def test_file_at_an_address(tree: Path) -> None:
    """It is read through its file system, which reports its size and its modification time."""
    (source,) = inputs([f"file://{tree}/b/c.csv?option=1"])
    (local,) = inputs([f"{tree}/b/c.csv"])

    with source.open() as stream:
        assert (stream.read(), stream.seek(1), stream.read()) == (b"id\n", 1, b"d\n")
    assert (str(source), source.size) == (f"file://{tree}/b/c.csv", 3)
    assert source.modified == local.modified == (tree / "b/c.csv").stat().st_mtime_ns


@pytest.mark.parametrize("end", ["b/z.txt", "b/*.txt"])
def test_file_of_an_unknown_format_at_an_address(end: str, tree: Path) -> None:
    """The call has to state the format; the message names the file, not the pattern."""
    with pytest.raises(InputError, match=r"/b/z\.txt does not say its form"):
        inputs([f"file://{tree}/{end}"])
    assert [source.form for source in inputs([f"file://{tree}/{end}"], "csv")] == ["csv"]


def test_address_without_files_is_an_error(tree: Path) -> None:
    """The message is that of a path that does not exist."""
    for name in (f"file://{tree}/none.csv", f"{tree}/none.csv"):
        with pytest.raises(FileError, match=r"none\.csv cannot be read: the file does not exist"):
            inputs([name])


def test_a_piece_has_the_name_and_the_size_of_its_file(tree: Path) -> None:
    """A piece is not equal to the whole file."""
    source = Input(str(tree / "a.csv"), "csv", piece=Piece(1, 2))

    assert (str(source), source.size) == (str(tree / "a.csv"), 3)
    assert source != Input(source.name, "csv")
    assert inputs([source.name])[0].piece is None


@pytest.mark.parametrize(
    ("name", "advice"),
    [
        ("a.xls", "save it as .xlsx"),
        ("a.jsnl", "did you mean `.jsonl`?"),
        ("a", "a file ends with `.jsonl`, `.ndjson`, `.json`, `.csv`, `.tsv`, `.parquet`, `.xlsx`"),
    ],
)
def test_help_for_a_name_has_the_nearest_suffix(name: str, advice: str, tmp_path: Path) -> None:
    """Without a similar suffix it lists all of them."""
    (tmp_path / name).touch()

    with pytest.raises(InputError) as error:
        inputs([str(tmp_path / name)])
    assert error.value.help.startswith(advice)


def test_the_delimiter_of_a_tsv_file_is_a_tab(tmp_path: Path) -> None:
    """The other options of the dialect hold for every input."""
    for name in ("a.csv", "b.tsv"):
        (tmp_path / name).touch()
    dialect = Dialect(encoding="utf-16")

    several = inputs([f"{tmp_path}/*"], dialect=dialect)

    assert [source.dialect.usual_delimiter for source in several] == [",", "\t"]
    assert [source.dialect.as_dict() for source in several] == [{"encoding": "utf-16"}] * 2


def test_an_input_is_read_from_its_path(tmp_path: Path) -> None:
    """The path may be that of a copy; standard input without a copy has no size."""
    (tmp_path / "a.csv").write_bytes(b"id\n")
    source = Input(str(tmp_path / "a.csv"), "csv")
    copy = Input("-", "csv", path=str(tmp_path / "a.csv"))

    assert (str(source), Path(source), source.size) == (source.name, tmp_path / "a.csv", 3)
    assert (str(copy), Path(copy), copy.size) == ("-", tmp_path / "a.csv", 3)
    assert Input("-", "csv").size is None

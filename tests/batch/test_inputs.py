"""Inputs of a batch: the format that a name states, and the files of patterns and folders."""

from pathlib import Path

import pytest

from exitwise.batch.inputs import Dialect, Input, inputs
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
def test_a_name_states_its_form(name: str, form: str, tmp_path: Path) -> None:
    """The last suffix counts, without that of a compression, in upper or lower case."""
    (tmp_path / name).touch()

    assert [each.form for each in inputs([str(tmp_path / name)])] == [form]


@pytest.mark.parametrize("name", ["a", "a.txt", "a.gz", "a.jsonlx", "a.xls"])
def test_a_name_without_a_known_suffix_is_refused(name: str, tmp_path: Path) -> None:
    """It is accepted if the call states the form."""
    (tmp_path / name).touch()

    with pytest.raises(InputError, match="does not say its form"):
        inputs([str(tmp_path / name)])
    assert inputs([str(tmp_path / name)], "csv")[0].form == "csv"


def test_a_pattern_matches_files_in_order(tmp_path: Path) -> None:
    """A name of an existing file is not a pattern, even if it looks like one."""
    for name in ("b.jsonl", "a.jsonl", "[a].jsonl"):
        (tmp_path / name).touch()

    assert [Path(each.name).name for each in inputs([f"{tmp_path}/?.jsonl"])] == ["a.jsonl", "b.jsonl"]
    assert [Path(each.name).name for each in inputs([f"{tmp_path}/[a].jsonl"])] == ["[a].jsonl"]
    with pytest.raises(FileError):
        inputs([f"{tmp_path}/*.csv"])
    assert inputs(["-"]) == (Input("-", "jsonl"),)


def test_a_folder_is_its_files(tmp_path: Path) -> None:
    """Files of known forms, in order, without those whose names begin with a dot or an underscore."""
    for name in ("b.csv", "a.jsonl.gz", "_c.csv", ".d.csv", "e.txt", "C.CSV"):
        (tmp_path / name).touch()
    (tmp_path / "f.csv").mkdir()

    assert [Path(each.name).name for each in inputs([str(tmp_path)])] == ["C.CSV", "a.jsonl.gz", "b.csv"]
    assert len(inputs([str(tmp_path)], "csv")) == 4
    assert len(inputs([str(tmp_path)[:-1] + "?"])) == 3
    with pytest.raises(FileError, match="no file of a known form"):
        inputs([str(tmp_path / "f.csv")])


@pytest.mark.parametrize(
    ("name", "advice"),
    [
        ("a.xls", "save it as .xlsx"),
        ("a.jsnl", "did you mean `.jsonl`?"),
        ("a", "a file ends with `.jsonl`, `.ndjson`, `.json`, `.csv`, `.tsv`, `.parquet`, `.xlsx`"),
    ],
)
def test_help_for_a_name_has_the_nearest_suffix(name: str, advice: str, tmp_path: Path) -> None:
    """Without a near one it lists all of them."""
    (tmp_path / name).touch()

    with pytest.raises(InputError) as error:
        inputs([str(tmp_path / name)])
    assert error.value.help.startswith(advice)


def test_tables_of_a_tsv_file_are_separated_by_tabs(tmp_path: Path) -> None:
    """The dialect of the call holds for every input, and its options are those that it states."""
    for name in ("a.csv", "b.tsv"):
        (tmp_path / name).touch()
    dialect = Dialect(encoding="utf-16")

    several = inputs([f"{tmp_path}/*"], dialect=dialect)

    assert [each.dialect.usual_delimiter for each in several] == [",", "\t"]
    assert [each.dialect.as_dict() for each in several] == [{"encoding": "utf-16"}] * 2


def test_an_input_is_the_file_of_its_name(tmp_path: Path) -> None:
    """A copy at another path is read in its place, and standard input has no size."""
    (tmp_path / "a.csv").write_bytes(b"id\n")
    source = Input(str(tmp_path / "a.csv"), "csv")
    copy = Input("-", "csv", path=str(tmp_path / "a.csv"))

    assert (str(source), Path(source), source.size) == (source.name, tmp_path / "a.csv", 3)
    assert (str(copy), Path(copy), copy.size) == ("-", tmp_path / "a.csv", None)

"""The format and the compression of an output, determined by its name."""

from pathlib import Path

import pytest

from exitwise.cli.batch.output_format import check_compression, format_of, is_folder
from exitwise.cli.usage import UsageError

FORMATS = {
    "a.jsonl": "jsonl",
    "a.ndjson": "jsonl",
    "a.csv": "csv",
    "a.parquet": "parquet",
    "A.CSV.GZ": "csv",
    "b.c/a.jsonl.zst": "jsonl",
    "-": "jsonl",
    "parts.csv/": "jsonl",
}


@pytest.mark.parametrize(("name", "form"), FORMATS.items())
def test_suffix_chooses_the_format(name: str, form: str) -> None:
    """Case and the suffix of a compression are ignored; streams and folders default to JSON Lines."""
    assert format_of(name) == form


@pytest.mark.parametrize("name", ["a", "a.txt", "a.gz", "a.json", "a.xlsx", "csv", ".csv", "a.csv.gz.gz"])
def test_other_names_are_rejected(name: str) -> None:
    """JSON arrays and workbooks are read but not written."""
    with pytest.raises(UsageError) as raised:
        format_of(name)

    assert raised.value.message == f"cannot tell the format of `{name}`"
    assert raised.value.help == "name it .jsonl, .csv or .parquet, or use --to"


@pytest.mark.parametrize("name", ["a.csv.bz2", "a.jsonl.xz", "a.csv.zip"])
def test_unsupported_compression_is_rejected(name: str) -> None:
    """The format is known from the name, so the error is about the compression."""
    assert format_of(name) == name.split(".")[1]
    with pytest.raises(UsageError, match=r"files are not written") as raised:
        check_compression(name, format_of(name))

    assert raised.value.help == "use .gz or .zst"


def test_parquet_is_not_compressed_as_a_whole() -> None:
    """`--to parquet` is rejected too, whatever the rest of the name is."""
    with pytest.raises(UsageError, match="as a whole") as raised:
        check_compression("a.jsonl.GZ", "parquet")

    assert raised.value.help == "leave out .gz: the columns of Parquet are compressed"


@pytest.mark.parametrize(
    ("name", "form"),
    [("a.csv.gz", "csv"), ("a.zst", "jsonl"), ("a.parquet", "parquet"), ("-", "parquet"), ("a.zip/", "csv")],
)
def test_supported_outputs(name: str, form: str) -> None:
    """Text is compressed by .gz and .zst; the suffix of a folder is ignored."""
    check_compression(name, form)


def test_folder_is_an_existing_one_or_ends_with_a_slash(tmp_path: Path) -> None:
    """Its parts are JSON Lines, and its suffix is ignored."""
    folder = tmp_path / "advice.bz2"

    assert not is_folder(str(folder))
    assert is_folder(f"{folder}/")
    folder.mkdir()
    assert is_folder(str(folder))
    assert format_of(str(folder)) == "jsonl"
    check_compression(str(folder), "jsonl")

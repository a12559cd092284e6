"""The input options of `exitwise batch`: delimiters, encodings, and formats that need neither."""

from pathlib import Path

import pytest

from exitwise.batch.read.inputs import Dialect, Input
from exitwise.cli.batch.input_options import read_inputs
from exitwise.cli.usage import UsageError
from support.running.batching import options_of


@pytest.mark.parametrize(
    ("name", "delimiter"), [(";", ";"), ("tab", "\t"), ("\\t", "\t"), ("\t", "\t"), (" ", " "), ("§", "§")]
)
def test_delimiter_is_one_character(name: str, delimiter: str) -> None:
    """A tab also has names, because it is hard to type in a shell."""
    assert options_of("--delimiter", name).delimiter == delimiter


@pytest.mark.parametrize("name", ["", ";;", '"', "\n", "\r", "TAB"])
def test_other_delimiters_are_rejected(name: str) -> None:
    """Quotes and line ends have their own meaning in CSV."""
    with pytest.raises(UsageError) as raised:
        options_of("--delimiter", name)

    assert raised.value.message == f"`{name}` is not a valid delimiter"
    assert raised.value.help == "name one character, say --delimiter ';', or --delimiter tab"


ENCODINGS = {
    "utf-8": None,
    "UTF8": None,
    "utf_8_sig": None,
    "windows-1252": "cp1252",
    "Latin1": "iso8859-1",
    "utf-16": "utf-16",
}


@pytest.mark.parametrize(("name", "encoding"), ENCODINGS.items())
def test_encoding_has_its_standard_name(name: str, encoding: str | None) -> None:
    """UTF-8 is the default and so is not named, with or without a BOM."""
    assert options_of("--encoding", name).encoding == encoding


@pytest.mark.parametrize("name", ["", "klingon", "hex", "rot13", "undefined", "a\0b", "\udcff"])
def test_other_encodings_are_rejected(name: str) -> None:
    """Python has codecs that do not decode text, and one that always fails."""
    with pytest.raises(UsageError) as raised:
        options_of("--encoding", name)

    assert raised.value.message == f"`{name}` is not a known encoding"
    assert "windows-1252" in raised.value.help


def test_inputs_have_their_format_and_dialect(tmp_path: Path) -> None:
    """Inputs keep their order, and an option applies to the inputs that it fits."""
    table, book, lines = (str(tmp_path / name) for name in ("a.tsv", "b.xlsx", "c.jsonl"))
    for name in (table, book, lines):
        Path(name).touch()

    sources = read_inputs(options_of(lines, table, book, "--encoding", "cp1252", "--sheet", "May"))

    dialect = Dialect(encoding="cp1252", sheet="May")
    assert sources == (
        Input(lines, "jsonl", dialect),
        Input(table, "csv", Dialect(encoding="cp1252", sheet="May", usual_delimiter="\t")),
        Input(book, "xlsx", dialect),
    )


UNUSED = {
    "a delimiter": (("--from", "jsonl", "--delimiter", ";"), "--delimiter", "CSV", "csv"),
    "an encoding": (("--from", "parquet", "--encoding", "cp1252"), "--encoding", "CSV", "csv"),
    "a sheet": (("--from", "csv", "--sheet", "May"), "--sheet", "a workbook", "xlsx"),
}


@pytest.mark.parametrize(("arguments", "option", "kind", "form"), UNUSED.values(), ids=UNUSED)
def test_option_without_an_input_for_it_is_rejected(
    arguments: tuple[str, ...], option: str, kind: str, form: str
) -> None:
    """The option would have no effect."""
    with pytest.raises(UsageError) as raised:
        read_inputs(options_of("-", *arguments))

    assert raised.value.message == f"`{option}` is for {kind}, and no input is one"
    assert raised.value.help == f"leave out {option}, or add --from {form}"


def test_options_without_any_input() -> None:
    """They are accepted, because a template of a map needs no input."""
    assert read_inputs(options_of("--delimiter", ";", "--sheet", "May")) == ()

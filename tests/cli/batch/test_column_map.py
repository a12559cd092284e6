"""The columns of a batch: kept columns, their order, and the template of a map."""

import io
from pathlib import Path

import pytest

from exitwise.batch.read.inputs import Input
from exitwise.cli.batch.column_map import check_passthrough, read_map, write_template
from exitwise.cli.usage import UsageError
from exitwise.errors import FileError
from support.packs import toy

BICYCLE = toy.bicycle().knowledge
MAP = "facts: {brakes: {column: B, values: {J: yes}}}\nkeep: [Town, Street]\n"

REJECTED = {
    "a fact": (["bell"], "`--keep bell`: a fact cannot be kept", "leave it out of --keep"),
    "a fact in another case": (
        ["Bell"],
        "`--keep Bell`: the name differs only in case from the fact `bell`",
        "rename",
    ),
    "a column of the output": (["Steps"], "already has the column `steps`", "rename"),
    "the id": (["ID"], "`--keep ID`: the output already has the column `id`", "rename"),
    "an earlier column": (
        ["Straße", "STRASSE"],
        "`--keep STRASSE`: the output already has the column `Straße`",
        "rename",
    ),
    "no name": ([""], "`--keep `: this name is reserved", "rename"),
    "the schema": (["Schema"], "`--keep Schema`: this name is reserved", "rename"),
    "not UTF-8": (["a\udcff"], r"`--keep 'a\udcff'`: the name is not UTF-8 text", "rename"),
    "the second of two": (["Town", "bell", "ID"], "`--keep bell`", "leave it out"),
}


@pytest.mark.parametrize(("keep", "message", "advice"), REJECTED.values(), ids=REJECTED)
def test_reserved_column_cannot_be_kept(keep: list[str], message: str, advice: str) -> None:
    """The message has the first such column, and the help the output column or the fact that it resembles."""
    with pytest.raises(UsageError) as raised:
        check_passthrough(BICYCLE, keep)

    assert message in raised.value.message
    assert raised.value.help.startswith(advice)


def test_other_columns_can_be_kept() -> None:
    """Their names may begin like a fact or like an output column."""
    check_passthrough(BICYCLE, [])
    check_passthrough(BICYCLE, ["bells", "ids", "Schemata", "two\nlines", " ", "Größe"])


def test_columns_of_the_call_come_before_those_of_the_map(tmp_path: Path) -> None:
    """Duplicates are dropped."""
    file = tmp_path / "map.yaml"
    file.write_text(MAP, "utf-8")

    column_map, keep = read_map(BICYCLE, str(file), ["Street", "Age", "Street"])

    assert column_map is not None
    assert column_map.keep == ("Town", "Street")
    assert keep == ("Street", "Age", "Town")


def test_columns_of_the_call_without_a_map() -> None:
    """Duplicates are dropped."""
    assert read_map(BICYCLE, None, ["b", "a", "b"]) == (None, ("b", "a"))


def test_unreadable_map_is_a_file_error(tmp_path: Path) -> None:
    """The message has the name of the file."""
    with pytest.raises(FileError, match=r"none\.yaml cannot be read"):
        read_map(BICYCLE, str(tmp_path / "none.yaml"), [])


def test_template_is_for_one_export(monkeypatch: pytest.MonkeyPatch) -> None:
    """A second input is an error before anything is read or printed."""
    monkeypatch.setattr("sys.stdin", None)

    with pytest.raises(UsageError, match="one export only"):
        write_template(BICYCLE, [Input("-", "csv"), Input("-", "csv")])


def test_template_has_the_columns_of_its_export(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """They are read from standard input; without an input every fact has its own column."""
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"Colour,Town\nred,Bonn\n")))

    write_template(BICYCLE, [Input("-", "csv")])
    assert "  colour:\n    column: Colour\n" in (printed := capsys.readouterr().out)
    assert "Town" in printed
    write_template(BICYCLE, [])
    assert "column: Colour" not in (printed := capsys.readouterr().out)
    assert "  colour:\n" in printed

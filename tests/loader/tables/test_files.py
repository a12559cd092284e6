"""Tests of the files of tables: rows, columns and what they conclude, before any name is checked."""

from pathlib import Path

from exitwise.diagnostic import Diagnostics
from exitwise.loader.tables.files import TableFile, cell_text, read_table_files
from exitwise.loader.yaml.composer import compose


def write(folder: Path, **files: str) -> None:
    """Write files of tables; the part of a name after `__` is its suffix."""
    (folder / "tables").mkdir()
    for name, text in files.items():
        (folder / "tables" / name.replace("__", ".")).write_text(text, "utf-8")


def read(folder: Path) -> tuple[list[TableFile], list[str]]:
    """The tables that can be read, and the defects."""
    diagnostics = Diagnostics()
    tables = read_table_files(folder, diagnostics)
    return [table for table in tables if table is not None], [defect.id for defect in diagnostics]


def test_a_pack_without_the_folder_has_no_tables(tmp_path: Path) -> None:
    """Nothing is reported."""
    assert read(tmp_path) == ([], [])


def test_rows_of_both_forms_conclude_the_same(tmp_path: Path) -> None:
    """By the ids of their rules; a key of the table stands for a blank cell."""
    write(
        tmp_path,
        a__yaml="{id: a, finding: f, rows: [{x: 1}, {id: r, finding: g}]}",
        b__yaml="{id: b, finding: f, rows: b.csv}",
        b__csv="x,id,finding\n1,,\n,r,g\n",
    )

    tables, defects = read(tmp_path)

    assert defects == []
    assert [table.conclusions("finding") for table in tables] == [
        {"a.1": "f", "a.r": "g"},
        {"b.1": "f", "b.r": "g"},
    ]
    assert [table.conclusions("recommend") for table in tables] == [{}, {}]
    assert [list(table.columns) for table in tables] == [["x", "id", "finding"]] * 2


def test_a_csv_file_has_its_name_in_one_table(tmp_path: Path) -> None:
    """One that does not exist, and one that no table names, are reported."""
    write(tmp_path, a__yaml="{id: a, rows: b.csv}", c__csv="x\n")

    assert read(tmp_path) == ([], ["missing-file", "unknown-file"])


def test_cells_are_shown_on_one_line() -> None:
    """A list by commas, and a mapping as in YAML."""
    root = compose("[a  b, [c, d], {at_most: 5}, '']", "t.yaml", Diagnostics())

    assert [cell_text(node) for node in getattr(root, "items", ())] == ["a b", "c, d", "{at_most: 5}", ""]
    assert cell_text(None) == ""

"""`exitwise batch` on tables with unknown columns."""

import json
from pathlib import Path
from typing import Final

import pyarrow as pa
import pytest
from pyarrow import parquet

from support.packs import toy
from support.running.program import SOMETHING, Run, exitwise

UNKNOWN: Final[dict[str, tuple[str, tuple[str, ...]]]] = {
    "a near name": ("id,brakes,colur\n", ("no fact is called `colur`\n", "did you mean `colour`?")),
    "another name": (
        "id,brakes,x y\n",
        ("no fact is called `x y`", "keep it by --keep 'x y', or leave it out"),
    ),
    "several": (
        "id,brake,colur,x y,z\n",
        (
            "no fact is called `brake`, `colur`, `x y`, `z`",
            "did you mean `brakes` for `brake`, `colour` for `colur`?; keep them by --keep 'x y' --keep z",
        ),
    ),
    "a pandas index": (",id,brakes\n", ("a column has no name", "name it", "`index=False`")),
    "a pandas index that was read": (
        "Unnamed: 0,id,brakes\n",
        ("`Unnamed: 0`", "--keep 'Unnamed: 0'", "`index=False`"),
    ),
    "two empty names": ("id,brakes,,\n", ("a column has no name",)),
    "a line break": ('id,brakes,"a\nb"\n', ("no fact is called",)),
}


def batch(*arguments: object) -> Run:
    """Return a call with the pack of the bicycle."""
    return exitwise("batch", "--pack", toy.BICYCLE, "--as-of", "2026-11-25", *arguments)


@pytest.mark.parametrize("case", UNKNOWN.values(), ids=UNKNOWN)
def test_all_unknown_columns_are_named(case: tuple[str, tuple[str, ...]]) -> None:
    """Each has a similar name, or the options that keep it, as help."""
    table, words = case

    batch("-", "-o", "-", "--from", "csv").reads(table).expects(2, err=words)


def test_index_of_parquet(tmp_path: Path) -> None:
    """The help has the option with which pandas omits this column."""
    export = tmp_path / "export.parquet"
    parquet.write_table(pa.table({"brakes": ["yes"], "__index_level_0__": [0]}), export)

    batch(export, "-o", "-").expects(2, err=("`__index_level_0__`", "`index=False`"))


@pytest.mark.parametrize("map_text", ["", "facts: {}"])
def test_column_without_a_name_at_the_end(map_text: str, tmp_path: Path) -> None:
    """An empty one is accepted; a cell in it is a fault of its row."""
    rejects, file = tmp_path / "rejects.jsonl", tmp_path / "map.yaml"
    file.write_text(map_text, "utf-8")
    arguments = ("--map", file) if map_text else ()
    run = batch("-", "-o", "-", "--from", "csv", "--rejects", rejects, *arguments)

    run.reads("id,brakes,\na,yes,\nb,no,\nc,no,x\n").expects(
        1, out=SOMETHING, err=("2 advised + 1 rejected",)
    )

    (reject,) = map(json.loads, rejects.read_text("utf-8").splitlines())
    (fault,) = reject["faults"]
    assert (reject["line"], reject["id"], fault["pointer"]) == (4, "c", "/")
    assert (fault["message"], "leave it out" in fault["help"]) == ("a column has no name", True)

"""`exitwise batch --keep`: columns of any name pass through, even without values."""

import json
from pathlib import Path
from typing import Final

import pyarrow as pa
import pytest
from pyarrow import parquet

from support.packs import toy
from support.running.program import SOMETHING, Run, exitwise

HOSTILE: Final = ('say "hi"', "C:\\path", "two\nlines", "file_row_number", "row_index", "_row_")


def batch(*arguments: object) -> Run:
    """Return a call with the pack of the bicycle."""
    return exitwise("batch", "--pack", toy.BICYCLE, *arguments)


@pytest.mark.parametrize("name", HOSTILE)
def test_kept_column_of_any_name(name: str) -> None:
    """A name may have quotes, backslashes and line breaks, and none is reserved for a reader."""
    record = json.dumps({"brakes": "yes", name: "v"}) + "\n"

    ended = batch("-", "-o", "-", "--keep", name).reads(record).expects(out=SOMETHING, err=SOMETHING)

    assert json.loads(ended.out)[name] == "v"


def test_columns_of_nulls(tmp_path: Path) -> None:
    """A column of Parquet without any value is accepted for every fact, and passes through."""
    export, nulls = tmp_path / "export.parquet", pa.nulls(1)
    columns = {"id": nulls, "brakes": ["yes"], "bell": nulls, "age": nulls, "Town": nulls}
    parquet.write_table(pa.table(columns), export)

    for form in ("jsonl", "csv", "parquet"):
        advice = tmp_path / f"advice.{form}"
        batch(export, "-o", advice, "--keep", "Town").expects(err=("1 advised + 0 rejected",))

    assert json.loads((tmp_path / "advice.jsonl").read_bytes())["Town"] is None
    assert parquet.read_table(tmp_path / "advice.parquet").column("Town").to_pylist() == [None]

"""`exitwise batch --map` on numbers and dates in other forms."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pytest
from pyarrow import parquet

from support.packs import toy
from support.running.program import SOMETHING, Run, exitwise

WHOLE: Final = "facts: {spokes: {column: spokes, whole: true, unknown: [n/a, -1]}}"
TEXT: Final = "facts: {spokes: {column: spokes, number: text}}"
BUILT: Final = "facts: {age: {column: built, days_since: true}}"
GERMAN: Final = "facts: {age: {column: built, days_since: true, date: '%d.%m.%Y'}}"


def batch(*arguments: object) -> Run:
    """Return a call with the pack of the bicycle."""
    return exitwise("batch", "--pack", toy.BICYCLE, "--as-of", "2026-11-25", *arguments)


def rejects(folder: Path, content: str, *arguments: object) -> list[dict[str, Any]]:
    """Return the first fault of each reject of lines from standard input."""
    file = folder / "rejects.jsonl"
    batch("-", "-o", "-", "--rejects", file, *arguments).reads(content).expects(
        1, out=SOMETHING, err=SOMETHING
    )
    return [json.loads(line)["faults"][0] for line in file.read_text("utf-8").splitlines()]


def write_map(folder: Path, text: str) -> Path:
    """Write a map to a file."""
    file = folder / "map.yaml"
    file.write_text(text, "utf-8")
    return file


@pytest.mark.parametrize(
    ("form", "content"),
    [
        ("csv", "brakes,spokes\nyes,36.0\nyes,36\nyes,n/a\nyes,-1.0\nyes,\n"),
        (
            "jsonl",
            '{"brakes":"yes","spokes":36.0}\n{"brakes":"yes","spokes":"n/a"}\n{"brakes":"yes","spokes":-1}\n',
        ),
    ],
)
def test_floats_without_a_fraction_are_accepted(form: str, content: str, tmp_path: Path) -> None:
    """Values that the map lists mean unknown."""
    run = batch("-", "-o", "-", "--from", form, "--map", write_map(tmp_path, WHOLE)).reads(content)

    run.expects(out=SOMETHING, err=("+ 0 rejected",))


def test_other_floats_are_rejected(tmp_path: Path) -> None:
    """They are rejected in CSV and in JSON."""
    (fault,) = rejects(
        tmp_path, "brakes,spokes\nyes,36\nyes,36.5\n", "--from", "csv", "--map", write_map(tmp_path, WHOLE)
    )

    assert "is not a whole number" in fault["message"]


def test_rejects_name_the_keys_of_a_map(tmp_path: Path) -> None:
    """The help has them without a map, and with a map that lacks them."""
    lines = "".join(
        f'{{"brakes":"yes","spokes":{value}}}\n' for value in ("36.0", '"36"', '"36.0"', '"x"', "[]")
    )
    no_map = rejects(tmp_path, '{"brakes":"yes"}\n' + lines)
    with_map = rejects(tmp_path, '{"brakes":"yes"}\n' + lines, "--map", write_map(tmp_path, "facts: {}"))

    for faults in (no_map, with_map):
        whole, text, both, *others = [fault["help"] for fault in faults]
        assert "`whole: true`" in whole
        assert "`number: text`" in text
        assert "`whole: true` and `number: text`" in both
        assert others == ["", ""]


@pytest.mark.parametrize(
    ("values", "text", "help_"),
    [
        (pa.array([36.0, None]), WHOLE, "`whole: true`"),
        (pa.array(["36", None]), TEXT, "`number: text`"),
        (pa.array([36, None], pa.decimal128(38, 9)), WHOLE, "`whole: true`"),
    ],
    ids=["float", "text", "decimal"],
)
def test_parquet_numbers_of_other_types(values: pa.Array, text: str, help_: str, tmp_path: Path) -> None:
    """Without a map the file is an error whose help has the key; with that key no row is rejected."""
    export = tmp_path / "export.parquet"
    parquet.write_table(pa.table({"brakes": ["yes", "no"], "spokes": values}), export)

    batch(export, "-o", "-").expects(2, err=("the column `spokes` is", help_))
    batch(export, "-o", "-", "--map", write_map(tmp_path, text)).expects(
        out=SOMETHING, err=("2 advised + 0",)
    )


@pytest.mark.parametrize(
    "kind", [pa.timestamp("us"), pa.timestamp("ns", "UTC"), pa.date32(), pa.date64(), pa.string()]
)
def test_parquet_dates_are_days(kind: pa.DataType, tmp_path: Path) -> None:
    """A date, or a timestamp of any unit, counts as its day, in rows and as text."""
    export, lines = tmp_path / "export.parquet", tmp_path / "lines.jsonl"
    lines.write_text('{"brakes":"yes","age":5}\n', "utf-8")
    built = datetime(2026, 11, 20, tzinfo=UTC)
    values = pa.array(["2026-11-20T12:30:00Z"] if kind == pa.string() else [built], kind)
    parquet.write_table(pa.table({"brakes": ["yes"], "built": values}), export)

    plain = batch(lines, "-o", "-").expects(out=SOMETHING, err=SOMETHING)
    ended = batch(export, "-o", "-", "--map", write_map(tmp_path, BUILT)).expects(
        out=SOMETHING, err=SOMETHING
    )

    assert ended.out == plain.out


def test_dates_by_a_pattern(tmp_path: Path) -> None:
    """A date in another form is a reject with the pattern."""
    file = write_map(tmp_path, GERMAN)

    (fault,) = rejects(
        tmp_path, "brakes,built\nyes,20.11.2026\nno,2026-11-20\n", "--from", "csv", "--map", file
    )

    assert "%d.%m.%Y" in fault["message"]

"""`exitwise batch --map`: an export with its own columns gets the advice of the profiles in it."""

import csv
import io
import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

import duckdb
import pytest

from support.packs import toy
from support.running.program import SOMETHING, Run, exitwise

DAY: Final = date(2026, 11, 25)
PROFILES: Final[list[dict[str, Any]]] = [
    {"id": "a", "brakes": "yes", "colour": "red", "age": 5},
    {"id": "b", "brakes": "no", "bell": "none", "spokes": 36},
    {"id": "c", "brakes": "yes", "colour": "unknown", "age": 0},
    {"id": "d", "brakes": "no", "colour": "blue", "age": 90, "bell": "loud"},
]
MAP: Final = """
id: Kunden-Nr.
facts:
  brakes: {column: Bremsen, values: {J: yes, N: no}}
  colour: {column: Farbe, values: {rot: red, blau: blue, "?": unknown}}
  age: {column: gebaut am, days_since: true}
  spokes: {column: Speichen}
keep: [Ort]
"""
NAMES: Final = {"brakes": {"yes": "J", "no": "N"}, "colour": {"red": "rot", "blue": "blau", "unknown": "?"}}
COLUMNS: Final = {
    "id": "Kunden-Nr.",
    "brakes": "Bremsen",
    "colour": "Farbe",
    "spokes": "Speichen",
    "bell": "bell",
}


def exported_record(profile: dict[str, Any]) -> dict[str, Any]:
    """Return a profile as a record of the export, with one more column."""
    mapped = {
        COLUMNS[key]: NAMES.get(key, {}).get(value, value) for key, value in profile.items() if key != "age"
    }
    built = {"gebaut am": str(DAY - timedelta(days=profile["age"]))} if "age" in profile else {}
    return {**mapped, **built, "Ort": "Köln, Süd"}


def as_lines(records: list[dict[str, Any]]) -> str:
    """Return records as JSON Lines."""
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)


def as_table(records: list[dict[str, Any]]) -> str:
    """Return records as CSV."""
    writer = csv.DictWriter(
        text := io.StringIO(), list(dict.fromkeys(key for record in records for key in record))
    )
    writer.writeheader()
    writer.writerows(records)
    return text.getvalue()


FORMS: Final = {"jsonl": as_lines, "csv": as_table}


def batch(*arguments: object) -> Run:
    """Return a call with the pack of the bicycle."""
    return exitwise("batch", "--pack", toy.BICYCLE, "--as-of", DAY, *arguments)


def write_map(folder: Path, text: str = MAP) -> Path:
    """Write a map to a file."""
    file = folder / "map.yaml"
    file.write_text(text, "utf-8")
    return file


def advice_lines(run: Run, content: str) -> list[dict[str, Any]]:
    """Return the advice of a run without rejects."""
    ended = run.reads(content).expects(out=SOMETHING, err=("+ 0 rejected",))
    return [json.loads(line) for line in ended.out.splitlines()]


@pytest.mark.parametrize("form", FORMS)
def test_export_gets_the_advice_of_its_profiles(form: str, tmp_path: Path) -> None:
    """The kept column is unchanged."""
    export = FORMS[form]([exported_record(profile) for profile in PROFILES])
    plain = advice_lines(batch("-", "-o", "-"), as_lines(PROFILES))

    advised = advice_lines(batch("-", "-o", "-", "--from", form, "--map", write_map(tmp_path)), export)

    assert [record.pop("Ort") for record in advised] == ["Köln, Süd"] * len(PROFILES)
    assert advised == plain


def test_parquet_export(tmp_path: Path) -> None:
    """Dates may be typed, empty cells are absent, and rejects have row numbers."""
    lines, export, rejects = tmp_path / "a.jsonl", tmp_path / "a.parquet", tmp_path / "r.jsonl"
    lines.write_text(as_lines([*map(exported_record, PROFILES), {"Bremsen": "M"}]), "utf-8")
    duckdb.sql(f"COPY (FROM '{lines}') TO '{export}' (FORMAT parquet)")
    plain = advice_lines(batch("-", "-o", "-"), as_lines(PROFILES))

    run = batch(export, "-o", "-", "--map", write_map(tmp_path), "--rejects", rejects)
    ended = run.expects(1, out=SOMETHING, err=("4 advised + 1 rejected",))

    assert [{**json.loads(line), "Ort": ""} for line in ended.out.splitlines()] == [
        {**record, "Ort": ""} for record in plain
    ]
    assert json.loads(rejects.read_text("utf-8"))["line"] == len(PROFILES) + 1


def test_resume_needs_the_same_map(tmp_path: Path) -> None:
    """With another map the existing parts would be wrong."""
    parts, file = f"{tmp_path}/parts/", tmp_path / "export.jsonl"
    file.write_text(as_lines([exported_record(profile) for profile in PROFILES]), "utf-8")
    batch(file, "-o", parts, "--map", write_map(tmp_path)).expects(err=SOMETHING)

    batch(file, "-o", parts, "--map", write_map(tmp_path), "--resume").expects(err=SOMETHING)
    other = write_map(tmp_path, MAP.replace("J: yes, N: no", "J: no, N: yes"))
    batch(file, "-o", parts, "--map", other, "--resume").expects(2, err=("the options have changed",))


def test_reject_points_to_the_column_of_the_export(tmp_path: Path) -> None:
    """It has the id of the export, and the other records get advice."""
    records = [exported_record(profile) for profile in PROFILES]
    records[1]["Bremsen"] = "M"
    rejects = tmp_path / "rejects.jsonl"

    ended = (
        batch("-", "-o", "-", "--map", write_map(tmp_path), "--rejects", rejects)
        .reads(as_lines(records))
        .expects(1, out=SOMETHING, err=("3 advised + 1 rejected", "unknown-value 1"))
    )

    assert len(ended.out.splitlines()) == len(PROFILES) - 1
    reject = json.loads(rejects.read_text("utf-8"))
    assert (reject["line"], reject["id"]) == (2, "b")
    assert reject["faults"] == [
        {
            "pointer": "/Bremsen",
            "cause": "unknown-value",
            "message": "`brakes`: the column `Bremsen` is not one of `J`, `N`",
            "help": "",
        }
    ]


def test_contradiction_points_to_the_column_of_the_export(tmp_path: Path) -> None:
    """The violated constraint is detected after mapping."""
    text = "facts: {colour: {column: Lack, values: {g: green}}, brakes: {always: yes}}"
    rejects = tmp_path / "rejects.jsonl"
    run = batch("-", "-o", "-", "--map", write_map(tmp_path, text), "--rejects", rejects)

    run.reads({"Lack": "g", "age": 60}).expects(1, err=("contradiction 1",))

    (fault,) = json.loads(rejects.read_text("utf-8"))["faults"]
    assert fault["pointer"] == "/Lack"
    assert fault["message"] == "`colour` and `age` contradict each other (no-old-green)"


TABLES: Final = {
    "a column that means nothing": (
        "Bremse,Farbe\nJ,rot\n",
        ("no fact is read from", "did you mean `Bremsen`?"),
    ),
    "a column that resembles nothing": (
        "Bremsen,E-Mail\nJ,x\n",
        ("`E-Mail`", "name it in the map", "`keep`"),
    ),
    "columns that mean nothing": (
        ",Bremse,Farbe,E-Mail,Tel. nr\n",
        (
            "no fact is read from the columns `(no name)`, `Bremse`, `E-Mail`, `Tel. nr`",
            "did you mean `Bremsen` for `Bremse`?; name `E-Mail`, `Tel. nr` in the map, or pass them through",
            "`index=False`",
        ),
    ),
    "the pack's own name": ("brakes\nyes\n", ("no fact is read from the column `brakes`",)),
}


@pytest.mark.parametrize(("table", "words"), TABLES.values(), ids=TABLES)
def test_unmapped_columns_are_rejected(table: str, words: tuple[str, ...], tmp_path: Path) -> None:
    """No record is read, because all would be misread."""
    batch("-", "-o", "-", "--from", "csv", "--map", write_map(tmp_path)).reads(table).expects(2, err=words)


def test_empty_cell_may_be_mapped(tmp_path: Path) -> None:
    """An empty text among the values of a map stands for an empty cell."""
    text = 'facts: {brakes: {column: B, values: {J: yes, "": no}}, bell: {column: G, values: {l: loud}}}'
    run = batch("-", "-o", "-", "--from", "csv", "--map", write_map(tmp_path, text))

    assert advice_lines(run, "B,G\n,\nJ,l\n") == advice_lines(
        batch("-", "-o", "-"), as_lines([{"brakes": "no"}, {"brakes": "yes", "bell": "loud"}])
    )


def test_invalid_map_exits_with_2(tmp_path: Path) -> None:
    """Every defect has a location, and nothing is read or written."""
    out = tmp_path / "out.jsonl"
    file = write_map(tmp_path, "facts:\n  colur: {column: x}\n  bell: {column: x, values: {a: lout}}\n")

    batch("-", "-o", out, "--map", file).expects(
        2, err=(f"{file}:2:3: ", "did you mean `colour`?", f"{file}:3:33: ", "did you mean `loud`?")
    )

    assert not out.exists()


def test_template_is_the_identity_map(tmp_path: Path) -> None:
    """A template of the pack can be used unchanged."""
    text = (
        batch("--map-template")
        .expects(out=("  # Do the brakes hold?\n  brakes:\n", "yes: yes  # They hold"))
        .out
    )

    advised = advice_lines(batch("-", "-o", "-", "--map", write_map(tmp_path, text)), as_lines(PROFILES))

    assert advised == advice_lines(batch("-", "-o", "-"), as_lines(PROFILES))


def test_template_for_an_export(tmp_path: Path) -> None:
    """Similar columns are proposed, and all others are listed."""
    export = tmp_path / "export.csv"
    export.write_text("Brakes,Color,Ort\nyes,red,Bonn\n", "utf-8")

    batch("--map-template", export).expects(
        out=(
            "  brakes:\n    column: Brakes\n",
            "  colour:\n    column: Color\n",
            "  # bell:\n",
            "# keep: [Ort]\n",
        )
    )


def test_template_of_a_missing_export_exits_with_3() -> None:
    """The message has its name, and nothing is printed."""
    batch("--map-template", "none.csv").expects(3, err=("none.csv",))

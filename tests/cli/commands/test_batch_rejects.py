"""The rejects of `exitwise batch`: messages without values, and help."""

import json
from pathlib import Path
from typing import Any, Final

import pytest

from support.oracles import schemas
from support.packs import toy
from support.running.program import SOMETHING, Run, exitwise

PRIVATE: Final = "Zx9-private"
SESSION: Final = {
    "schema": "exitwise.session/1",
    "pack": {"name": "bicycle", "version": "2026.11.0", "digest": "x"},
    "date": PRIVATE,
    "answers": {"brakes": [PRIVATE]},
}
RECORDS: Final[dict[str, dict[str, Any]]] = {
    "a choice": {"brakes": PRIVATE},
    "a number": {"brakes": "yes", "age": PRIVATE},
    "a number out of bounds": {"brakes": "yes", "age": 918273},
    "an id": {"brakes": "yes", "id": 918273.5},
    "a schema": {"brakes": "yes", "schema": PRIVATE},
    "a contradiction": {"brakes": "yes", "colour": "green", "age": 83},
    "a session": SESSION,
}
MAP: Final = """
facts:
  colour: {column: Lack, values: {R: red, G: green}}
  age: {column: built, days_since: true}
  spokes: {column: wheel, whole: true}
"""
MAPPED: Final[dict[str, dict[str, Any]]] = {
    "a value": {"brakes": "yes", "Lack": PRIVATE},
    "a date": {"brakes": "yes", "built": PRIVATE},
    "a day to come": {"brakes": "yes", "built": "2031-05-17"},
    "a number": {"brakes": "yes", "wheel": 918273.5},
}
VALUES: Final = (PRIVATE, "918273", "83", "2031")


def batch(*arguments: object) -> Run:
    """Return a call with the pack of the bicycle."""
    return exitwise("batch", "--pack", toy.BICYCLE, "--as-of", "2026-11-25", *arguments)


def rejects(folder: Path, content: str, *arguments: object) -> list[dict[str, Any]]:
    """Return the rejects of lines on standard input, beside one valid record."""
    file = folder / "rejects.jsonl"
    run = batch("-", "-o", "-", "--rejects", file, *arguments)
    run.reads('{"brakes":"yes"}\n' + content).expects(1, out=SOMETHING, err=SOMETHING)
    rejected = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    assert all(schemas.accepts("reject", reject) for reject in rejected)
    return rejected


@pytest.mark.parametrize("detail", ["compact", "full"])
def test_rejects_do_not_repeat_values(detail: str, tmp_path: Path) -> None:
    """A message has the fact and the expected form, and a value only with `--rejects-raw`."""
    lines = "".join(json.dumps(record) + "\n" for record in RECORDS.values())

    plain = rejects(tmp_path, lines, "--detail", detail)
    raw = rejects(tmp_path, lines, "--detail", detail, "--rejects-raw")

    assert len(plain) == len(raw) == len(RECORDS)
    assert [value for value in VALUES if value in json.dumps([reject["faults"] for reject in plain])] == []
    for reject in raw:
        assert any(value in fault["message"] for fault in reject["faults"] for value in VALUES)
    assert plain[0]["faults"][0]["message"] == "`brakes` is not one of `yes`, `no`"


def test_rejects_of_a_map_do_not_repeat_values(tmp_path: Path) -> None:
    """The message has the column as well."""
    file = tmp_path / "map.yaml"
    file.write_text(MAP, "utf-8")
    lines = "".join(json.dumps(record) + "\n" for record in MAPPED.values())

    plain = rejects(tmp_path, lines, "--map", file)

    assert len(plain) == len(MAPPED)
    assert [value for value in VALUES if value in json.dumps(plain)] == []
    assert plain[0]["faults"][0]["message"] == "`colour`: the column `Lack` is not one of `R`, `G`"


def test_help_has_the_nearest_valid_value(tmp_path: Path) -> None:
    """The misspelt value itself is not repeated."""
    (reject,) = rejects(tmp_path, '{"brakes":"yes","bell":"lout"}\n')

    assert reject["faults"][0]["help"] == "did you mean `loud`?"
    assert "lout" not in json.dumps(reject)


def test_a_single_profile_shows_the_value(tmp_path: Path) -> None:
    """The user of `exitwise advise` has entered it."""
    file = tmp_path / "profile.json"
    file.write_text(json.dumps({"brakes": PRIVATE}), "utf-8")

    exitwise("advise", "--pack", toy.BICYCLE, file).expects(2, err=(f"`brakes` is `{PRIVATE}`",))


@pytest.mark.parametrize("output", ["advice.jsonl", "advice/"])
def test_strict_names_the_first_reject(output: str, tmp_path: Path) -> None:
    """The message has its file, number and cause, but no value."""
    file = tmp_path / "profiles.jsonl"
    file.write_text(f'{{"brakes":"yes"}}\n{{"brakes":"{PRIVATE}"}}\nx\n', "utf-8")

    ended = batch(file, "-o", f"{tmp_path}/{output}", "--strict").expects(
        2, err=(f"stopped at the first reject, record 2 of {file}: `brakes` is not one of", "(unknown-value)")
    )

    assert PRIVATE not in ended.err


def test_pretty_printed_records(tmp_path: Path) -> None:
    """The help for the first line of a record or array that spans lines has a command that reformats it."""
    record = json.dumps({"brakes": "yes", "age": 5}, indent=2)

    first, *others = rejects(tmp_path, record + "\n")
    array, *_ = rejects(tmp_path, f"[\n{record}\n]\n")

    assert first["faults"][0]["help"] == "write one record a line: jq -c . FILE"
    assert array["faults"][0]["help"] == "write one record a line: jq -c '.[]' FILE"
    assert not any("jq" in reject["faults"][0]["help"] for reject in others)


@pytest.mark.parametrize(
    ("arguments", "is_shown"),
    [(("-o", "-"), True), (("-o", "-", "--rejects", "r.jsonl"), False), (("-o", "parts/"), False)],
    ids=["no rejects", "a file of rejects", "a folder of parts"],
)
def test_unwritten_rejects_have_help(arguments: tuple[str, ...], tmp_path: Path, *, is_shown: bool) -> None:
    """It says how to see the causes, of which only the counts are shown."""
    run = batch("-", *arguments).reads(b'{"brakes":"?"}\n').inside(tmp_path)

    shown = run.expects(1, err=SOMETHING).err

    assert ("`--rejects FILE` writes the cause of each reject" in shown) is is_shown

"""`exitwise replay`: a recorded decision is made again, and what differs is listed."""

import json
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from exitwise import __version__
from support.oracles import schemas
from support.packs import shipped, toy
from support.packs.faulty_profiles import SAFE
from support.running.program import SOMETHING, Run, exitwise

SAME = "The advice is the same.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the bicycle's pack, in a folder with the record `record.json` of advice on SAFE."""
    shutil.copytree(toy.BICYCLE, tmp_path / "pack")
    advise(tmp_path).reads(SAFE | {"id": 7}).expects(out=SOMETHING)
    return tmp_path


def advise(folder: Path, *arguments: object) -> Run:
    """Return a call that records advice on standard input."""
    return exitwise(
        *("advise", "-", "--record", folder / "record.json", "--pack", folder / "pack"), *arguments
    )


def replay(folder: Path, *arguments: object) -> Run:
    """Return a call that replays the record."""
    return exitwise("replay", folder / "record.json", "--pack", folder / "pack", *arguments)


def record(folder: Path) -> Any:
    """The record as data."""
    return json.loads((folder / "record.json").read_text("utf-8"))


def rewrite(folder: Path, **changed: object) -> None:
    """Change some keys of the record."""
    (folder / "record.json").write_text(json.dumps(record(folder) | changed), "utf-8")


def edit(folder: Path, file: str, old: str, new: str) -> None:
    """Change a file of the pack."""
    path = folder / "pack" / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def test_a_record_has_the_profile_and_the_advice(folder: Path) -> None:
    """As given, and as printed; only its owner can read it."""
    printed = advise(folder, "--format", "json").reads(SAFE | {"id": 7}).result().out
    knowledge = toy.bicycle().knowledge

    assert record(folder) == {
        "schema": "exitwise.record/1",
        "profile": SAFE | {"id": 7},
        "as_of": date.today().isoformat(),  # noqa: DTZ011 (the local date)
        "language": "en",
        "pack": {"name": "bicycle", "version": knowledge.version, "digest": knowledge.digest},
        "engine": __version__,
        "advice": json.loads(printed),
    }
    assert schemas.accepts("record", record(folder))
    assert (folder / "record.json").stat().st_mode & 0o077 == 0


def test_changes_on_the_command_line_are_recorded(folder: Path) -> None:
    """`--set` is part of the profile, and `--why-not` no part of the advice."""
    advise(folder, "--set", "brakes=no", "--why-not", "ride").reads(SAFE).expects(out=SOMETHING)

    assert record(folder)["profile"] == SAFE | {"brakes": "no"}
    assert "why_not" not in record(folder)["advice"]
    replay(folder).expects(out=SAME)


def test_a_decision_is_made_again_in_its_language(folder: Path) -> None:
    """As `--lang` chose it."""
    (folder / "pack" / "locale").mkdir(exist_ok=True)
    (folder / "pack" / "locale" / "fr.yaml").write_text("title: Que faire de ce vélo\n", "utf-8")

    advise(folder, "--lang", "fr").reads(SAFE).expects(out=SOMETHING)

    assert record(folder)["language"] == "fr"
    assert "[en] Oil the chain" in (folder / "record.json").read_text("utf-8")
    replay(folder).expects(out=SAME)


def test_the_result_is_told_in_the_language_of_the_record(folder: Path) -> None:
    """Where the program has it."""
    (folder / "pack" / "locale").mkdir(exist_ok=True)
    (folder / "pack" / "locale" / "es.yaml").write_text("title: Qué hacer con esta bicicleta\n", "utf-8")
    advise(folder, "--lang", "es").reads(SAFE).expects(out=SOMETHING)

    replay(folder).expects(out="El consejo es el mismo.\n")


def test_the_same_pack_gives_the_same_advice(folder: Path) -> None:
    """From a file or from standard input, on any later day."""
    text = (folder / "record.json").read_text("utf-8")

    replay(folder).expects(out=SAME)
    exitwise("replay", "-", "--pack", folder / "pack").reads(text).expects(out=SAME)


def test_a_shipped_pack_is_found_by_its_name(tmp_path: Path) -> None:
    """The record names it."""
    profile = json.dumps(shipped.admissible(1))

    exitwise("advise", "-", "--record", tmp_path / "r").reads(profile).expects(out=SOMETHING)

    exitwise("replay", tmp_path / "r").expects(out=SAME)


def test_differences_are_listed(folder: Path) -> None:
    """What the present pack says otherwise, one a line."""
    edit(folder, "plan.yaml", "title: Oil the chain", "title: Grease the chain")
    edit(folder, "pack.yaml", "version: 2026.11.0", "version: 2026.12.0")
    edit(folder, "recommendations.yaml", "recommend: ride", "recommend: mend")

    out = (
        replay(folder)
        .expects(1, out=SOMETHING, err="The pack has changed from 2026.11.0 to 2026.12.0.\n")
        .out.splitlines()
    )

    shown = replay(folder, "--format", "json").expects(1, out=SOMETHING).json()
    assert [error.message for error in schemas.validator("replay").iter_errors(shown)] == []
    assert (shown["same"], shown["recorded"]["pack"]["version"]) == (False, "2026.11.0")
    assert {"path": ["recommendation"], "recorded": "ride", "present": "mend"} in shown["differences"]
    assert "recommendation: `ride`, now `mend`" in out
    assert "steps > oil > title: `Oil the chain`, now `Grease the chain`" in out


def test_a_change_without_effect_is_named(folder: Path) -> None:
    """The advice is the same, so the status is 0."""
    edit(folder, "findings.yaml", "The brakes slip.", "The brakes slip a lot.")

    replay(folder).expects(out=SAME, err="The pack has changed within version 2026.11.0.\n")


def test_another_version_of_the_program_is_named(folder: Path) -> None:
    """It may explain a difference."""
    rewrite(folder, engine="0.0.9")

    replay(folder).expects(out=SAME, err=f"The record was made by exitwise 0.0.9; this is {__version__}.\n")


def test_a_profile_that_is_no_longer_valid_is_a_difference(folder: Path) -> None:
    """Its faults are listed."""
    rewrite(folder, profile=SAFE | {"colour": "pink"})

    replay(folder).expects(1, out=("The pack no longer accepts the profile:\n  /colour: ", "`pink`"))


def test_a_record_of_another_pack_is_rejected(folder: Path) -> None:
    """Of a pack that is not shipped, the folder has to be named."""
    exitwise("replay", folder / "record.json").expects(2, err=("unknown pack `bicycle`",))
    exitwise("replay", folder / "record.json", "--pack", "coursera").expects(
        2, err=("the record is of pack `bicycle`, not `coursera`", "--pack")
    )


@pytest.mark.parametrize("content", ["", "{}", "[", '{"schema": "exitwise.record/1"}'])
def test_a_damaged_record_is_rejected(folder: Path, content: str) -> None:
    """With the name of its file, and what is wrong."""
    (folder / "record.json").write_text(content, "utf-8")

    replay(folder).expects(2, err=(f"exitwise: {folder}/record.json: ", "record", "help: "))


def test_a_record_that_does_not_exist_is_reported(tmp_path: Path) -> None:
    """With the status of files."""
    exitwise("replay", tmp_path / "none").expects(3, err=("none cannot be read",))


def test_a_record_cannot_go_to_standard_output() -> None:
    """Or to a folder that does not exist; the advice is not printed then."""
    exitwise("advise", "-", "--record", "-", "--pack", toy.BICYCLE).reads(SAFE).expects(
        2, err=("`--record` needs a file",)
    )
    exitwise("advise", "-", "--record", "none/r.json", "--pack", toy.BICYCLE).reads(SAFE).expects(
        3, err=("none/r.json cannot be written",)
    )

"""`exitwise advise`: a profile or a worked case in, advice or an error out."""

import json
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from exitwise.cli import main
from exitwise.diagram import manager
from support.oracles import schemas
from support.packs import shipped, toy
from support.packs.faulty_profiles import FAULTS, MEASURELESS, SAFE
from support.running.program import SOMETHING, Run, exitwise, fits

FORMS = ("text", "markdown", "json")


def advise(*arguments: object) -> Run:
    """Return a call that advises on a bicycle from standard input."""
    return exitwise("advise", "-", "--pack", toy.BICYCLE, *arguments)


@pytest.fixture
def safe(tmp_path: Path) -> Path:
    """Write the profile of a safe bicycle to a file."""
    path = tmp_path / "safe.json"
    path.write_text(json.dumps(SAFE), "utf-8")
    return path


@pytest.mark.parametrize(
    "profile", [SAFE, {"brakes": "no", "id": "Größe ☂", "age": None}, {"brakes": "no", "id": 7}]
)
def test_json_is_the_advice_of_the_library(profile: dict[str, object]) -> None:
    """`--format json` writes what `advise` returns, as the schema describes it."""
    printed = advise("--format", "json").reads(profile).expects(out=SOMETHING).json()

    advice = toy.bicycle().advise(profile, as_of=date.fromisoformat(printed["as_of"]))
    assert printed == advice.as_dict()
    assert schemas.accepts("advice", printed)


@pytest.mark.parametrize("form", FORMS)
def test_file_and_standard_input_are_equivalent(safe: Path, form: str) -> None:
    """The output does not depend on the origin of the profile."""
    piped = advise("--format", form).reads(SAFE).expects(out=SOMETHING)

    assert exitwise("advise", safe, "--pack", toy.BICYCLE, "--format", form).expects(out=SOMETHING) == piped


HOSTILE = "\x1b[31m\x9b2J\x07\u202e [bold] [/x] :b: *a* <b>\n- [ ] 1. forged"


@pytest.mark.parametrize("form", FORMS)
def test_hostile_id_is_printed_literally(form: str) -> None:
    """It is text in every format, and unchanged in JSON."""
    printed = advise("--format", form).reads(SAFE | {"id": HOSTILE}).expects(out=("b", "forged"))

    assert not [line for line in printed.out.splitlines() if line.startswith("- [ ] 1. forged")]
    assert form != "json" or printed.json()["id"] == HOSTILE


def test_text_is_the_default_format() -> None:
    """Without `--format` the output is for people."""
    assert advise().reads(SAFE).expects(out=SOMETHING) == advise("--format", "text").reads(SAFE).expects(
        out=SOMETHING
    )


@pytest.mark.parametrize("start", [b"\xef\xbb\xbf", b"\n\t "])
def test_byte_order_mark_and_white_space_are_accepted(start: bytes) -> None:
    """Editors write the first, JSON allows the second."""
    advise().reads(start + json.dumps(SAFE).encode()).expects(out=("Ride it",))


def test_shipped_pack_is_the_default(tmp_path: Path) -> None:
    """Without `--pack` the shipped pack advises, in any working directory."""
    call = exitwise("advise", "-", "--format", "json").reads(shipped.admissible(1)).inside(tmp_path)
    unnamed = call.expects(out=SOMETHING)
    named = replace(call, command=(*call.command, "--pack", shipped.FOLDER.name)).expects(out=SOMETHING)

    assert named == unnamed
    assert unnamed.json()["pack"]["name"] == shipped.FOLDER.name


def test_set_adds_and_replaces_answers(safe: Path) -> None:
    """Each `--set` changes one answer; the others stay."""
    changes = ("--set", "brakes=no", "--set", "age=12", "--set", "bell=loud")
    set_ = exitwise("advise", safe, "--pack", toy.BICYCLE, "--format", "json", *changes).expects(
        out=SOMETHING
    )

    call = advise("--format", "json").reads(SAFE | {"brakes": "no", "age": 12, "bell": "loud"})
    assert set_ == call.expects(out=SOMETHING)


def test_empty_value_removes_an_answer() -> None:
    """With `--set fact=` the fact is absent and counts as assumed."""
    without = (
        advise("--format", "json", "--set", "colour=", "--set", "age=").reads(SAFE).expects(out=SOMETHING)
    )

    assert without.json()["assumed"] == ["colour", "age"]


def test_unknown_can_be_set() -> None:
    """With `--set fact=unknown` a number is an answer, which still could matter if it were known."""
    ended = advise("--format", "json", "--set", "age=unknown").reads(SAFE).expects(out=SOMETHING)

    assert ended.json()["assumed"] == ["age"]


WHY_NOT = {
    "beaten": (
        "sell",
        SAFE | {"age": 20},
        "ride",
        ("Applies, but is beaten", "But: Nobody would miss it.", "9 years"),
    ),
    "stopped": (
        "ride",
        SAFE,
        "mend",
        ("Does not apply", "Stopped by: Do the brakes hold? They hold", "brakes"),
    ),
    "recommended": ("ride", SAFE, "ride", ("It is what is recommended.",)),
    "out of reach": (
        "mend",
        {"brakes": "no", "colour": "red"},
        "sell",
        ("No other answers lead there", "Red"),
    ),
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("recommendation", "profile", "outcome", "words"), WHY_NOT.values(), ids=WHY_NOT)
def test_why_not_in_every_format(
    recommendation: str, profile: dict[str, object], outcome: str, words: tuple[str, ...], form: str
) -> None:
    """The text lists the obstacles, and the data are those of the library."""
    ended = advise("--why-not", outcome, "--format", form).reads(profile).expects(out=SOMETHING)
    if form != "json":
        assert fits(" ".join(ended.out.replace("*", "").split()), ("Why not ", *words))
        return
    printed = ended.json()
    expected = toy.bicycle().advise(profile, why_not=outcome, as_of=date.fromisoformat(printed["as_of"]))
    assert printed == expected.as_dict()
    assert printed["recommendation"] == recommendation
    assert printed["why_not"]["recommendation"] == outcome
    assert schemas.accepts("advice", printed)


def test_output_without_why_not() -> None:
    """Without the option no format mentions it."""
    for form in FORMS:
        ended = advise("--format", form).reads(SAFE).expects(out=SOMETHING)
        assert not re.search("why.not", ended.out, re.IGNORECASE)


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        ("rid", ("`rid`", "did you mean `ride`?")),
        ("xyzzy", ("`xyzzy`", "`ride`, `mend`, `sell`")),
        ("", ("``", "`ride`, `mend`, `sell`")),
        ("x" * 100_000, ("x…`", "`ride`, `mend`, `sell`")),
        ("\x1b[31m\n\udcff", (r"`\x1b[31m\n\udcff`", "`ride`, `mend`, `sell`")),
    ],
    ids=ascii,
)
def test_unknown_outcome_is_rejected(outcome: str, words: tuple[str, ...]) -> None:
    """It exits with 2 before the profile is read, and the help suggests the nearest."""
    for profile in (SAFE, {}):
        advise("--why-not", outcome).reads(profile).expects(2, err=("unknown outcome", *words))


def test_why_not_fits_a_narrow_window() -> None:
    """At twenty columns only a single word is longer."""
    call = advise("--why-not", "sell").reads({"brakes": "no", "colour": "red"}).where(COLUMNS="20")
    lines = call.expects(out=('Why not "Sell it"?',)).out.splitlines()

    assert [line for line in lines if len(line) > 20 and len(line.split()) > 1] == []


def test_limit_of_the_diagrams_exits_with_5(
    safe: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The message is one line, and there is no advice."""
    monkeypatch.setattr(manager, "MOST_NODES", 8)
    with pytest.raises(SystemExit) as ended:
        main(["advise", str(safe), "--pack", str(toy.BICYCLE)])

    assert ended.value.code == 5
    output = capsys.readouterr()
    assert output.out == ""
    assert output.err == "exitwise: this cannot be decided within 8 diagram nodes (MOST_NODES)\n"


def test_set_without_a_profile() -> None:
    """Answers can be given without a file."""
    exitwise("advise", "--pack", toy.BICYCLE, "--set", "brakes=yes").expects(out=("Ride it",))


ASSIGNMENTS = {
    "an unknown fact": (["colur=red"], ("`colur`", "did you mean `colour`?")),
    "an unknown fact, among good ones": (["age=7", "bel=loud"], ("`bel`", "did you mean `bell`?")),
    "an unknown value": (["colour=rad"], ("/colour", "`rad`", "did you mean `red`?")),
    "a word for a number": (["age=old"], ("/age", "`old`", "a whole number")),
    "a fraction": (["age=7.5"], ("/age", "7.5", "a whole number")),
    "a number out of bounds": (["age=91"], ("/age", "91", "90")),
    "a number beyond 64 bits": (["age=99999999999999999999"], ("/age", "64 bits")),
    "a number of many digits": ([f"age={'9' * 5000}"], ("/age", "a whole number")),
    "no assignment": (["brakes"], ("`brakes`", "fact=value")),
    "no fact": (["=yes"], ("fact",)),
    "a required fact removed": (["brakes="], ("/brakes", "can change the advice")),
    "a contradiction": (["colour=green", "age=60"], ("no-old-green",)),
    "bytes that are not text": (["colour=\udcff"], ("/colour", r"\udcff", "`red`")),
}


@pytest.mark.parametrize(("assignments", "words"), ASSIGNMENTS.values(), ids=ASSIGNMENTS)
def test_invalid_assignment_is_rejected(assignments: list[str], words: tuple[str, ...]) -> None:
    """It exits with 2, and the help suggests the nearest name or value."""
    options = [part for assignment in assignments for part in ("--set", assignment)]

    advise(*options).reads(SAFE).expects(2, err=words)


@pytest.mark.parametrize(
    ("folder", "pack"), [(".", "."), ("letters", ".."), ("..", "base"), ("..", "./base/")]
)
def test_pack_by_its_path(folder: str, pack: str) -> None:
    """A path is relative to the working directory."""
    call = exitwise("advise", "-", "--pack", pack).reads(SAFE).inside(toy.BICYCLE / folder)

    call.expects(out=("What to do with a bicycle", "Ride it"))


PACKS = {
    "a misspelt name": ("courser", ("`courser`", "did you mean `coursera`?")),
    "an unknown name": ("xyzzy", ("`xyzzy`", "`coursera`")),
    "a path that does not exist": ("/no/such/pack", ("/no/such/pack", "`coursera`")),
    "no name": ("", ("`coursera`",)),
    "a name with control characters": ("\x1b[31m\x9b", ("`coursera`",)),
}


@pytest.mark.parametrize(("pack", "words"), PACKS.values(), ids=PACKS)
def test_unknown_pack_is_rejected(pack: str, words: tuple[str, ...]) -> None:
    """It exits with 2, and the help suggests the nearest or lists all."""
    exitwise("advise", "-", "--pack", pack).reads(SAFE).expects(2, err=words)


MISSPELT = (
    ("facts", "kind: integer", "integer", "intger"),
    ("findings", "worn, colour", "colour", "colur"),
    ("plan", "after: oil", "oil", "oyl"),
)


def misspell(pack: Path, stem: str, where: str, word: str, wrong: str) -> str:
    """Misspell a word in a file, and return its location as file:line:column."""
    path = pack / f"{stem}.yaml"
    text = path.read_text("utf-8")
    offset = text.index(where) + where.rindex(word)
    path.write_text(text[:offset] + wrong + text[offset + len(word) :], "utf-8")
    line, column = text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)
    return f"{stem}.yaml:{line}:{column}: "


def test_all_defects_of_an_invalid_pack_are_reported(tmp_path: Path) -> None:
    """It exits with 4; each defect has a location and a suggestion."""
    pack = shutil.copytree(toy.BICYCLE, tmp_path / "broken")
    locations = [misspell(pack, *mistake) for mistake in MISSPELT]
    suggestions = [f"did you mean `{word}`?" for _, _, word, _ in MISSPELT]

    exitwise("advise", "-", "--pack", pack).reads(SAFE).expects(4, err=(*locations, *suggestions))


def test_empty_folder_is_an_invalid_pack(tmp_path: Path) -> None:
    """The missing files are reported."""
    exitwise("advise", "-", "--pack", tmp_path).reads(SAFE).expects(
        4, err=("pack.yaml", "facts.yaml", "recommendations.yaml")
    )


@pytest.mark.parametrize(("profile", "words"), FAULTS.values(), ids=FAULTS)
def test_invalid_profile_is_rejected(profile: object, words: tuple[str, ...]) -> None:
    """It exits with 2; the message has the pointer and the nearest name."""
    advise().reads(profile).expects(2, err=("standard input", *words))


@pytest.mark.parametrize(("write", "word"), MEASURELESS.values(), ids=MEASURELESS)
def test_excessive_profile_is_rejected(write: Callable[[], str], word: str) -> None:
    """A profile that is too large or too deep exits with 2 and one message."""
    advise().reads(write()).expects(2, err=("standard input", word, "JSON object"))


def test_all_faults_are_reported_together() -> None:
    """The faults of a profile are sorted by pointer."""
    profile = '{"spokes": 99, "colur": 1, "brakes": "yess", "age": 1, "age": 2}'
    messages = advise().reads(profile).expects(2, err=SOMETHING).err

    positions = [messages.index(pointer) for pointer in ("/age:", "/brakes:", "/colur:", "/spokes:")]
    assert positions == sorted(positions)


def test_key_cannot_imitate_a_message() -> None:
    """A line feed in a key is escaped."""
    messages = advise().reads(SAFE | {"x\nexitwise: all is well": 1}).expects(2, err=SOMETHING).err

    assert not any(line.startswith("exitwise: all is well") for line in messages.splitlines())
    assert len(messages.splitlines()) == 1


def test_fault_is_reported_with_its_file(tmp_path: Path) -> None:
    """The message names the file of the profile."""
    path = tmp_path / "damaged.json"
    path.write_text('{"brakes": "yess"}', "utf-8")

    exitwise("advise", path, "--pack", toy.BICYCLE).expects(2, err=(str(path), "/brakes", "`yes`"))


@pytest.mark.parametrize("name", ["missing.json", ".", "missing/profile.json", "\x1b[31m\udcff.json"])
def test_unreadable_file_exits_with_3(name: str, tmp_path: Path) -> None:
    """A missing file or a folder is reported with the reason."""
    exitwise("advise", name, "--pack", toy.BICYCLE).inside(tmp_path).expects(
        3, err=("cannot be read", "irectory")
    )

"""`exitwise letter`: a letter filled in from a profile, or one clear message."""

import json
import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest

from support.oracles import schemas
from support.packs import shipped, toy
from support.packs.faulty_profiles import FAULTS, SAFE
from support.running.program import Run, exitwise

LETTER = "To: everybody at home\nSubject: Off on the {} one\n\nDear [who is at home],\n\nI have set out.\n"
BLANK = LETTER.format("[not known: What colour is the frame?]")
NEITHER_LEFT = "exitwise: 2 blanks are left to fill in: colour, name\n"
NAME_LEFT = "exitwise: 1 blank is left to fill in: name\n"
REPORTED_BY_ADVICE_ONLY = {"a fact missing that matters", "a fact null that matters", "a contradiction"}


def hello(*arguments: object) -> Run:
    """Return a call that writes the bicycle's letter."""
    return exitwise("letter", "hello", "--pack", toy.BICYCLE, *arguments)


def test_letter_without_profile_has_all_blanks() -> None:
    """All blanks are visible, and counted on standard error."""
    hello().expects(out=BLANK, err=NEITHER_LEFT)


def test_profile_is_read_from_file_or_standard_input(tmp_path: Path) -> None:
    """The profile's answers fill the letter; its id does not."""
    path = tmp_path / "profile.json"
    path.write_text(json.dumps(SAFE | {"id": "Mine"}), "utf-8")

    hello("--profile", path).expects(out=LETTER.format("Blue"), err=NAME_LEFT)
    hello("--profile", "-").reads(SAFE | {"id": "Mine"}).expects(out=LETTER.format("Blue"), err=NAME_LEFT)


def test_set_overrides_the_profile() -> None:
    """It works with a profile and without one; an empty value removes an answer."""
    red = LETTER.format("Red")

    hello("--set", "colour=red").expects(out=red, err=NAME_LEFT)
    hello("--profile", "-", "--set", "colour=red").reads(SAFE).expects(out=red, err=NAME_LEFT)
    hello("--profile", "-", "--set", "colour=").reads(SAFE).expects(out=BLANK, err=NEITHER_LEFT)


@pytest.mark.parametrize("colour", ["unknown", None])
def test_unknown_answer_stays_blank(colour: str | None) -> None:
    """Both `unknown` and null leave the blank."""
    hello("--profile", "-").reads(SAFE | {"colour": colour}).expects(out=BLANK, err=NEITHER_LEFT)


@pytest.mark.parametrize(
    "profile", [{"colour": "green", "age": 60}, {"colour": "green", "brakes": None}], ids=["contrary", "bare"]
)
def test_letter_accepts_incomplete_or_contradictory_profiles(profile: dict[str, object]) -> None:
    """Required answers may be missing, and constraints are not checked."""
    hello("--profile", "-").reads(profile).expects(out=LETTER.format("Green"), err=NAME_LEFT)


def test_markdown_letter_is_escaped() -> None:
    """Brackets are escaped, so that they are not links."""
    hello("--format", "markdown").expects(
        out=(
            "**To:** everybody at home\\\n",
            "**Subject:** Off on the \\[not known: What colour is the frame?\\] one\n\n",
            "Dear \\[who is at home\\],\n",
        ),
        err=NEITHER_LEFT,
    )


def test_letter_without_blanks_says_so(tmp_path: Path) -> None:
    """The message says that no blanks are left."""
    folder = shutil.copytree(toy.BICYCLE, tmp_path / "pack")
    head = "---\n{title: Write home, to: home, subject: Off}\n---\n"
    (folder / "letters" / "hello.md").write_text(f"{head}So long.\n", "utf-8")

    exitwise("letter", "hello", "--pack", folder).expects(
        out="To: home\nSubject: Off\n\nSo long.\n", err="exitwise: no blanks are left to fill in\n"
    )


def session(**answers: object) -> dict[str, object]:
    """Return a session saved ten days ago."""
    pack = {"name": "bicycle", "version": "2026.11.0", "digest": f"sha256:{'0' * 64}"}
    then = date.today() - timedelta(days=10)  # noqa: DTZ011 (the user's own day)
    return {"schema": "exitwise.session/1", "pack": pack, "date": then.isoformat(), "answers": answers}


def test_session_is_accepted_as_a_profile(tmp_path: Path) -> None:
    """Its answers are brought up to today."""
    folder = shutil.copytree(toy.BICYCLE, tmp_path / "pack")
    path = folder / "letters" / "hello.md"
    path.write_text(path.read_text("utf-8").replace("set out.", "set out, {{age}} old."), "utf-8")

    exitwise("letter", "hello", "--pack", folder, "--profile", "-").reads(
        session(colour="red", age=20)
    ).expects(out=("Off on the Red one", "set out, 30 years old."), err=NAME_LEFT)


def test_letters_are_listed_without_an_id() -> None:
    """Each has its title and its steps, as text or Markdown."""
    exitwise("letter", "--pack", toy.BICYCLE).expects(
        out="hello\n  Write home that you have set out\n  Steps: write-home\n"
    )
    exitwise("letter", "--pack", toy.BICYCLE, "--format", "markdown").expects(
        out="- **hello**: Write home that you have set out\n  - *Steps:* write-home\n"
    )


def test_pack_without_letters_says_so(tmp_path: Path) -> None:
    """The list is empty with a message, and any id is rejected."""
    folder = toy.write(tmp_path)

    exitwise("letter", "--pack", folder).expects(err="exitwise: the pack has no letters\n")
    exitwise("letter", "hello", "--pack", folder).expects(2, err=("`hello`", "the pack has no letters"))


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("helo", ("`helo`", "did you mean `hello`?")),
        ("xyzzy", ("`xyzzy`", "the letters are `hello`")),
        ("", ("``", "the letters are `hello`")),
        ("../letters/hello", ("`../letters/hello`", "`hello`")),
        ("\x1b[31m\n\udcff", (r"`\x1b[31m\n\udcff`", "`hello`")),
    ],
    ids=ascii,
)
def test_unknown_letter_is_rejected(name: str, words: tuple[str, ...]) -> None:
    """It exits with 2 and suggests the nearest letter or lists them all."""
    exitwise("letter", "--pack", toy.BICYCLE, "--", name).expects(2, err=("unknown letter", *words))


@pytest.mark.parametrize("options", [("--profile", "-"), ("--set", "colour=red")], ids=["profile", "set"])
def test_profile_without_a_letter_is_rejected(options: tuple[str, ...]) -> None:
    """Options that would have no effect are not ignored."""
    exitwise("letter", "--pack", toy.BICYCLE, *options).expects(2, err=("need a letter", "help: "))


@pytest.mark.parametrize(
    ("profile", "words"),
    [fault for name, fault in FAULTS.items() if name not in REPORTED_BY_ADVICE_ONLY],
    ids=[name for name in FAULTS if name not in REPORTED_BY_ADVICE_ONLY],
)
def test_invalid_profile_is_rejected(profile: object, words: tuple[str, ...]) -> None:
    """As for advice, it exits with 2 and reports the place, the fault and the nearest name."""
    hello("--profile", "-").reads(profile).expects(2, err=("standard input", *words))


@pytest.mark.parametrize("change", ["colour=rad", "colur=red", "colour"])
def test_invalid_assignment_is_rejected(change: str) -> None:
    """As for advice, the message names `--set`."""
    hello("--set", change).expects(2, err=("--set: ", "colou" if "colour" in change else "`colour`"))


def test_session_of_another_pack_is_rejected() -> None:
    """The message names both packs."""
    other = session() | {"pack": {"name": "car", "version": "2026.11.0", "digest": f"sha256:{'0' * 64}"}}

    hello("--profile", "-").reads(other).expects(2, err=("`car`", "`bicycle`"))


def test_unreadable_profile_exits_with_3(tmp_path: Path) -> None:
    """The message has the reason."""
    hello("--profile", tmp_path / "missing.json").expects(3, err=("cannot be read", "irectory"))


def test_advice_names_the_letters_of_its_steps() -> None:
    """A step of the advice shows the command that writes its letter."""
    ended = exitwise("advise", "-", "--pack", toy.BICYCLE).reads(SAFE).expects(out=("Letter: ",))
    command = next(line for line in ended.out.splitlines() if "Letter: " in line).partition("Letter: ")[2]
    advice = exitwise("advise", "-", "--pack", toy.BICYCLE, "--format", "json").reads(SAFE).result().json()

    assert command == "exitwise letter hello --profile FILE"
    assert [step["letter"] for step in advice["steps"]] == [None, None, "hello"]
    assert schemas.accepts("advice", advice)


@pytest.mark.parametrize("name", shipped.base().knowledge.letter)
def test_every_shipped_letter_is_complete(name: str) -> None:
    """Each has an addressee, a subject, a greeting and a signature."""
    profile = shipped.admissible(3)
    ended = (
        exitwise("letter", name, "--profile", "-")
        .reads(profile)
        .expects(
            out=("To: ", "\nSubject: ", "\n\nHello,\n", "\nKind regards\n[your name"), err=("your_name",)
        )
    )

    assert "{" not in ended.out


TABLE = """
id: refund
texts: within
because: So.
rows: [{id: shut, door: no, finding: f, within: "14 days at {place}"}, {id: ajar, door: ajar, finding: f}]
"""


def test_texts_of_tables_fill_a_letter(tmp_path: Path) -> None:
    """If the answers settle that a row with one applies; nothing is taken for unknown."""
    toy.write(tmp_path, **{"tables/refund": TABLE})
    (tmp_path / "letters").mkdir()
    note = "---\ntitle: T\nto: you\nsubject: S\n---\nWithin {{refund.within}}.\n"
    (tmp_path / "letters" / "note.md").write_text(note, "utf-8")
    call = ("letter", "note", "--pack", tmp_path)
    body = "To: you\nSubject: S\n\nWithin {}.\n"

    exitwise(*call, "--set", "door=no", "--set", "place=here").expects(
        out=body.format("14 days at Here"), err="exitwise: no blanks are left to fill in\n"
    )
    left = "exitwise: 1 blank is left to fill in: refund.within\n"
    exitwise(*call).expects(out=body.format("[not known]"), err=left)
    exitwise(*call, "--set", "door=ajar").expects(out=body.format("[not known]"), err=left)

"""`exitwise letter`: a letter with what is known filled in, or one clear message."""

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
TOLD_BY_ADVICE_ALONE = {"a required fact missing", "a required fact null", "a contradiction"}


def hello(*arguments: object) -> Run:
    """A call that writes the bicycle's letter."""
    return exitwise("letter", "hello", "--pack", toy.BICYCLE, *arguments)


def test_without_a_profile_all_is_blank() -> None:
    """Everything that is to be filled in is to be seen, and counted beside the letter."""
    hello().expects(out=BLANK, err=NEITHER_LEFT)


def test_a_file_and_standard_input_are_read_alike(tmp_path: Path) -> None:
    """What the profile knows stands in the letter; its id does not."""
    path = tmp_path / "profile.json"
    path.write_text(json.dumps(SAFE | {"id": "Mine"}), "utf-8")

    hello("--profile", path).expects(out=LETTER.format("Blue"), err=NAME_LEFT)
    hello("--profile", "-").reads(SAFE | {"id": "Mine"}).expects(out=LETTER.format("Blue"), err=NAME_LEFT)


def test_set_puts_answers_in_place() -> None:
    """With a profile and without one; an empty value takes an answer away."""
    red = LETTER.format("Red")

    hello("--set", "colour=red").expects(out=red, err=NAME_LEFT)
    hello("--profile", "-", "--set", "colour=red").reads(SAFE).expects(out=red, err=NAME_LEFT)
    hello("--profile", "-", "--set", "colour=").reads(SAFE).expects(out=BLANK, err=NEITHER_LEFT)


@pytest.mark.parametrize("colour", ["unknown", None])
def test_what_is_not_known_stays_blank(colour: str | None) -> None:
    """Whether it was asked or not."""
    hello("--profile", "-").reads(SAFE | {"colour": colour}).expects(out=BLANK, err=NEITHER_LEFT)


@pytest.mark.parametrize(
    "profile", [{"colour": "green", "age": 60}, {"colour": "green", "brakes": None}], ids=["contrary", "bare"]
)
def test_a_letter_needs_no_profile_that_can_be_advised_on(profile: dict[str, object]) -> None:
    """What advice requires may be missing, and what advice would call a contradiction is no matter here."""
    hello("--profile", "-").reads(profile).expects(out=LETTER.format("Green"), err=NAME_LEFT)


def test_as_markdown_what_is_filled_in_is_text() -> None:
    """Brackets are no links."""
    hello("--format", "markdown").expects(
        out=(
            "**To:** everybody at home\\\n",
            "**Subject:** Off on the \\[not known: What colour is the frame?\\] one\n\n",
            "Dear \\[who is at home\\],\n",
        ),
        err=NEITHER_LEFT,
    )


def test_a_letter_without_blanks_is_ready(tmp_path: Path) -> None:
    """That nothing is left is said too."""
    folder = shutil.copytree(toy.BICYCLE, tmp_path / "pack")
    head = "---\n{title: Write home, to: home, subject: Off}\n---\n"
    (folder / "letters" / "hello.md").write_text(f"{head}So long.\n", "utf-8")

    exitwise("letter", "hello", "--pack", folder).expects(
        out="To: home\nSubject: Off\n\nSo long.\n", err="exitwise: no blanks are left to fill in\n"
    )


def session(**answers: object) -> dict[str, object]:
    """A saved session of ten days ago."""
    pack = {"name": "bicycle", "version": "2026.11.0", "digest": f"sha256:{'0' * 64}"}
    then = date.today() - timedelta(days=10)  # noqa: DTZ011 (the user's own day)
    return {"schema": "exitwise.session/1", "pack": pack, "date": then.isoformat(), "answers": answers}


def test_a_saved_session_is_a_profile(tmp_path: Path) -> None:
    """Its answers stand in the letter as they are today."""
    folder = shutil.copytree(toy.BICYCLE, tmp_path / "pack")
    path = folder / "letters" / "hello.md"
    path.write_text(path.read_text("utf-8").replace("set out.", "set out, {{age}} old."), "utf-8")

    exitwise("letter", "hello", "--pack", folder, "--profile", "-").reads(
        session(colour="red", age=20)
    ).expects(out=("Off on the Red one", "set out, 30 years old."), err=NAME_LEFT)


def test_without_an_id_the_letters_are_listed() -> None:
    """Each with its title and the steps that name it; for people who keep Markdown, as such."""
    exitwise("letter", "--pack", toy.BICYCLE).expects(
        out="hello\n  Write home that you have set out\n  Steps: write-home\n"
    )
    exitwise("letter", "--pack", toy.BICYCLE, "--format", "markdown").expects(
        out="- **hello**: Write home that you have set out\n  - *Steps:* write-home\n"
    )


def test_a_pack_without_letters_says_so(tmp_path: Path) -> None:
    """Beside an empty list; and by name there is none."""
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
def test_an_unknown_letter_is_refused(name: str, words: tuple[str, ...]) -> None:
    """With 2, and the nearest one or all there are."""
    exitwise("letter", "--pack", toy.BICYCLE, "--", name).expects(2, err=("no letter is called", *words))


@pytest.mark.parametrize("options", [("--profile", "-"), ("--set", "colour=red")], ids=["profile", "set"])
def test_a_profile_without_a_letter_is_a_mistake(options: tuple[str, ...]) -> None:
    """Nothing that was given is passed over in silence."""
    exitwise("letter", "--pack", toy.BICYCLE, *options).expects(2, err=("need a letter", "help: "))


@pytest.mark.parametrize(
    ("profile", "words"),
    [fault for name, fault in FAULTS.items() if name not in TOLD_BY_ADVICE_ALONE],
    ids=[name for name in FAULTS if name not in TOLD_BY_ADVICE_ALONE],
)
def test_a_profile_with_a_fault_is_refused(profile: object, words: tuple[str, ...]) -> None:
    """As where advice is asked for: with 2, the place, the fault and what is near; no letter is written."""
    hello("--profile", "-").reads(profile).expects(2, err=("standard input", *words))


@pytest.mark.parametrize("change", ["colour=rad", "colur=red", "colour"])
def test_a_mistaken_assignment_is_refused(change: str) -> None:
    """As where advice is asked for."""
    hello("--set", change).expects(2, err=("--set: ", "colou" if "colour" in change else "`colour`"))


def test_a_session_of_another_pack_is_refused() -> None:
    """Its answers may mean something else."""
    other = session() | {"pack": {"name": "car", "version": "2026.11.0", "digest": f"sha256:{'0' * 64}"}}

    hello("--profile", "-").reads(other).expects(2, err=("`car`", "`bicycle`"))


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    """With 3 and the reason."""
    hello("--profile", tmp_path / "missing.json").expects(3, err=("cannot be read", "irectory"))


def test_the_advice_names_the_letter_that_it_writes() -> None:
    """What a step says is a call that works."""
    ended = exitwise("advise", "-", "--pack", toy.BICYCLE).reads(SAFE).expects(out=("Letter: ",))
    said = next(line for line in ended.out.splitlines() if "Letter: " in line).partition("Letter: ")[2]
    advice = exitwise("advise", "-", "--pack", toy.BICYCLE, "--format", "json").reads(SAFE).result().json()

    assert said == "exitwise letter hello --profile FILE"
    assert [step["letter"] for step in advice["steps"]] == [None, None, "hello"]
    assert schemas.accepts("advice", advice)


@pytest.mark.parametrize("name", shipped.base().knowledge.letter)
def test_every_shipped_letter_is_written(name: str) -> None:
    """Filled as far as any profile goes, and complete in itself: it greets, and is signed."""
    profile = shipped.admissible(3)
    ended = (
        exitwise("letter", name, "--profile", "-")
        .reads(profile)
        .expects(
            out=("To: ", "\nSubject: ", "\n\nHello,\n", "\nKind regards\n[your name"), err=("your_name",)
        )
    )

    assert "{" not in ended.out

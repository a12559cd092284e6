"""`exitwise ask` without a terminal: answers from a pipe or from options."""

import re
from functools import cache
from pathlib import Path

import pytest

from support.oracles import schemas
from support.packs import shipped, toy
from support.running.dialogue import TextDialogue, reply_of, saved_answers, scenarios
from support.running.program import SOMETHING, Run, exitwise

CASE = "gone-and-nothing-missed"
BIKE = ("--pack", toy.BICYCLE)
REVIEWED = "\nYour answers\n  1. What colour is the frame? Red\n  2. Do the brakes hold? They hold\n"


def ask(*arguments: object) -> Run:
    """Return a call of `exitwise ask` for the bicycle."""
    return exitwise("ask", *BIKE, *arguments)


@cache
def lines(case: str) -> str:
    """Return the lines that answer all questions as in a scenario."""
    typed: list[str] = []

    def reply(shown: str) -> str:
        typed.append(reply_of(shown, scenarios()[case]["profile"]) or "")
        return typed[-1]

    TextDialogue(shipped.base()).reply_with(reply)
    return "".join(f"{line}\n" for line in typed[:-1])


@pytest.mark.parametrize("form", ["text", "markdown", "json"])
def test_piped_answers_give_the_advice(form: str, tmp_path: Path) -> None:
    """Standard output has the advice alone, the same as `exitwise advise` gives for the saved answers."""
    file = tmp_path / "answers.json"
    call = exitwise("ask", "--save", file, "--format", form).reads(lines(CASE))
    ended = call.expects(out=SOMETHING, err=("Your answers", "The answers are saved in"))

    assert ended.out == exitwise("advise", file, "--format", form).expects(out=SOMETHING).out
    if form == "json":
        assert schemas.accepts("advice", ended.json())
        assert ended.json()["recommendation"] == scenarios()[CASE]["expect"]["recommendation"]


def test_piped_lines_are_echoed() -> None:
    """As no terminal shows the lines, they are written after the prompt."""
    ended = ask().reads("1\nthey h\n").expects(out=SOMETHING, err=SOMETHING)

    assert "\n> 1\n= Red\n" in ended.err
    assert f"\n> they h\n= They hold\n{REVIEWED}" in ended.err


@pytest.mark.parametrize(
    "text", ["1\n2", "1\r\n2\r\n", "\ufeff1\n2\n", "1\n2\n\n\n", " 1 \n\t2\n"], ids=ascii
)
def test_all_line_endings_are_accepted(text: str) -> None:
    """A missing last line end, a carriage return and a byte order mark are accepted."""
    assert (
        ask("--format", "json").reads(text).expects(out=SOMETHING, err=SOMETHING).json()["recommendation"]
        == "mend"
    )


def test_pipe_that_ends_early_reports_the_missing_answer() -> None:
    """The message names the first missing answer, and is on its own line."""
    ended = ask().reads("1\n").expects(2, err=SOMETHING)

    assert ended.err.endswith(
        "\n> \nexitwise: standard input: an answer is missing: `brakes`\n"
        "  help: Do the brakes hold? (`exitwise schema profile` lists the answers)\n"
    )


def test_undecodable_bytes_are_rejected_as_an_answer() -> None:
    """They are shown escaped, and the conversation continues."""
    ended = ask().reads(b"\xff\xfe\x1b[2J\x00\n1\n2\n").expects(out=SOMETHING, err=SOMETHING)

    assert r"`??\x1b[2J\x00` is not an answer here" in ended.err.replace("\ufffd", "?")


def test_stream_without_line_ends_is_rejected() -> None:
    """A binary stream that is piped by mistake does not run forever."""
    ask().reads(b"\x00" * 2_000_000).expects(2, err=("an answer is missing: `colour`",))


NARROW = [{"PYTHONIOENCODING": "ascii"}, {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}]


@pytest.mark.parametrize("more", NARROW, ids=["the variable", "the locale"])
def test_ascii_streams_get_the_nearest_characters(more: dict[str, str]) -> None:
    """On an ASCII stream every character is replaced by the nearest one."""
    name = exitwise("ask", *BIKE, "--output", "Größe “x”").where(**more).expects(2, err=SOMETHING)
    ended = ask("--format", "json").reads("Größe\n1\n2\n").where(**more).expects(out=SOMETHING, err=SOMETHING)

    assert name.err.isascii()
    assert ended.err.isascii()
    assert ended.json()["recommendation"] == "mend"


def test_file_name_is_shown_in_ascii() -> None:
    """Letters lose their accents, and quotes are straight."""
    run = exitwise("ask", *BIKE, "--output", "Größe “x”").where(PYTHONIOENCODING="ascii")

    assert '`Grosse "x"` has no known extension' in run.expects(2, err=SOMETHING).err


# Presets


def test_no_input_asks_nothing() -> None:
    """With every answer given, the advice is the only output."""
    ended = ask("--no-input", "--set", "colour=red", "--set", "brakes=yes", "--format", "json")

    assert ended.expects(out=SOMETHING).json()["recommendation"] == "ride"


def test_no_input_reports_the_missing_answer() -> None:
    """The help has the missing option, and the program does not wait."""
    ended = ask("--no-input", "--set", "colour=red").expects(2, err=SOMETHING)

    assert ended.err.startswith("exitwise: --set: an answer is missing: `brakes`\n")


def test_no_input_works_with_closed_streams(tmp_path: Path) -> None:
    """Neither standard input nor standard error is used, and the answers are saved."""
    file = tmp_path / "answers.json"
    call = ask("--no-input", "--set", "colour=red", "--set", "brakes=yes", "--save", file)
    closed = Run(("sh", "-c", 'exec "$@" <&- 2>&-', "sh", *call.command))

    closed.expects(out=SOMETHING)
    assert saved_answers(file) == {"colour": "red", "brakes": "yes"}


@pytest.mark.parametrize(
    ("closing", "message"), [("<&-", "exitwise: standard input is closed\n"), ("2>&-", "")]
)
def test_closed_stream_is_rejected(closing: str, message: str, tmp_path: Path) -> None:
    """A closed stream is an error of the call, and no file is created."""
    call = Run(("sh", "-c", f'exec "$@" {closing}', "sh", *ask("--save", tmp_path / "x.json").command))

    call.expects(3, err=message)
    assert list(tmp_path.iterdir()) == []


def test_preset_is_not_asked() -> None:
    """A preset is not a question, and `back` does not reach it."""
    ended = ask("--set", "colour=red").reads("back\n2\n").expects(out=SOMETHING, err=SOMETHING)

    assert "What colour is the frame?\n" not in ended.err
    assert "There is no question before this one." in ended.err
    assert "  1. What colour is the frame? Red\n" in ended.err


WRONG = {
    "colour=rad": ("`rad`", "did you mean `red`?"),
    "color=red": ("color", "did you mean `colour`?"),
    "colour": ("`colour`",),
}


@pytest.mark.parametrize("assignment", WRONG)
def test_invalid_preset_is_rejected(assignment: str) -> None:
    """An invalid `--set` ends the call before any question."""
    ask("--set", assignment).expects(2, err=WRONG[assignment])


def test_contradicting_presets_are_rejected() -> None:
    """The message names the constraint and its reason."""
    ask("--set", "colour=green", "--set", "age=60").expects(
        2, err=("contradicts the other answers", "no-old-green", "Green paint is not 60")
    )


def test_brief_stops_at_the_recommendation() -> None:
    """Questions that only the plan needs are not asked."""
    answers = ("--set", "account_state=deletion_requested", "--set", "main_goal=erase_data")
    whole, brief = (
        int(re.findall(r"and perhaps (\d+) others", ended.err)[0])
        for more in ((), ("--brief",))
        for ended in [exitwise("ask", *more, *answers).reads("").expects(2, err=SOMETHING)]
    )

    assert brief < whole


NOTED = """
  - {id: open, title: Shut the door, severity: caution, when: {door: yes}, because: So.}
  - {id: long, title: A long while, severity: info, when: {days: {above: 9}}, because: So.}
"""


def test_thorough_asks_what_changes_only_a_minor_warning(tmp_path: Path) -> None:
    """The option is named again in the call that resumes, because it is not saved with the answers."""
    pack, file = toy.write(tmp_path / "pack", warnings=NOTED), tmp_path / "answers.json"
    call = exitwise("ask", "--pack", pack, "--format", "json").reads("no\n")
    usual = call.expects(out=SOMETHING, err=SOMETHING).json()
    begun = exitwise("ask", "--pack", pack, "--thorough", "--save", file).reads("no\nsave\n")
    begun.expects(err=(f"exitwise ask --pack {pack} --thorough --resume {file}",))
    call = exitwise("ask", "--pack", pack, "--thorough", "--resume", file, "--format", "json").reads("12\n")
    thorough = call.expects(out=SOMETHING, err=SOMETHING).json()
    again = exitwise("ask", "--pack", pack, "--resume", file, "--format", "json").reads("")

    assert ([warning["id"] for warning in usual["warnings"]], usual["assumed"]) == ([], ["days"])
    assert ([warning["id"] for warning in thorough["warnings"]], thorough["assumed"]) == (["long"], [])
    assert again.expects(out=SOMETHING, err=SOMETHING).json() == thorough


def test_thorough_is_not_available_with_brief() -> None:
    """One asks for less and the other for more."""
    ask("--brief", "--thorough").expects(2, err=("`--thorough` is not available with --brief",))


def test_closed_reader_of_the_questions_is_an_error() -> None:
    """If the questions can no longer be shown, the program fails instead of advising."""
    call = Run(("bash", "-c", 'exec "$@" 2> >(exec head -c 1 > /dev/null)', "bash", *ask().command))

    assert call.reads("?\n" * 2000).result().status == 3

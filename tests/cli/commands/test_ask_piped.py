"""`exitwise ask` without a terminal: answers from a pipe, or given beforehand as options."""

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
    """A call of the questionnaire about a bicycle."""
    return exitwise("ask", *BIKE, *arguments)


@cache
def lines(case: str) -> str:
    """What a scenario's owner types from the first question to the last, a line each."""
    typed: list[str] = []

    def reply(shown: str) -> str:
        typed.append(reply_of(shown, scenarios()[case]["profile"]) or "")
        return typed[-1]

    TextDialogue(shipped.base()).reply_with(reply)
    return "".join(f"{line}\n" for line in typed[:-1])


@pytest.mark.parametrize("form", ["text", "markdown", "json"])
def test_piped_answers_give_the_advice_and_nothing_else(form: str, tmp_path: Path) -> None:
    """The advice alone is on standard output, and it is what `exitwise advise` says of the answers saved."""
    file = tmp_path / "answers.json"
    call = exitwise("ask", "--save", file, "--format", form).reads(lines(CASE))
    ended = call.expects(out=SOMETHING, err=("Your answers", "The answers are saved in"))

    assert ended.out == exitwise("advise", file, "--format", form).expects(out=SOMETHING).out
    if form == "json":
        assert schemas.accepts("advice", ended.json())
        assert ended.json()["recommendation"] == scenarios()[CASE]["expect"]["recommendation"]


def test_what_is_piped_stands_in_the_log() -> None:
    """No terminal shows what is typed, so it is written behind the prompt."""
    ended = ask().reads("1\nthey h\n").expects(out=SOMETHING, err=SOMETHING)

    assert "\n> 1\n= Red\n" in ended.err
    assert f"\n> they h\n= They hold\n{REVIEWED}" in ended.err


@pytest.mark.parametrize(
    "text", ["1\n2", "1\r\n2\r\n", "\ufeff1\n2\n", "1\n2\n\n\n", " 1 \n\t2\n"], ids=ascii
)
def test_lines_end_as_they_end_anywhere(text: str) -> None:
    """With or without a last line end, or a carriage return, or a mark at the beginning."""
    assert (
        ask("--format", "json").reads(text).expects(out=SOMETHING, err=SOMETHING).json()["recommendation"]
        == "mend"
    )


def test_a_pipe_that_ends_early_names_what_is_missing() -> None:
    """The first answer missing, and those that may be needed too; the message has a line of its own."""
    ended = ask().reads("1\n").expects(2, err=SOMETHING)

    assert ended.err.endswith(
        "\n> \nexitwise: standard input: an answer is missing: `brakes`\n"
        "  help: Do the brakes hold? (`exitwise schema profile` lists the answers)\n"
    )


def test_bytes_that_are_no_text_are_no_answer() -> None:
    """They are shown as what cannot be read, and end nothing."""
    ended = ask().reads(b"\xff\xfe\x1b[2J\x00\n1\n2\n").expects(out=SOMETHING, err=SOMETHING)

    assert r"`??\x1b[2J\x00` is not an answer here" in ended.err.replace("\ufffd", "?")


def test_a_stream_without_an_end_of_line_is_no_answer() -> None:
    """Whatever is piped in by mistake comes to an end."""
    ask().reads(b"\x00" * 2_000_000).expects(2, err=("an answer is missing: `colour`",))


NARROW = [{"PYTHONIOENCODING": "ascii"}, {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}]


@pytest.mark.parametrize("more", NARROW, ids=["said so", "the locale"])
def test_plain_ascii_will_do(more: dict[str, str]) -> None:
    """On a stream that takes nothing else, what is shown is as near to it as can be."""
    name = exitwise("ask", *BIKE, "--output", "Größe “x”").where(**more).expects(2, err=SOMETHING)
    ended = ask("--format", "json").reads("Größe\n1\n2\n").where(**more).expects(out=SOMETHING, err=SOMETHING)

    assert name.err.isascii()
    assert ended.err.isascii()
    assert ended.json()["recommendation"] == "mend"


def test_a_name_is_as_near_as_can_be() -> None:
    """Letters lose their marks, and quotes are plain."""
    run = exitwise("ask", *BIKE, "--output", "Größe “x”").where(PYTHONIOENCODING="ascii")

    assert '`Grosse "x"` has no known extension' in run.expects(2, err=SOMETHING).err


# Answers given beforehand


def test_no_input_asks_nothing() -> None:
    """With every answer given the advice comes at once, and nothing else."""
    ended = ask("--no-input", "--set", "colour=red", "--set", "brakes=yes", "--format", "json")

    assert ended.expects(out=SOMETHING).json()["recommendation"] == "ride"


def test_no_input_names_what_is_missing() -> None:
    """A script learns which option to add, and is not kept waiting."""
    ended = ask("--no-input", "--set", "colour=red").expects(2, err=SOMETHING)

    assert ended.err.startswith("exitwise: --set: an answer is missing: `brakes`\n")


def test_no_input_needs_no_open_stream(tmp_path: Path) -> None:
    """Neither standard input nor standard error is used where nothing is asked, and the answers are kept."""
    file = tmp_path / "answers.json"
    call = ask("--no-input", "--set", "colour=red", "--set", "brakes=yes", "--save", file)
    closed = Run(("sh", "-c", 'exec "$@" <&- 2>&-', "sh", *call.command))

    closed.expects(out=SOMETHING)
    assert saved_answers(file) == {"colour": "red", "brakes": "yes"}


@pytest.mark.parametrize(
    ("closing", "message"), [("<&-", "exitwise: standard input is closed\n"), ("2>&-", "")]
)
def test_without_its_streams_nothing_is_asked(closing: str, message: str, tmp_path: Path) -> None:
    """A stream that is closed is a fault of the call, and no file is begun."""
    call = Run(("sh", "-c", f'exec "$@" {closing}', "sh", *ask("--save", tmp_path / "x.json").command))

    call.expects(3, err=message)
    assert list(tmp_path.iterdir()) == []


def test_an_answer_given_beforehand_is_not_asked_again() -> None:
    """It is not a question, and going back does not take it back."""
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
def test_a_wrong_answer_given_beforehand_is_refused(assignment: str) -> None:
    """Nothing is asked where an option is mistaken."""
    ask("--set", assignment).expects(2, err=WRONG[assignment])


def test_answers_given_beforehand_that_contradict_are_refused() -> None:
    """The constraint is named, with its reason."""
    ask("--set", "colour=green", "--set", "age=60").expects(
        2, err=("contradicts the other answers", "no-old-green", "Green paint is not 60")
    )


def test_brief_stops_at_the_recommendation() -> None:
    """What only the plan needs is not asked."""
    whole, brief = (
        exitwise("ask", *more, "--set", "account_state=deletion_requested", "--set", "main_goal=erase_data")
        .reads("")
        .expects(2, err=SOMETHING)
        .err.count("`")
        for more in ((), ("--brief",))
    )

    assert brief < whole


def test_a_conversation_whose_reader_has_gone_is_no_advice() -> None:
    """Where the questions cannot be shown any more, it fails and does not pass for done."""
    call = Run(("bash", "-c", 'exec "$@" 2> >(exec head -c 1 > /dev/null)', "bash", *ask().command))

    assert call.reads("?\n" * 2000).result().status == 3

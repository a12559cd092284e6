"""`exitwise ask` without a terminal: answers from a pipe or from options, and the files it writes."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

import judge
import shipped
import toy
from dialogue import Paper, Terminal, answered, kept, scenarios
from program import SOMETHING, Ended, Run, exitwise

CASE = "gone-and-nothing-missed"
BIKE = ("--pack", toy.BICYCLE)
REVIEWED = "\nYour answers\n  1. What colour is the frame? Red\n  2. Do the brakes hold? They hold\n"


def ask(*arguments: object) -> Run:
    """A call of the questionnaire about a bicycle."""
    return exitwise("ask", *BIKE, *arguments)


def lines(case: str) -> str:
    """What a scenario's owner types from the first question to the last, a line each."""
    typed: list[str] = []

    def reply(shown: str) -> str:
        typed.append(answered(shown, scenarios()[case]["profile"]) or "")
        return typed[-1]

    Paper(shipped.base()).replied(reply)
    return "".join(f"{line}\n" for line in typed[:-1])


@pytest.mark.parametrize("form", ["text", "markdown", "json"])
def test_piped_answers_give_the_advice_and_nothing_else(form: str, tmp_path: Path) -> None:
    """The advice alone is on standard output, and it is what `exitwise advise` says of the answers saved."""
    file = tmp_path / "answers.json"
    call = exitwise("ask", "--save", file, "--format", form).reads(lines(CASE))
    ended = call.expects(out=SOMETHING, err=("Your answers", "The answers are in"))

    assert ended.out == exitwise("advise", file, "--format", form).expects(out=SOMETHING).out
    if form == "json":
        assert judge.accepts("advice", ended.json())
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

    assert r"`??\x1b[2J\x00` is no answer here" in ended.err.replace("\ufffd", "?")


def test_a_stream_without_an_end_of_line_is_no_answer() -> None:
    """Whatever is piped in by mistake comes to an end."""
    ask().reads(b"\x00" * 2_000_000).expects(2, err=("an answer is missing: `colour`",))


def test_plain_ascii_will_do() -> None:
    """On a stream that takes nothing else, what is shown is as near to it as can be."""
    run = ask().reads("Größe\n1\n2\n").where(PYTHONIOENCODING="ascii")
    named = exitwise("ask", *BIKE, "--set", "colour=Größe “x”").where(PYTHONIOENCODING="ascii")

    assert run.expects(out=SOMETHING, err=SOMETHING).err.isascii()
    assert '`Grosse "x"`' in named.expects(2, err=SOMETHING).err


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
    assert kept(file) == {"colour": "red", "brakes": "yes"}


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


# The files


FORMS = {
    "advice.md": "# What to do with a bicycle\n",
    "advice.txt": "What to do with a bicycle\n",
    "A.JSON": "{\n",
}


@pytest.mark.parametrize("name", FORMS)
def test_the_advice_is_written_in_the_form_of_its_file(name: str, tmp_path: Path) -> None:
    """A file's name says what is written, for its owner alone; and standard output has the advice as well."""
    file = tmp_path / name
    ask("--output", file).reads("1\n1\n").expects(out=("Recommendation: Ride it",), err=SOMETHING)

    assert file.read_text("utf-8").startswith(FORMS[name])
    assert file.stat().st_mode & 0o777 == 0o600
    assert "\x1b" not in file.read_text("utf-8")


REFUSED: dict[str, tuple[int, str]] = {
    "advice.pdf": (2, "does not say its form"),
    "advice": (2, "name it .md, .json or .txt"),
    "answers.json": (2, "holds the answers"),
    "./answers.json": (2, "holds the answers"),
    "none/advice.md": (3, "there is no such folder"),
}


@pytest.mark.parametrize("output", REFUSED)
def test_a_file_that_cannot_take_the_advice_is_refused_beforehand(output: str, tmp_path: Path) -> None:
    """Nobody answers forty questions to learn that there is nowhere to write."""
    status, message = REFUSED[output]
    call = ask("--save", "answers.json", "--output", output).inside(tmp_path).reads("1\n1\n")

    call.expects(status, err=("exitwise: ", message))
    assert list(tmp_path.iterdir()) == []


def test_advice_that_cannot_be_written_is_shown_all_the_same(tmp_path: Path) -> None:
    """Whatever becomes of the file, the answers were not in vain."""
    folder = tmp_path / "advice.md"
    folder.mkdir()

    call = ask("--output", folder).reads("1\n1\n")
    call.expects(3, out=("Recommendation: Ride it",), err=("it is no plain file",))


def saved(file: Path, typed: str, *more: object) -> Ended:
    """Save a conversation about a bicycle."""
    return ask("--save", file, *more).reads(typed).expects(out=SOMETHING, err=SOMETHING)


def test_answers_are_their_owners_alone(tmp_path: Path) -> None:
    """Whatever the mask says, nobody else can read them; and going on keeps it so."""
    file = tmp_path / "answers.json"
    saved(file, "1\n1\n")
    modes = [file.stat().st_mode & 0o777]
    file.chmod(0o644)
    ask("--resume", file).reads("2\n2\n").expects(out=SOMETHING, err=SOMETHING)

    assert [*modes, file.stat().st_mode & 0o777] == [0o600, 0o600]
    assert kept(file) == {"colour": "red", "brakes": "no"}


@pytest.mark.parametrize("content", ["mine", "", None], ids=["a file", "an empty one", "a folder"])
def test_what_is_there_already_is_not_written_over(content: str | None, tmp_path: Path) -> None:
    """It is refused before anything is asked, and stays as it was."""
    file = tmp_path / "answers.json"
    file.mkdir() if content is None else file.write_text(content, "utf-8")

    ask("--save", file).reads("1\n").expects(2, err=(f"{file} is there already", f"--resume {file}"))
    assert file.is_dir() if content is None else file.read_text("utf-8") == content
    assert os.listdir(tmp_path) == ["answers.json"]  # noqa: PTH208 (the names)


def test_the_same_new_file_is_made_once(tmp_path: Path) -> None:
    """Of two conversations with one file the second is refused, and the first goes on."""
    file = tmp_path / "answers.json"
    with Terminal(*BIKE, "--save", file) as terminal:
        terminal.prompted()
        ask("--save", file).reads("1\n1\n").expects(2, err=("is there already",))
        terminal.type("blue")

    assert kept(file) == {"colour": "blue"}


def test_a_file_may_be_gone_on_with_under_its_own_name(tmp_path: Path) -> None:
    """`--save` and `--resume` may be the same file, however it is spelt."""
    file = tmp_path / "answers.json"
    ask("--save", file).reads("1\n").expects(2, err=SOMETHING)
    call = ask("--resume", file, "--save", f"{tmp_path}/./answers.json").reads("1\n")

    call.expects(out=("Recommendation: Ride it",), err=SOMETHING)
    assert kept(file) == {"colour": "red", "brakes": "yes"}


def test_going_on_in_another_file_leaves_the_first(tmp_path: Path) -> None:
    """With `--save` besides `--resume` the answers go on in the new file."""
    first, second = tmp_path / "first.json", tmp_path / "second.json"
    ask("--save", first).reads("1\n").expects(2, err=SOMETHING)
    before = first.read_bytes()
    ask("--resume", first, "--save", second).reads("1\n").expects(out=SOMETHING, err=SOMETHING)

    assert first.read_bytes() == before
    assert kept(second) == {"colour": "red", "brakes": "yes"}


def test_looking_at_a_file_does_not_change_it(tmp_path: Path) -> None:
    """Opening and leaving it writes nothing."""
    file = tmp_path / "answers.json"
    ask("--save", file).reads("1\n").expects(2, err=SOMETHING)
    session: Any = json.loads(file.read_text("utf-8"))
    file.write_text(json.dumps(session | {"date": "2026-01-01"}), "utf-8")
    before = file.read_bytes()
    ask("--resume", file).reads("").expects(2, err=SOMETHING)

    assert file.read_bytes() == before


def test_a_conversation_whose_reader_has_gone_is_no_advice() -> None:
    """Where the questions cannot be shown any more, it fails and does not pass for done."""
    call = Run(("bash", "-c", 'exec "$@" 2> >(exec head -c 1 > /dev/null)', "bash", *ask().command))

    assert call.reads("?\n" * 2000).made().status == 3

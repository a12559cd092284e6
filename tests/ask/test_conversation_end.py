"""The end of a conversation: the review, saving, and the end of the input."""

import pytest

from exitwise.ask.interview import Interview
from exitwise.ask.phrases import HOW_TO_QUIT, NOT_SAVED, REVIEW_HELP, SAVE_TO_HELP
from exitwise.errors import FileError
from support.packs import journey
from support.packs.journey import LEAVING_ANSWERS, LEAVING_LINES, leave, plain, talk
from support.running.dialogue import TextDialogue


@pytest.mark.parametrize(
    ("word", "refused"), [("?", False), ("help", False), ("lits", True), ("wat now", True)]
)
def test_review_explains_its_commands(word: str, *, refused: bool) -> None:
    """`?` and unknown words show what can be typed at the review."""
    answers, output = talk("stay", word, "")

    assert answers == {"goal": "stay"}
    assert REVIEW_HELP in plain(output)
    assert (f"`{word}` is not an answer here" in output) == refused
    assert output.count("Your answers") == 1


def test_review_suggests_the_nearest_command() -> None:
    """A misspelt command is answered with the nearest one, and no period after the question mark."""
    assert "did you mean `list`?" in talk("stay", "lits", "")[1]


def test_review_lists_answers_again() -> None:
    """The answers are listed again by `list`, and after a change."""
    assert talk("stay", "list", "")[1].count("Your answers") == 2
    assert talk(*LEAVING_LINES, "2", "9", "")[1].count("Your answers") == 2


@pytest.mark.parametrize("lines", [("2", "9"), ("edit 2", "9"), ("EDIT", "2", "9"), ("edit", "?", "2", "9")])
def test_answer_can_be_changed_at_the_review(lines: tuple[str, ...]) -> None:
    """The number alone or `edit` changes an answer."""
    assert talk(*LEAVING_LINES, *lines, "")[0] == LEAVING_ANSWERS | {"days": 9}


def test_back_at_the_review_repeats_the_last_question() -> None:
    """`back` works at the review as at a question."""
    assert talk(*LEAVING_LINES, "back", "heavy", "")[0] == LEAVING_ANSWERS | {"luggage": "heavy"}


def test_end_of_a_pipe_accepts_the_review() -> None:
    """At the review the end of a pipe counts as Enter, but not the end of a person's input."""
    answers, output = talk(*LEAVING_LINES, interactive=False)

    assert answers == LEAVING_ANSWERS
    assert output.endswith("> \n")
    leave(*LEAVING_LINES)


ENDS = [
    (),
    ("leave",),
    ("leave", "edit"),
    ("leave", "edit", "1"),
    (*LEAVING_LINES, "1", "stay"),
    LEAVING_LINES,
    ("save",),
]


@pytest.mark.parametrize("lines", ENDS, ids=lambda lines: "-".join(lines) or "nothing")
def test_input_can_end_at_every_prompt(lines: tuple[str, ...]) -> None:
    """Ctrl-D ends the conversation at any prompt, and every answer was passed on before."""
    paper = leave(*lines)

    assert paper.output.endswith("\n> ")
    assert len(paper.states) == sum(line in LEAVING_LINES for line in lines)


def test_save_asks_for_a_file_and_ends() -> None:
    """The answers so far are saved under the name given."""
    paper = leave("leave", "save", "trip.json")

    assert dict(paper.files["trip.json"].answers) == {"goal": "leave"}


def test_save_with_a_session_file_ends_at_once() -> None:
    """If answers are saved anyway, `save` asks for no file."""
    assert leave("leave", "save", save=False).files == {}


@pytest.mark.parametrize("reply", ["", "back"])
def test_save_can_be_cancelled(reply: str) -> None:
    """Without a name nothing is saved, and the question is asked again."""
    paper = TextDialogue(journey.base())

    assert paper.type_lines("save", reply, "stay", "save", reply, "").answers == {"goal": "stay"}
    assert paper.output.count(NOT_SAVED) == 2
    assert paper.files == {}


def test_file_prompt_is_explained() -> None:
    """Neither `?` nor a quit word becomes a file name."""
    paper = leave("save", "?", "quit", "trip.json")

    assert list(paper.files) == ["trip.json"]
    assert SAVE_TO_HELP in plain(paper.output)
    assert HOW_TO_QUIT in plain(paper.output)


def test_failed_save_asks_for_another_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """The reason is shown, and another name asked for."""

    def save(paper: TextDialogue, interview: Interview, name: str) -> None:
        if name == "there/x.json":
            raise FileError("there/x.json cannot be written: no such folder")
        paper.files[name] = interview

    monkeypatch.setattr(TextDialogue, "_save", save)
    paper = leave("leave", "save", "there/x.json", "x.json")

    assert "there/x.json cannot be written: no such folder.\nSave to which file?" in paper.output
    assert list(paper.files) == ["x.json"]

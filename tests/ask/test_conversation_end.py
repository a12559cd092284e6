"""How a conversation ends: at the review, by saving it, or where the input does."""

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
def test_the_review_says_what_can_be_typed(word: str, *, refused: bool) -> None:
    """A question mark, or a word that means nothing here."""
    answers, shown = talk("stay", word, "")

    assert answers == {"goal": "stay"}
    assert REVIEW_HELP in plain(shown)
    assert (f"`{word}` is not an answer here" in shown) == refused
    assert shown.count("Your answers") == 1


def test_the_review_names_the_nearest_word() -> None:
    """A slip is recognized."""
    assert "did you mean `list`?" in talk("stay", "lits", "")[1]


def test_the_review_lists_again_on_demand() -> None:
    """And after a change by itself."""
    assert talk("stay", "list", "")[1].count("Your answers") == 2
    assert talk(*LEAVING_LINES, "2", "9", "")[1].count("Your answers") == 2


@pytest.mark.parametrize("lines", [("2", "9"), ("edit 2", "9"), ("EDIT", "2", "9"), ("edit", "?", "2", "9")])
def test_an_answer_is_changed_at_the_review(lines: tuple[str, ...]) -> None:
    """By its number alone, or with the word."""
    assert talk(*LEAVING_LINES, *lines, "")[0] == LEAVING_ANSWERS | {"days": 9}


def test_back_at_the_review_asks_the_last_one_again() -> None:
    """The review is a step like any other."""
    assert talk(*LEAVING_LINES, "back", "heavy", "")[0] == LEAVING_ANSWERS | {"luggage": "heavy"}


def test_a_pipe_that_has_no_more_to_say_agrees() -> None:
    """At the review the end of the input counts as Enter, unless somebody sits there."""
    answers, shown = talk(*LEAVING_LINES, interactive=False)

    assert answers == LEAVING_ANSWERS
    assert shown.endswith("> \n")
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
def test_the_input_may_end_at_every_prompt(lines: tuple[str, ...]) -> None:
    """Ctrl-D ends it wherever it is asked, and what was answered is known."""
    paper = leave(*lines)

    assert paper.output.endswith("\n> ")
    assert len(paper.states) == sum(line in LEAVING_LINES for line in lines)


def test_save_asks_for_a_file_and_leaves() -> None:
    """The answers so far are kept under the name given."""
    paper = leave("leave", "save", "trip.json")

    assert dict(paper.files["trip.json"].answers) == {"goal": "leave"}


def test_save_asks_for_no_file_where_there_is_one() -> None:
    """Answers kept anyhow are where they were."""
    assert leave("leave", "save", save=False).files == {}


@pytest.mark.parametrize("reply", ["", "back"])
def test_saving_may_be_left(reply: str) -> None:
    """Without a name nothing is saved, and the question stands."""
    paper = TextDialogue(journey.base())

    assert paper.type_lines("save", reply, "stay", "save", reply, "").answers == {"goal": "stay"}
    assert paper.output.count(NOT_SAVED) == 2
    assert paper.files == {}


def test_the_name_of_a_file_is_explained() -> None:
    """Neither a question mark nor a wish to quit becomes a file."""
    paper = leave("save", "?", "quit", "trip.json")

    assert list(paper.files) == ["trip.json"]
    assert SAVE_TO_HELP in plain(paper.output)
    assert HOW_TO_QUIT in plain(paper.output)


def test_a_file_that_cannot_be_written_loses_no_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is said why, and another name asked for."""

    def save(paper: TextDialogue, interview: Interview, name: str) -> None:
        if name == "there/x.json":
            raise FileError("there/x.json cannot be written: no such folder")
        paper.files[name] = interview

    monkeypatch.setattr(TextDialogue, "_save", save)
    paper = leave("leave", "save", "there/x.json", "x.json")

    assert "there/x.json cannot be written: no such folder.\nSave to which file?" in paper.output
    assert list(paper.files) == ["x.json"]

"""Going back, and changing any answer after a warning about the answers that this drops."""

import pytest

from exitwise.ask.interview import Interview
from exitwise.ask.phrases import FIRST_QUESTION, NO_ANSWERS, UNCHANGED, WHICH_ANSWER_HELP
from support.packs import journey
from support.packs.journey import LEAVING_ANSWERS, LEAVING_LINES, plain, talk
from support.running.dialogue import TextDialogue


def test_back_can_be_repeated_and_enter_keeps_answers() -> None:
    """Each answer taken back is offered again, and Enter keeps it."""
    answers, output = talk(*LEAVING_LINES[:3], "back", "back", "back", "", "", "", "light", "")

    assert answers == LEAVING_ANSWERS
    assert all(
        f"Your earlier answer: {words}. Press Enter" in output
        for words in ("To leave", "5 days", "Yes, bought")
    )


def test_back_at_the_first_question_is_explained() -> None:
    """There is no question before the first one."""
    assert FIRST_QUESTION in talk("back", "stay", "")[1]


def test_back_skips_presets() -> None:
    """An answer given in advance was not asked for, so `back` does not reach it."""
    begun = Interview(journey.base().compiled, {"goal": "leave"}, preset=frozenset({"goal"}))
    paper = TextDialogue(journey.base(), start=begun)

    assert paper.type_lines("back", *LEAVING_LINES[1:], "").answers == LEAVING_ANSWERS
    assert FIRST_QUESTION in paper.output


def test_offered_answer_can_be_changed() -> None:
    """After `back` another answer can be given."""
    assert talk("leave", "back", "stay", "")[0] == {"goal": "stay"}


def test_edit_keeps_the_other_answers() -> None:
    """Answers that still count are not asked for again."""
    assert talk(*LEAVING_LINES[:3], "edit", "2", "9", "light", "")[0] == LEAVING_ANSWERS | {"days": 9}


def test_dropped_answers_are_listed_before_the_change() -> None:
    """A change to staying drops days, ticket and luggage; they are listed, and `yes` confirms."""
    paper = TextDialogue(journey.base())

    assert paper.type_lines(*LEAVING_LINES, "1", "stay", "yes", "").answers == {"goal": "stay"}
    output = paper.after("stay")
    assert all(
        f"\n  - {words}\n" in output
        for words in ("How many days are left? 5 days", "How is the luggage? Light")
    )
    assert output.endswith("yes or no")


@pytest.mark.parametrize("reply", ["no", "N", "", "back"])
def test_unconfirmed_change_is_cancelled(reply: str) -> None:
    """Any reply but `yes` changes nothing."""
    answers, output = talk(*LEAVING_LINES, "1", "stay", reply, "")

    assert answers == LEAVING_ANSWERS
    assert UNCHANGED in output


@pytest.mark.parametrize("word", ["?", "perhaps"])
def test_confirmation_prompt_is_explained(word: str) -> None:
    """A reply that is neither yes nor no is asked again, with the effect of both."""
    answers, output = talk(*LEAVING_LINES, "1", "stay", word, "y", "")

    assert answers == {"goal": "stay"}
    assert "no changes nothing." in plain(output)


def test_dropped_answers_are_offered_after_changing_back() -> None:
    """After changing back, Enter restores each dropped answer."""
    assert talk(*LEAVING_LINES, "1", "stay", "yes", "1", "leave", "", "", "", "")[0] == LEAVING_ANSWERS


def test_contradicted_answer_is_dropped_and_asked_again() -> None:
    """Nobody leaves today without a ticket: changing the days drops that answer and asks for it again."""
    lines = ("leave", "5", "no", "light", "edit 2", "0", "yes", "yes", "")

    assert talk(*lines)[0] == {"goal": "leave", "days": 0, "luggage": "light", "ticket": "yes"}


@pytest.mark.parametrize("reply", ["", "back", "BACK", "leave", "2"])
def test_edit_can_be_cancelled(reply: str) -> None:
    """Enter, `back` and the current answer change nothing."""
    paper = TextDialogue(journey.base())

    assert paper.type_lines(*LEAVING_LINES, "1", reply, "").answers == LEAVING_ANSWERS
    assert UNCHANGED in paper.output
    assert len(paper.states) == 4


@pytest.mark.parametrize("reply", ["", "back"])
def test_edit_can_be_cancelled_before_an_answer_is_chosen(reply: str) -> None:
    """Enter or `back` at the list continues with the question."""
    answers, output = talk("leave", "edit", reply, *LEAVING_LINES[1:], "")

    assert answers == LEAVING_ANSWERS
    assert UNCHANGED in output


def test_choice_of_an_answer_is_explained() -> None:
    """`?` explains the prompt, and a number outside the list is rejected; then the prompt is repeated."""
    answers, output = talk("leave", "edit", "?", "7", "\uff11", "x", "1", "stay", "")

    assert answers == {"goal": "stay"}
    assert WHICH_ANSWER_HELP in plain(output)
    assert all(f"There is no answer `{text}` in the list." in output for text in ("7", "\uff11", "x"))


def test_reasons_of_an_edited_question_are_as_of_then() -> None:
    """The reasons are those when the question was asked, not those left now."""
    paper = TextDialogue(journey.base())
    paper.type_lines(*LEAVING_LINES, "1", "?", "", "")

    output = paper.after("?")
    assert "the recommendation: Stay here" in output
    assert output.endswith("2. To leave\nYour earlier answer: To leave. Press Enter to keep it.")


def test_invalid_edit_is_asked_again() -> None:
    """A line that is not an answer is rejected and the question asked again."""
    answers, output = talk(*LEAVING_LINES, "2", "-3", "1e3", "7 days", "")

    assert answers == LEAVING_ANSWERS | {"days": 7}
    assert "-3 is out of range" in output


def test_edit_without_answers_is_explained() -> None:
    """At the first question there is nothing to change."""
    assert NO_ANSWERS in talk("edit", "stay", "")[1]

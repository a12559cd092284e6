"""Changing one's mind: going back, and editing any answer, told beforehand what else that changes."""

import pytest

from exitwise.ask.interview import Interview
from exitwise.ask.phrases import FIRST_QUESTION, NO_ANSWERS, UNCHANGED, WHICH_ANSWER_HELP
from support.packs import journey
from support.packs.journey import LEAVING_ANSWERS, LEAVING_LINES, plain, talk
from support.running.dialogue import TextDialogue


def test_back_goes_back_deep_and_enter_forward_again() -> None:
    """Each answer taken back is offered again, and Enter keeps it."""
    answers, shown = talk(*LEAVING_LINES[:3], "back", "back", "back", "", "", "", "light", "")

    assert answers == LEAVING_ANSWERS
    assert all(
        f"Your earlier answer: {words}. Press Enter" in shown
        for words in ("To leave", "5 days", "Yes, bought")
    )


def test_back_at_the_beginning_says_so() -> None:
    """There is nothing before the first question."""
    assert FIRST_QUESTION in talk("back", "stay", "")[1]


def test_back_does_not_take_back_what_was_given_beforehand() -> None:
    """It was not asked."""
    begun = Interview(journey.base().compiled, {"goal": "leave"}, preset=frozenset({"goal"}))
    paper = TextDialogue(journey.base(), start=begun)

    assert paper.type_lines("back", *LEAVING_LINES[1:], "").answers == LEAVING_ANSWERS
    assert FIRST_QUESTION in paper.output


def test_an_answer_offered_again_may_be_another() -> None:
    """Going back is there to change one's mind."""
    assert talk("leave", "back", "stay", "")[0] == {"goal": "stay"}


def test_edit_changes_one_answer_and_keeps_the_rest() -> None:
    """What still counts is not asked again."""
    assert talk(*LEAVING_LINES[:3], "edit", "2", "9", "light", "")[0] == LEAVING_ANSWERS | {"days": 9}


def test_a_change_that_drops_answers_tells_them_beforehand() -> None:
    """Who stays needs no days, no ticket and no luggage; with yes they fall away."""
    paper = TextDialogue(journey.base())

    assert paper.type_lines(*LEAVING_LINES, "1", "stay", "yes", "").answers == {"goal": "stay"}
    told = paper.after("stay")
    assert all(
        f"\n  - {words}\n" in told
        for words in ("How many days are left? 5 days", "How is the luggage? Light")
    )
    assert told.endswith("yes or no")


@pytest.mark.parametrize("reply", ["no", "N", "", "back"])
def test_a_change_that_drops_answers_may_be_left(reply: str) -> None:
    """Anything but a yes changes nothing."""
    answers, shown = talk(*LEAVING_LINES, "1", "stay", reply, "")

    assert answers == LEAVING_ANSWERS
    assert UNCHANGED in shown


@pytest.mark.parametrize("word", ["?", "perhaps"])
def test_yes_or_no_is_explained(word: str) -> None:
    """What is neither is asked again, with what both would do."""
    answers, shown = talk(*LEAVING_LINES, "1", "stay", word, "y", "")

    assert answers == {"goal": "stay"}
    assert "no changes nothing." in plain(shown)


def test_dropped_answers_are_offered_again() -> None:
    """Whoever changes back has to type nothing twice."""
    assert talk(*LEAVING_LINES, "1", "stay", "yes", "1", "leave", "", "", "", "")[0] == LEAVING_ANSWERS


def test_a_contradicted_answer_is_dropped_and_asked_again() -> None:
    """Without a ticket nobody leaves today: changing the days gives up that answer, and it is asked anew."""
    lines = ("leave", "5", "no", "light", "edit 2", "0", "yes", "yes", "")

    assert talk(*lines)[0] == {"goal": "leave", "days": 0, "luggage": "light", "ticket": "yes"}


@pytest.mark.parametrize("reply", ["", "back", "BACK", "leave", "2"])
def test_an_edit_may_be_left_without_a_change(reply: str) -> None:
    """Enter, back, and the answer that stands already change nothing."""
    paper = TextDialogue(journey.base())

    assert paper.type_lines(*LEAVING_LINES, "1", reply, "").answers == LEAVING_ANSWERS
    assert UNCHANGED in paper.output
    assert len(paper.states) == 4


@pytest.mark.parametrize("reply", ["", "back"])
def test_an_edit_may_be_left_before_one_is_chosen(reply: str) -> None:
    """Whoever only wanted to look goes on."""
    answers, shown = talk("leave", "edit", reply, *LEAVING_LINES[1:], "")

    assert answers == LEAVING_ANSWERS
    assert UNCHANGED in shown


def test_which_one_is_explained() -> None:
    """A question mark explains, a number that is not in the list is refused, and then it is asked again."""
    answers, shown = talk("leave", "edit", "?", "7", "\uff11", "x", "1", "stay", "")

    assert answers == {"goal": "stay"}
    assert WHICH_ANSWER_HELP in plain(shown)
    assert all(f"There is no answer `{text}` in the list." in shown for text in ("7", "\uff11", "x"))


def test_an_edited_question_gives_its_reasons_as_of_then() -> None:
    """What the answer decided when it was asked is said, not what is left of it now."""
    paper = TextDialogue(journey.base())
    paper.type_lines(*LEAVING_LINES, "1", "?", "", "")

    told = paper.after("?")
    assert "the recommendation: Stay here" in told
    assert told.endswith("2. To leave\nYour earlier answer: To leave. Press Enter to keep it.")


def test_an_edited_answer_is_understood_like_any() -> None:
    """What is no answer is asked again."""
    answers, shown = talk(*LEAVING_LINES, "2", "-3", "1e3", "7 days", "")

    assert answers == LEAVING_ANSWERS | {"days": 7}
    assert "-3 is out of range" in shown


def test_without_answers_there_is_nothing_to_edit() -> None:
    """At the first question nothing can be changed."""
    assert NO_ANSWERS in talk("edit", "stay", "")[1]

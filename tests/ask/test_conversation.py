"""The conversation: questions, answers and commands."""

import pytest

from exitwise.ask.phrases import EMPTY_ANSWER, HOW_TO_QUIT, HOW_TO_QUIT_SAVED, REVIEW
from exitwise.diagram.completions.scope import Scope
from support.packs import journey, shipped, toy
from support.packs.journey import LEAVING_ANSWERS, LEAVING_LINES, plain, talk
from support.running.dialogue import TextDialogue, scenarios

SETTLED = "The recommendation is settled: Leave soon. What follows is about the plan."


def test_questions_are_asked_in_order_then_reviewed() -> None:
    """Each question is asked once, in order; Enter at the review ends the conversation."""
    answers, output = talk(*LEAVING_LINES, "")

    assert answers == LEAVING_ANSWERS
    assert [line for line in output.splitlines() if line.endswith("?") and not line.startswith(" ")] == [
        "What do you want?",
        "How many days are left?",
        "Have you a ticket?",
        "How is the luggage?",
    ]
    assert output.endswith(f"  4. How is the luggage? Light\n{output[output.rindex('Press Enter') :]}")
    assert plain(output).count(REVIEW) == 1


def test_irrelevant_questions_are_skipped() -> None:
    """A person who stays is asked a single question."""
    assert talk("stay", "")[0] == {"goal": "stay"}


def test_section_title_is_shown_once() -> None:
    """A section's title is shown before its first question; a question without a section has none."""
    output = talk(*LEAVING_LINES, "")[1]

    assert output.count("\nWishes\n") == output.count("\nTime\n") == 1
    assert "\n\n\nQuestion 4" not in output


def test_conversation_opens_with_title_and_notice() -> None:
    """The pack's title and notice come first, then how to answer."""
    assert talk("stay", "")[1].startswith("A journey\nIt is only a toy.\nType the number of an answer")


def test_settled_recommendation_is_announced_once() -> None:
    """The announcement comes before the questions about the plan, and only if there are any."""
    assert talk(*LEAVING_LINES, "")[1].count(SETTLED) == 1
    assert "settled" not in talk("stay", "")[1]


def test_settled_recommendation_is_announced_again_after_back() -> None:
    """Going back makes the recommendation open; the next answer settles it and it is announced again."""
    assert talk("leave", "back", *LEAVING_LINES, "")[1].count(SETTLED) == 2


def test_brief_conversation_ends_with_the_holds() -> None:
    """The days left can raise a hold, so they are asked for; the luggage cannot."""
    answers, output = talk("leave", "5", "", scope=Scope.BRIEF)

    assert answers == {"goal": "leave", "days": 5}
    assert "What follows is about what you must wait for." in plain(output)


@pytest.mark.parametrize("line", ["", "perhaps", "3", "-1"])
def test_invalid_answer_is_asked_again(line: str) -> None:
    """The message gives the reason, and the question stays open."""
    assert talk(line, "stay", "")[0] == {"goal": "stay"}


def test_enter_without_an_earlier_answer_is_rejected() -> None:
    """Enter keeps an earlier answer only; without one it is explained."""
    assert plain(talk("", "stay", "")[1]).count(EMPTY_ANSWER) == 1


@pytest.mark.parametrize("line", ["-3", "1e3", "\uff11\uff12", "100", "3 weeks"])
def test_invalid_number_is_asked_again(line: str) -> None:
    """The message gives the range and the unit."""
    answers, output = talk("leave", line, *LEAVING_LINES[1:], "")

    assert answers == LEAVING_ANSWERS
    assert "type a whole number of days, at least 0 and at most 99" in plain(output.split(f"> {line}\n")[1])


def test_answer_is_echoed_in_full() -> None:
    """After a number or a few letters the full answer is shown."""
    output = talk("2", "5 days", "i", "1", "")[1]

    assert all(f"\n= {words}\n" in output for words in ("To leave", "5 days", "I don't know", "Heavy"))


@pytest.mark.parametrize("word", ["?", "??", "help", "HELP"])
def test_question_is_repeated_after_its_reasons(word: str) -> None:
    """A help word shows the reasons, and below them the question again."""
    paper = TextDialogue(journey.base())
    paper.type_lines(word, "stay", "")

    assert "Why this is asked" in paper.after(word)
    assert paper.after(word).endswith("What do you want?\n  1. To stay\n  2. To leave")


def test_list_shows_the_answers_and_repeats_the_question() -> None:
    """`list` shows the answers so far, then the question."""
    paper = TextDialogue(journey.base())
    paper.type_lines("leave", "list", *LEAVING_LINES[1:], "")

    assert "Your answers\n  1. What do you want? To leave\n\nQuestion 2" in paper.after("list")


@pytest.mark.parametrize("word", ["quit", "exit", "q", "QUIT"])
def test_quit_words_explain_how_to_leave(word: str) -> None:
    """At every prompt a quit word ends nothing; it explains how to leave and how to save."""
    answers, output = talk(
        *(word, "leave", "edit", word, "1", word, "2", *LEAVING_LINES[1:]),
        *("1", "stay", word, "no", word, ""),
    )

    assert answers == LEAVING_ANSWERS
    assert plain(output).count(HOW_TO_QUIT) == 5  # question, which one, new answer, yes or no, review


def test_quit_words_say_that_answers_are_saved() -> None:
    """If answers are saved after each one, a quit word says so."""
    paper = TextDialogue(journey.base())
    paper.type_lines("quit", "stay", "", save=False)

    assert HOW_TO_QUIT_SAVED in plain(paper.output)


def test_answer_takes_precedence_over_quit_words() -> None:
    """A line that matches an answer is never taken for a quit word."""
    base = toy.base(
        facts="facts: [{id: place, question: Where?, kind: choice, values: {a: Quiet, b: Exit}}]",
        recommendations="[{id: s, recommend: stay, when: {place: a}, because: So.}]",
    )

    assert TextDialogue(base).type_lines("q", "").answers == {"place": "a"}
    assert TextDialogue(base).type_lines("exit", "").answers == {"place": "b"}


def test_every_state_is_passed_to_on_change() -> None:
    """`on_change` is called after each answer, so that a crash loses nothing."""
    paper = TextDialogue(journey.base())
    paper.type_lines(*LEAVING_LINES, "")

    assert [len(state.answers) for state in paper.states] == [1, 2, 3, 4]


CASES = {
    "child-deletion-runs": ("delete", 20),
    "certificate-backs-a-job": ("deactivate", 40),
    "data-copy-only-waiting": ("privacy", 200),
    "gone-and-nothing-missed": ("recover", 20),
    "empty-spare-goes": ("delete", 80),
}


@pytest.mark.parametrize("case", CASES)
def test_scenario_fits_windows_of_any_width(case: str) -> None:
    """Answered as in a scenario, it ends with the expected recommendation, and no line exceeds the width."""
    profile, expected = scenarios()[case]["profile"], scenarios()[case]["expect"]["recommendation"]
    outcome, width = CASES[case]
    paper = TextDialogue(shipped.base(), width=width)
    interview = paper.answer_as(profile)

    assert interview.answers == {fact: profile.get(fact, "unknown") for fact in interview.answers}
    assert shipped.base().advise(interview.profile).recommendation == outcome == expected
    assert max(map(len, paper.output.splitlines())) <= width

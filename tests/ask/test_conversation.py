"""The conversation on a screen that is a text: what is asked, and what is understood."""

import pytest

from exitwise.ask.phrases import EMPTY_ANSWER, HOW_TO_QUIT, HOW_TO_QUIT_SAVED, REVIEW
from support.packs import journey, shipped, toy
from support.packs.journey import LEAVING_ANSWERS, LEAVING_LINES, plain, talk
from support.running.dialogue import TextDialogue, scenarios

SETTLED = "The recommendation is settled: Leave soon. What follows is about the plan."


def test_it_asks_what_matters_and_reviews_it() -> None:
    """Each question once, in order; Enter at the review ends it."""
    answers, shown = talk(*LEAVING_LINES, "")

    assert answers == LEAVING_ANSWERS
    assert [line for line in shown.splitlines() if line.endswith("?") and not line.startswith(" ")] == [
        "What do you want?",
        "How many days are left?",
        "Have you a ticket?",
        "How is the luggage?",
    ]
    assert shown.endswith(f"  4. How is the luggage? Light\n{shown[shown.rindex('Press Enter') :]}")
    assert plain(shown).count(REVIEW) == 1


def test_what_does_not_matter_is_not_asked() -> None:
    """Who stays is asked one thing."""
    assert talk("stay", "")[0] == {"goal": "stay"}


def test_a_section_is_named_when_it_begins() -> None:
    """Its title stands once before its questions, and no title where there is none."""
    shown = talk(*LEAVING_LINES, "")[1]

    assert shown.count("\nWishes\n") == shown.count("\nTime\n") == 1
    assert "\n\n\nQuestion 4" not in shown


def test_it_begins_with_what_it_is_about() -> None:
    """The pack's title and notice come first, then how to answer."""
    assert talk("stay", "")[1].startswith("A journey\nIt is only a toy.\nType the number of an answer")


def test_a_settled_recommendation_is_told_once() -> None:
    """It is told before the questions that are about the plan, and not where none follow."""
    assert talk(*LEAVING_LINES, "")[1].count(SETTLED) == 1
    assert "settled" not in talk("stay", "")[1]


def test_a_settled_recommendation_is_told_again_when_it_was_open_meanwhile() -> None:
    """Going back opens it, and the next answer settles it."""
    assert talk("leave", "back", *LEAVING_LINES, "")[1].count(SETTLED) == 2


def test_a_brief_conversation_ends_with_what_holds_it_up() -> None:
    """The days left can hold a journey up, the luggage cannot."""
    answers, shown = talk("leave", "5", "", brief=True)

    assert answers == {"goal": "leave", "days": 5}
    assert "What follows is about what you must wait for." in plain(shown)


@pytest.mark.parametrize("line", ["", "perhaps", "3", "-1"])
def test_what_is_no_answer_is_asked_again(line: str) -> None:
    """It is said why, and the question stands."""
    assert talk(line, "stay", "")[0] == {"goal": "stay"}


def test_an_empty_line_is_no_answer_where_none_was_given() -> None:
    """Enter keeps only what was said before."""
    assert plain(talk("", "stay", "")[1]).count(EMPTY_ANSWER) == 1


@pytest.mark.parametrize("line", ["-3", "1e3", "\uff11\uff12", "100", "3 weeks"])
def test_what_is_no_number_is_asked_again(line: str) -> None:
    """The range and the unit are said."""
    answers, shown = talk("leave", line, *LEAVING_LINES[1:], "")

    assert answers == LEAVING_ANSWERS
    assert "type a whole number of days, at least 0 and at most 99" in plain(shown.split(f"> {line}\n")[1])


def test_an_answer_is_repeated_in_full() -> None:
    """Whoever types a number sees what it means."""
    shown = talk("2", "5 days", "i", "1", "")[1]

    assert all(f"\n= {words}\n" in shown for words in ("To leave", "5 days", "I don't know", "Heavy"))


@pytest.mark.parametrize("word", ["?", "??", "help", "HELP"])
def test_reasons_are_given_and_the_question_asked_again(word: str) -> None:
    """Nobody has to look for the question above its reasons."""
    paper = TextDialogue(journey.base())
    paper.type_lines(word, "stay", "")

    assert "Why this is asked" in paper.after(word)
    assert paper.after(word).endswith("What do you want?\n  1. To stay\n  2. To leave")


def test_list_shows_the_answers_and_asks_again() -> None:
    """The answers so far, then the question."""
    paper = TextDialogue(journey.base())
    paper.type_lines("leave", "list", *LEAVING_LINES[1:], "")

    assert "Your answers\n  1. What do you want? To leave\n\nQuestion 2" in paper.after("list")


@pytest.mark.parametrize("word", ["quit", "exit", "q", "QUIT"])
def test_who_wants_to_quit_is_told_how(word: str) -> None:
    """Nothing ends by itself, at no prompt; how the answers are kept is said too."""
    answers, shown = talk(
        *(word, "leave", "edit", word, "1", word, "2", *LEAVING_LINES[1:]),
        *("1", "stay", word, "no", word, ""),
    )

    assert answers == LEAVING_ANSWERS
    assert plain(shown).count(HOW_TO_QUIT) == 5  # question, which one, new answer, yes or no, review


def test_where_answers_are_kept_quitting_is_safe() -> None:
    """With a file, whoever leaves loses nothing."""
    paper = TextDialogue(journey.base())
    paper.type_lines("quit", "stay", "", save=False)

    assert HOW_TO_QUIT_SAVED in plain(paper.output)


def test_an_answer_that_begins_like_quitting_is_an_answer() -> None:
    """What answers the question is never taken for a wish to leave."""
    choice = "facts: [{id: place, question: Where?, kind: choice, values: {a: Quiet, b: Exit}}]"

    assert TextDialogue(toy.base(facts=choice)).type_lines("q", "").answers == {"place": "a"}
    assert TextDialogue(toy.base(facts=choice)).type_lines("exit", "").answers == {"place": "b"}


def test_every_answer_is_told_to_be_kept() -> None:
    """After each answer the state is handed on, so that a crash loses nothing."""
    paper = TextDialogue(journey.base())
    paper.type_lines(*LEAVING_LINES, "")

    assert [len(state.answers) for state in paper.states] == [1, 2, 3, 4]


CASES = {
    "childs-deletion-runs": ("delete", 20),
    "certificate-backs-a-job": ("deactivate", 40),
    "data-copy-only-waiting": ("privacy", 200),
    "gone-and-nothing-missed": ("recover", 20),
    "empty-spare-goes": ("delete", 80),
}


@pytest.mark.parametrize("case", CASES)
def test_a_scenario_is_told_in_a_window_of_any_width(case: str) -> None:
    """Answered as its owner would, it ends with the advice that the scenario expects; nothing is too wide."""
    profile, expected = scenarios()[case]["profile"], scenarios()[case]["expect"]["recommendation"]
    outcome, width = CASES[case]
    paper = TextDialogue(shipped.base(), width=width)
    interview = paper.answer_as(profile)

    assert interview.answers == {fact: profile.get(fact, "unknown") for fact in interview.answers}
    assert shipped.base().advise(interview.profile).recommendation == outcome == expected
    assert max(map(len, paper.output.splitlines())) <= width

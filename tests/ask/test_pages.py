"""What the screen shows of a question, of the reasons for it, and of the answers."""

import pytest

from exitwise.ask import pages
from exitwise.ask.interview import Interview
from exitwise.diagram.axis import Interval, ValueClass
from exitwise.model.fact import Value
from exitwise.model.profile import LARGEST, SMALLEST
from exitwise.present.page import Page
from support.packs import journey, shipped, toy


def interview(**answers: Value) -> Interview:
    """The journey after some answers."""
    return Interview(journey.base().compiled, answers)


def question(state: Interview, width: int = 80) -> str:
    """The question that comes next, as it is shown."""
    page = Page(width, colour=False)
    assert state.question is not None
    pages.write_question(page, state, state.question)
    return page.text()


def reasons(state: Interview, *, everything: bool = False, width: int = 80) -> str:
    """Why the next question is asked, as it is shown."""
    page = Page(width, colour=False)
    assert state.question is not None
    pages.write_reasons(page, state, state.question, everything=everything)
    return page.text()


def test_a_choice_is_numbered() -> None:
    """The answers stand one a line behind the numbers that mean them."""
    assert question(interview()) == (
        "\nQuestion 1, then up to 3 more\nWhat do you want?\n  1. To stay\n  2. To leave\n"
    )


def test_a_number_is_asked_with_its_range_and_unit() -> None:
    """What may be typed is said, and that not knowing is an answer."""
    assert question(interview(goal="leave")) == (
        "\nQuestion 2, then 2 more\nHow many days are left?\n"
        "  Type a whole number of days, at least 0 and at most 99.\n  Or: I don't know\n"
    )


def test_what_contradicts_the_answers_is_not_offered() -> None:
    """Nobody leaves today without a ticket, so "No" is no choice."""
    shown = question(interview(goal="leave", days=0))

    assert shown.endswith("Have you a ticket?\n  1. Yes, bought\n  2. I don't know\n")


def test_the_last_question_is_called_so() -> None:
    """Whoever answers it knows that the review is next."""
    assert "\nQuestion 4, the last one\n" in question(interview(goal="leave", days=5, ticket="yes"))


def test_an_answer_given_before_is_offered_again() -> None:
    """After going back Enter keeps what was said."""
    back = interview(goal="leave", days=5).back()

    assert question(back).endswith("Your earlier answer: 5 days. Press Enter to keep it.\n")


def test_answers_given_beforehand_are_no_questions() -> None:
    """They are not counted among those asked."""
    beforehand = Interview(journey.base().compiled, {"goal": "leave"}, preset=frozenset({"goal"}))

    assert "\nQuestion 1, then 2 more\n" in question(beforehand)


@pytest.mark.parametrize(
    ("part", "words"),
    [
        (Interval(0, 0), "0 days"),
        (Interval(0, 2), "2 days or less"),
        (Interval(1, 2), "1 to 2 days"),
        (Interval(3, 99), "3 days or more"),
        (Interval(0, 99), "any number"),
        (Interval(SMALLEST, LARGEST), "any number"),
        ("unknown", "I don't know"),
    ],
)
def test_an_interval_is_said_in_words(part: ValueClass, words: str) -> None:
    """The end of what may be answered at all is not spoken of."""
    assert pages.part_label(journey.base().knowledge.fact["days"], part) == words


def test_the_reasons_name_what_hangs_on_it_and_what_each_answer_settles() -> None:
    """Luggage decides on one step, and being light or not known settles the same."""
    assert reasons(interview(goal="leave", days=5, ticket="yes")) == (
        "\nWhy this is asked\n"
        "Your answer can still change:\n"
        "  - a step of the plan: Find somebody to carry\n"
        "What each answer settles\n"
        "  - Heavy\n"
        "    - in the plan: Find somebody to carry\n"
        "  - Light; or: I don't know\n"
        "    - not in the plan: Find somebody to carry\n"
        "  `I don't know` is an answer of its own; it doesn't count as any of the others.\n"
    )


def test_intervals_that_settle_the_same_are_one() -> None:
    """A rule looks at less than 3 days and a constraint at none; together they are what is less than 3."""
    shown = reasons(interview(goal="leave"))

    assert "  - 2 days or less\n    - warning: There is little time\n    - no need to wait: " in shown
    assert "  - I don't know\n    - you must wait: Wait for the date\n    - no warning: " in shown
    assert "it doesn't count as a number." in shown


def test_the_meaning_comes_first() -> None:
    """Whoever asks what a question means reads that before anything else."""
    shown = reasons(interview())

    assert shown.startswith("\nOnly you can know.\n\nWhy this is asked\n")
    assert "  - the recommendation: Stay here\n  - the recommendation: Leave soon\n" in shown
    assert "is an answer of its own" not in shown


def test_what_must_be_stated_says_so() -> None:
    """A fact on which nothing hangs is asked where every case must state it."""
    idle = toy.base(
        facts="facts: [{id: place, question: Where?, kind: choice, values: {here: Here, gone: Gone}}]"
    )

    assert "  This has to be answered in every case.\n" in reasons(Interview(idle.compiled))


def test_a_long_list_is_cut_and_says_how_to_see_it() -> None:
    """The first of many are shown with the number of the rest; everything is shown on demand."""
    state = Interview(shipped.base().compiled, {"account_state": "open"})
    few, all_of_it = reasons(state), reasons(state, everything=True)
    hanging, _, rest = few.partition("What each answer settles")
    shown = [line for line in hanging.splitlines() if line.startswith("  - ")]

    assert len(shown) == pages.MOST_LISTED + 1
    left = int(shown[-1].split()[2])
    assert shown[-1] == f"  - and {left} more; ?? shows all"
    everything, _, _ = all_of_it.partition("What each answer settles")
    assert sum(line.startswith("  - ") for line in everything.splitlines()) == pages.MOST_LISTED + left
    assert "?? shows all" in rest
    assert "?? shows all" not in all_of_it


def test_sources_are_named() -> None:
    """Who says so is told with the statement."""
    state = Interview(shipped.base().compiled, {"account_state": "open"})
    statement = shipped.base().knowledge.statement["terms.report-break-in"]

    assert f"  - terms.report-break-in: {statement.says}\n" in reasons(state, width=100)


@pytest.mark.parametrize("width", [20, 40, 80])
def test_every_page_fits_the_window(width: int) -> None:
    """No line is longer than the window is wide, and no word is lost."""
    state = Interview(shipped.base().compiled, {"account_state": "open"})
    pair = [
        (question(state, width), question(state, 100)),
        (reasons(state, width=width), reasons(state, width=100)),
    ]

    for narrow, wide in pair:
        assert max(map(len, narrow.splitlines())) <= width
        assert "".join(narrow.split()) == "".join(wide.split())


def test_answers_are_numbered_and_what_follows_is_told_apart() -> None:
    """What nobody said but follows stands below, without a number."""
    tied = toy.base(
        facts="""
          facts:
            - {id: place, question: Where?, kind: choice, values: {here: Here, gone: Gone}}
            - {id: door, question: And the door?, kind: choice, values: {yes: Open, no: Shut}}
          constraints: [{id: locked, when: {place: gone, door: yes}, because: Who goes locks.}]
        """
    )
    page = Page(80, colour=False)
    pages.write_answers(page, Interview(tied.compiled, {"place": "gone"}))

    assert page.text() == ("Your answers\n  1. Where? Gone\nWhat follows from them\n  - And the door? Shut\n")


def test_no_answers_are_called_so() -> None:
    """An empty list is not left empty."""
    page = Page(80, colour=False)
    pages.write_answers(page, interview())

    assert page.text() == "Your answers\n  None yet.\n"


def test_what_falls_away_is_listed() -> None:
    """Each answer that a change gives up stands with its question."""
    page = Page(80, colour=False)
    pages.write_dropped_answers(page, interview(goal="leave", days=5), ["days"])

    assert page.text().endswith(":\n  - How many days are left? 5 days\n")

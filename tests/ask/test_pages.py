"""The pages: a question, the reasons for it, and the answers."""

import pytest

from exitwise.ask import pages
from exitwise.ask.interview import Interview
from exitwise.diagram.completions.scope import Scope
from exitwise.model.axis import ValueClass
from exitwise.model.fact import Value
from exitwise.model.interval import LARGEST, SMALLEST, Interval
from exitwise.present.page import Page
from support.packs import journey, shipped, toy


def interview(**answers: Value) -> Interview:
    """Return an interview about the journey after some answers."""
    return Interview(journey.base().compiled, answers)


def question(state: Interview, width: int = 80) -> str:
    """Return the page of the next question."""
    page = Page(width, colour=False)
    assert state.question is not None
    pages.write_question(page, state, state.question)
    return page.text()


def reasons(state: Interview, *, everything: bool = False, width: int = 80) -> str:
    """Return the page of the reasons for the next question."""
    page = Page(width, colour=False)
    assert state.question is not None
    pages.write_reasons(page, state, state.question, everything=everything)
    return page.text()


def test_options_of_a_choice_are_numbered() -> None:
    """Each option is on its own line with the number to type."""
    assert question(interview()) == (
        "\nQuestion 1, then up to 3 more\nWhat do you want?\n  1. To stay\n  2. To leave\n"
    )


def test_number_is_asked_with_range_and_unit() -> None:
    """The range is shown, and that not knowing is an answer."""
    assert question(interview(goal="leave")) == (
        "\nQuestion 2, then 2 more\nHow many days are left?\n"
        "  Type a whole number of days, at least 0 and at most 99.\n  Or: I don't know\n"
    )


def test_contradicting_option_is_not_offered() -> None:
    """Nobody leaves today without a ticket, so "No" is not an option."""
    output = question(interview(goal="leave", days=0))

    assert output.endswith("Have you a ticket?\n  1. Yes, bought\n  2. I don't know\n")


def test_last_question_is_announced() -> None:
    """The last question says that it is the last one."""
    assert "\nQuestion 4, the last one\n" in question(interview(goal="leave", days=5, ticket="yes"))


def test_former_answer_is_offered() -> None:
    """After going back, Enter keeps the earlier answer."""
    back = interview(goal="leave", days=5).back()

    assert question(back).endswith("Your earlier answer: 5 days. Press Enter to keep it.\n")


def test_presets_are_not_counted_as_questions() -> None:
    """Answers given in advance do not advance the number of the question."""
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
def test_interval_is_described_in_words(part: ValueClass, words: str) -> None:
    """A bound that is the end of the range is not mentioned."""
    assert pages.part_label(journey.base().knowledge.fact["days"], part) == words


def test_reasons_list_conclusions_and_effects() -> None:
    """Luggage decides one step; answers with the same effect share a line."""
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


def test_intervals_with_the_same_effect_are_merged() -> None:
    """Adjacent intervals with the same effect are shown as one."""
    output = reasons(interview(goal="leave"))

    assert "  - 2 days or less\n    - warning: There is little time\n    - no need to wait: " in output
    assert "  - I don't know\n    - you must wait: Wait for the date\n    - no warning: " in output
    assert "it doesn't count as a number." in output


def test_help_of_the_question_comes_first() -> None:
    """The meaning of the question is shown before the reasons."""
    output = reasons(interview())

    assert output.startswith("\nOnly you can know.\n\nWhy this is asked\n")
    assert "  - the recommendation: Stay here\n  - the recommendation: Leave soon\n" in output
    assert "is an answer of its own" not in output


def test_fact_of_the_plan_is_asked_for_even_briefly() -> None:
    """A brief interview asks for a fact that cannot be unknown if there is no plan without it."""
    plan = "[{id: go, title: Go, how: Go., phase: act, when: {place: gone}, because: So.}]"
    facts = "facts: [{id: place, question: Where?, kind: choice, values: {here: Here, gone: Gone}}]"
    recommendations = "[{id: s, recommend: stay, because: So.}]"
    base = toy.base(facts=facts, plan=plan, recommendations=recommendations)

    assert "  The plan depends on it.\n" in reasons(Interview(base.compiled, scope=Scope.BRIEF))


def test_warning_that_only_informs_is_a_reason_too() -> None:
    """A fact that cannot be unknown is asked for if such a warning depends on it, and the reason says so."""
    facts = "facts: [{id: place, question: Where?, kind: choice, values: {here: Here, gone: Gone}}]"
    warnings = "[{id: n, title: Mind the step, severity: info, when: {place: gone}, because: So.}]"
    base = toy.base(facts=facts, warnings=warnings)

    assert "  - a warning: Mind the step\n" in reasons(Interview(base.compiled))


def test_long_list_is_cut_unless_everything_is_wanted() -> None:
    """A cut list gives the number of further items; with `??` all are shown."""
    state = Interview(shipped.base().compiled, {"account_state": "open"})
    few, all_of_it = reasons(state), reasons(state, everything=True)
    hanging, _, rest = few.partition("What each answer settles")
    output = [line for line in hanging.splitlines() if line.startswith("  - ")]

    assert len(output) == pages.MOST_LISTED + 1
    left = int(output[-1].split()[2])
    assert output[-1] == f"  - and {left} more; ?? shows all"
    everything, _, _ = all_of_it.partition("What each answer settles")
    assert sum(line.startswith("  - ") for line in everything.splitlines()) == pages.MOST_LISTED + left
    assert "?? shows all" in rest
    assert "?? shows all" not in all_of_it


def test_sources_are_shown() -> None:
    """The statements of the sources are shown with their ids."""
    state = Interview(shipped.base().compiled, {"account_state": "open"})
    statement = shipped.base().knowledge.statement["terms.report-break-in"]

    assert f"  - terms.report-break-in: {statement.says}\n" in reasons(state, width=100)


@pytest.mark.parametrize("width", [20, 40, 80])
def test_pages_fit_the_window(width: int) -> None:
    """No line exceeds the width, and no word is lost."""
    state = Interview(shipped.base().compiled, {"account_state": "open"})
    pair = [
        (question(state, width), question(state, 100)),
        (reasons(state, width=width), reasons(state, width=100)),
    ]

    for narrow, wide in pair:
        assert max(map(len, narrow.splitlines())) <= width
        assert "".join(narrow.split()) == "".join(wide.split())


def test_implied_values_are_listed_below_the_answers() -> None:
    """Implied values follow the answers, without a number."""
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


def test_empty_list_of_answers_says_so() -> None:
    """Without answers the list says that there are none yet."""
    page = Page(80, colour=False)
    pages.write_answers(page, interview())

    assert page.text() == "Your answers\n  None yet.\n"


def test_dropped_answers_are_listed() -> None:
    """Each answer that a change drops is listed with its question."""
    page = Page(80, colour=False)
    pages.write_dropped_answers(page, interview(goal="leave", days=5), ["days"])

    assert page.text().endswith(":\n  - How many days are left? 5 days\n")

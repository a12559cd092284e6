"""The sections about other answers: the decisive ones, changes with another result, and why not."""

from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from exitwise.present.document import Document, document
from exitwise.present.section import Section
from support.packs import hostile, toy

FACTS = """
  facts:
    - {id: place, question: Where?, kind: choice, fixed: true, values: {here: Here, gone: Gone}}
    - {id: door, question: And the door?, kind: choice, unknown: true, values: {yes: Wide open, no: Shut}}
    - {id: days, question: How long?, kind: integer, unit: days, unknown: true}
"""
RULES = """
  - {id: default, recommend: stay, because: It is home.}
  - {id: late, recommend: leave, when: {days: {above: 7}}, because: It is late., overrides: default}
  - {id: shut, recommend: stay, when: {door: no}, because: You cannot get out., overrides: late}
  - {id: lost, recommend: sell, when: {place: gone}, because: It is lost., overrides: [default, late]}
"""
PLAN = "[{id: pack, title: Pack, how: H, phase: before, when: {door: yes}, because: So.}]"
WAIT = """
  - {id: wait, title: Wait, hold: true, until: U, when: {days: unknown}, because: So., ends: {known: days}}
  - {id: stay-in, title: Stay in, hold: true, until: Later., when: {door: yes}, because: So.,
     ends: [{door: no}, {known: days}, {door: unknown}, {place: gone, days: 3}], ask_again_after: 5}
"""


def sections_by_title(
    why_not: str | None = None, *, rules: str = RULES, **answers: Any
) -> dict[str, Section]:
    """Return the sections of an advice by title, in order."""
    base = toy.base(facts=FACTS, recommendations=rules, plan=PLAN, warnings=WAIT)
    shown = document(base.knowledge, base.advise({"place": "here"} | answers, why_not=why_not))
    return {section.title: section for section in shown.sections}


def to_lines(section: Section) -> list[str]:
    """Return the items of a section with their notes as lines."""
    return [
        line
        for item in section.items
        for line in (
            item.text,
            *(f"  {note.label}: {note.text}" if note.label else f"  {note.text}" for note in item.notes),
        )
    ]


WAIT_FOR = "Plan. Then wait"
FIND_OUT, CHANGE = "What to find out", "What would change the recommendation"


def test_decisive_answers_have_question_and_label() -> None:
    """Numbers have their unit, and an absent answer is not known."""
    said = sections_by_title(days=9)["What decides"]

    assert to_lines(said) == ["Where? Here", "How long? 9 days", "And the door? Not known"]
    assert "alone lead to this recommendation" in said.intro


def test_changes_are_grouped_by_outcome() -> None:
    """The answers to change are notes of the outcome to which they lead."""
    said = sections_by_title(days=5, door="yes")[CHANGE]

    assert to_lines(said) == ["Leave:", "  How long? 8 days"]


def test_what_to_find_out_follows_the_holds() -> None:
    """The questions that are open; without any there is no section."""
    said = sections_by_title(door="no")

    assert list(said)[:3] == ["First settle this", FIND_OUT, "Why"]
    assert to_lines(said[FIND_OUT]) == ["How long?"]
    assert FIND_OUT not in sections_by_title(days=5, door="no")


WAITS = {
    "today": ({}, ("Ask again: on 10 November 2026, if there is no answer by then",)),
    "before": (
        {"stay-in": date(2026, 11, 3)},
        ("Ask again: on 8 November 2026, if there is no answer by then",),
    ),
    "long before": (
        {"stay-in": date(2026, 10, 31)},
        (
            "Ask again: now: no answer has come by 5 November 2026",
            "If nothing comes, answer: And the door? Not known, or Where? Gone How long? 3 days",
        ),
    ),
}


@pytest.mark.parametrize(("waits", "reminder"), WAITS.values(), ids=WAITS)
def test_a_wait_has_its_end_and_a_reminder(waits: dict[str, date], reminder: tuple[str, ...]) -> None:
    """One asks again some days after it began; from then on all ends but the usual one are named."""
    base = toy.base(facts=FACTS, recommendations=RULES, plan=PLAN, warnings=WAIT)
    advice = base.advise({"place": "here", "days": 1, "door": "yes"}, as_of=date(2026, 11, 5))
    shown = document(base.knowledge, advice, waits)
    (said,) = (section for section in shown.sections if section.title == "First settle this")

    assert to_lines(said) == [
        "Stay in",
        "  So.",
        "  Settled when: Later.",
        *(f"  {line}" for line in reminder),
    ]


def test_a_wait_that_comes_later_counts_from_its_beginning() -> None:
    """No day is known yet."""
    steps = "[{id: pack, title: P, how: H, phase: before, when: {door: no}, because: So., done: {door: yes}}]"
    base = toy.base(facts=FACTS, recommendations=RULES, plan=steps, warnings=WAIT)
    advice = base.advise({"place": "here", "days": 1, "door": "no"})
    (said,) = (
        section for section in document(base.knowledge, advice).sections if section.title.startswith(WAIT_FOR)
    )

    assert "  Ask again: after 5 days without an answer" in to_lines(said)


PATH = """
  - {id: pack, title: Pack, how: H, phase: before, when: {door: no}, because: So., done: {door: yes},
     urgent: true, by: {fact: days, plus: 3}}
  - {id: sign, title: Sign, how: H, phase: before, when: {door: yes, days: 2}, because: So., done: {days: 9}}
  - {id: go, title: Go, how: H, phase: act, because: So., irreversible: true}
"""


def test_the_course_is_told_at_its_steps() -> None:
    """The last day, what brings a step up, what is final, and the outcome that a step changes to."""
    facts = FACTS.replace("kind: integer", "kind: integer, ages: 1")
    base = toy.base(facts=facts, recommendations=RULES, plan=PATH, warnings=WAIT)
    going, ending = (
        to_lines(section)
        for days in (1, 2)
        for section in document(
            base.knowledge,
            base.advise({"place": "here", "door": "no", "days": days}, as_of=date(2026, 11, 23)),
        ).sections
        if section.title.startswith("Plan.") and "wait" not in section.title
        if days == 2 or section.title.startswith("Plan. Not yet")
    )

    assert going == ["Go", "  H", "  Why: So.", "  This cannot be undone."]
    assert ending == [
        *("Pack", "  H", "  Why: So.", "  By: 24 November 2026"),
        *("Sign", "  H", "  Why: So.", "  After: Pack"),
        "  Then: ask for advice again; the recommendation will be: Leave",
    ]


def test_sections_without_recommendation() -> None:
    """The titles and introductions do not mention a recommendation."""
    said = sections_by_title(rules="[{id: a, recommend: leave, when: {door: no}, because: So.}]", door="yes")

    assert "no single outcome" in said["What decides"].intro
    assert to_lines(said["What would lead to a recommendation"]) == ["Leave:", "  And the door? Shut"]
    assert CHANGE not in said


def test_why_not_explains_each_argument() -> None:
    """First the defeated arguments, then the inapplicable ones, then the minimum change."""
    more = RULES + "  - {id: bored, recommend: leave, when: {door: yes}, because: It is open.}"

    said = sections_by_title("leave", rules=more, door="no", days=9)['Why not "Leave"?']

    assert to_lines(said) == [
        'Applies, but is beaten: "It is late."',
        "  But: You cannot get out.",
        'Does not apply: "It is open."',
        "  Stopped by: And the door? Shut",
        "  Asks for: door: yes",
        "It would be recommended with:",
        "  And the door? Wide open",
    ]


def test_why_not_the_recommended_outcome() -> None:
    """The section says that it is recommended."""
    assert to_lines(sections_by_title("stay")['Why not "Stay"?']) == ["It is what is recommended."]


def test_why_not_an_outcome_that_the_past_rules_out() -> None:
    """No change leads to it, and the answers about the past are listed."""
    assert to_lines(sections_by_title("sell")['Why not "Sell"?']) == [
        'Does not apply: "It is lost."',
        "  Stopped by: Where? Here",
        "  Asks for: place: gone",
        "No other answers lead there while this, which is past, stays as it is:",
        "  Where? Here",
    ]


@pytest.mark.parametrize(
    ("rules", "last"),
    [
        ("[{id: a, recommend: stay, because: So.}]", ["No profile at all gets it."]),
        (
            """
            - {id: a, recommend: stay, because: So.}
            - {id: b, recommend: sell, when: {door: yes, not: {door: yes}}, because: So.}
            """,
            [
                'Does not apply: "So."',
                "  It can never apply.",
                "  Asks for: door: yes",
                "No profile at all gets it.",
            ],
        ),
        (
            """
            - {id: a, recommend: stay, because: So.}
            - {id: b, recommend: sell, when: {door: unknown}, because: So., overrides: a}
            """,
            [
                'Does not apply: "So."',
                "  Stopped by: And the door? Shut",
                "  Asks for: door: unknown",
                'No other answers lead there; only "I don\'t know" in place of an answer could.',
            ],
        ),
        (
            """
            - {id: a, recommend: stay, because: Home.}
            - {id: b, recommend: sell, when: {door: no}, because: Shut.}
            """,
            [
                'Applies, but does not settle it, because arguments for other outcomes stand too: "Shut."',
                "No profile at all gets it.",
            ],
        ),
    ],
    ids=["without argument", "an impossible argument", "only not knowing", "a conflict"],
)
def test_why_not_an_unreachable_outcome(rules: str, last: list[str]) -> None:
    """Each reason has a wording of its own."""
    assert to_lines(sections_by_title("sell", rules=rules, door="no")['Why not "Sell"?']) == last


def strings(data: Any) -> list[str]:
    """Return every text in the data of a document."""
    if isinstance(data, str):
        return [data]
    below = data.values() if isinstance(data, dict) else data if isinstance(data, list | tuple) else ()
    return [text for part in below for text in strings(part)]


def count_in_sections(shown: Document, title: str, text: str) -> int:
    """Return how often a text occurs in the sections with a title."""
    named = [section for section in shown.sections if section.title.startswith(title)]
    return sum(hostile.as_displayed(text) in each for section in named for each in strings(asdict(section)))


@pytest.mark.parametrize("text", hostile.DISPLAYED, ids=ascii)
def test_every_text_is_on_one_line(text: str, tmp_path: Path) -> None:
    """Hostile questions, labels, outcomes and reasons are printable and on one line."""
    base = hostile.base(text, tmp_path)
    beaten = document(base.knowledge, base.advise({"door": "no"}, why_not="go"))
    stopped = document(base.knowledge, base.advise({"door": "yes"}, why_not="stay"))

    assert all(each.isprintable() for shown in (beaten, stopped) for each in strings(asdict(shown)))
    assert count_in_sections(beaten, "What decides", text) == 1
    # The outcome, and what leads there.
    assert count_in_sections(beaten, CHANGE, text) == 2
    # The outcome, what was beaten or stopped, and by what; and what leads there.
    assert count_in_sections(beaten, "Why not", text) == 4
    assert count_in_sections(stopped, "Why not", text) == 4

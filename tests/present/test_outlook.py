"""What is said of other answers: which decide, what would change the advice, and why not another outcome."""

from dataclasses import asdict
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
WAIT = "[{id: wait, title: Wait, hold: true, until: U, when: {days: {below: 3}}, because: So.}]"


def sections(why_not: str | None = None, *, rules: str = RULES, **answers: Any) -> dict[str, Section]:
    """The sections of an advice by their titles, in their order."""
    base = toy.base(facts=FACTS, recommendations=rules, plan=PLAN, warnings=WAIT)
    shown = document(base.knowledge, base.advise({"place": "here"} | answers, why_not=why_not))
    return {section.title: section for section in shown.sections}


def read(section: Section) -> list[str]:
    """A section as it is read: each item, and its notes below it."""
    return [
        line
        for item in section.items
        for line in (
            item.text,
            *(f"  {note.label}: {note.text}" if note.label else f"  {note.text}" for note in item.notes),
        )
    ]


READY, CHANGE = "What would make it ready", "What would change the recommendation"


def test_what_decides_is_told_in_question_and_answer() -> None:
    """Numbers have their unit, and what nobody answered is not known."""
    said = sections(days=9)["What decides"]

    assert read(said) == ["Where? Here", "And the door? Not known", "How long? 9 days"]
    assert "alone lead to this recommendation" in said.intro


def test_what_would_change_stands_below_the_outcome_it_leads_to() -> None:
    """In question and answer too."""
    said = sections(days=5, door="yes")[CHANGE]

    assert read(said) == ["Leave:", "  How long? 8 days"]


def test_what_would_make_ready_follows_the_hold() -> None:
    """Whoever has to wait reads at once what ends it."""
    said = sections(days=1, door="yes")

    assert list(said)[:3] == ["First settle this", READY, "Why"]
    assert read(said[READY]) == ["And the door? Shut", "How long? 3 days"]


def test_what_is_left_to_prepare_stands_after_the_plan() -> None:
    """Whoever only has to prepare reads the plan first."""
    said = sections(days=5, door="yes")

    assert list(said).index(READY) == list(said).index(CHANGE) - 1
    assert read(said[READY]) == ["And the door? Shut"]
    assert READY not in sections(days=5, door="no")


def test_a_wait_that_no_answers_end_is_told() -> None:
    """And where only the plan is to be worked through, there is nothing to say."""
    held = toy.bicycle().advise({"brakes": "no"})
    free = toy.bicycle().advise({"brakes": "yes"})
    said, unsaid = (document(toy.bicycle().knowledge, advice).sections for advice in (held, free))

    (ready,) = [section for section in said if section.title == READY]
    assert read(ready) == ["No other answers would end the wait and leave nothing to prepare."]
    assert READY not in [section.title for section in unsaid]


def test_without_a_recommendation_nothing_is_said_of_one() -> None:
    """What decides, and what would change it, are about there being none."""
    said = sections(rules="[{id: a, recommend: leave, when: {door: no}, because: So.}]", door="yes")

    assert "no single outcome" in said["What decides"].intro
    assert read(said["What would lead to a recommendation"]) == ["Leave:", "  And the door? Shut"]
    assert CHANGE not in said


def test_why_not_says_what_stopped_and_what_beat_each_argument() -> None:
    """The beaten ones first; last what would lead there."""
    more = RULES + "  - {id: bored, recommend: leave, when: {door: yes}, because: It is open.}"

    said = sections("leave", rules=more, door="no", days=9)['Why not "Leave"?']

    assert read(said) == [
        'Applies, but is beaten: "It is late."',
        "  But: You cannot get out.",
        'Does not apply: "It is open."',
        "  Stopped by: And the door? Shut",
        "  Asks for: door: yes",
        "It would be recommended with:",
        "  And the door? Wide open",
    ]


def test_why_not_the_outcome_that_is_recommended() -> None:
    """There is nothing to explain."""
    assert read(sections("stay")['Why not "Stay"?']) == ["It is what is recommended."]


def test_why_not_what_the_past_rules_out() -> None:
    """Nothing leads there as long as what is past stays as it is."""
    assert read(sections("sell")['Why not "Sell"?']) == [
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
def test_why_not_what_nothing_leads_to(rules: str, last: list[str]) -> None:
    """Each case in words of its own."""
    assert read(sections("sell", rules=rules, door="no")['Why not "Sell"?']) == last


def strings(data: Any) -> list[str]:
    """Every text in a document's data."""
    if isinstance(data, str):
        return [data]
    below = data.values() if isinstance(data, dict) else data if isinstance(data, list | tuple) else ()
    return [text for part in below for text in strings(part)]


def holding(shown: Document, title: str, text: str) -> int:
    """How often a text is said in the sections of a title."""
    named = [section for section in shown.sections if section.title.startswith(title)]
    return sum(hostile.as_displayed(text) in each for section in named for each in strings(asdict(section)))


@pytest.mark.parametrize("text", hostile.DISPLAYED, ids=ascii)
def test_every_text_is_shown_on_one_line(text: str, tmp_path: Path) -> None:
    """Questions, labels, outcomes and reasons of a pack are text wherever they are said."""
    base = hostile.base(text, tmp_path)
    beaten = document(base.knowledge, base.advise({"door": "no"}, why_not="go"))
    stopped = document(base.knowledge, base.advise({"door": "yes"}, why_not="stay"))

    assert all(each.isprintable() for shown in (beaten, stopped) for each in strings(asdict(shown)))
    assert holding(beaten, "What decides", text) == 1
    # The outcome, and what leads there.
    assert holding(beaten, CHANGE, text) == 2
    # The outcome, what was beaten or stopped, and by what; and what leads there.
    assert holding(beaten, "Why not", text) == 4
    assert holding(stopped, "Why not", text) == 4

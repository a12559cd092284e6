"""Deadlines, urgency and the ends of holds: how they are read, and their defects."""

import pytest

from exitwise.errors import PackError
from exitwise.model.condition import ALWAYS, Compare, OneOf
from exitwise.model.knowledge import Knowledge
from exitwise.model.rule import Deadline, End
from support.packs import toy

FACTS = """
  facts:
    - {id: place, question: Q?, kind: choice, values: {here: H, gone: {label: G, formerly: [lost, away]}}}
    - {id: goal, question: Q?, kind: choice, values: {go: G, stay: S}, wish: true, formerly: aim}
    - {id: since, question: Q?, kind: integer, unknown: true, ages: 1}
    - {id: left, question: Q?, kind: integer, unknown: true, ages: -1}
    - {id: door, question: Q?, kind: choice, unknown: true, values: {yes: Y, no: N}, wish: [yes]}
    - {id: paid, question: Q?, kind: date, counts: since}
    - {id: renewal, question: Q?, kind: date, counts: until}
    - {id: price, question: Q?, kind: decimal, digits: 2}
    - {id: goals, question: Q?, kind: several, values: {calm: C, money: M}}
"""
STEP = "{id: s, title: T, how: H, phase: before, because: So., "
HOLD = "{id: h, title: T, hold: true, until: U, because: So., "


def knowledge(**files: str) -> Knowledge:
    """Return a pack with the facts above."""
    return toy.base(facts=FACTS, **files).knowledge


def test_every_key_of_a_step_is_read() -> None:
    """A link, what cannot be undone, and a deadline without days after it."""
    (step,) = knowledge(
        plan=f"[{STEP} link: 'https://example.org', irreversible: true, by: {{fact: left}}}}]"
    ).steps

    assert (step.link, step.irreversible, step.by, step.urgent) == (
        *("https://example.org", True),
        *(Deadline("left", 0), None),
    )


@pytest.mark.parametrize(
    ("keys", "urgent"),
    [
        ("urgent: true", ALWAYS),
        ("urgent: {door: no}", OneOf("door", ("no",))),
        # 14 days after: the last three of them are the days 11 to 14.
        (
            "by: {fact: since, plus: 14}, urgent: {within: 3}",
            Compare("since", (("at_least", 11), ("at_most", 14))),
        ),
        # Two days before: the day itself is two days away, and three more make five.
        (
            "by: {fact: left, plus: -2}, urgent: {within: 3}",
            Compare("left", (("at_least", 2), ("at_most", 5))),
        ),
        # The same of days that are dates.
        (
            "by: {fact: paid, plus: 14}, urgent: {within: 3}",
            Compare("paid", (("at_least", 11), ("at_most", 14))),
        ),
        (
            "by: {fact: renewal, plus: -2}, urgent: {within: 3}",
            Compare("renewal", (("at_least", 2), ("at_most", 5))),
        ),
    ],
    ids=str,
)
def test_urgency_is_a_condition(keys: str, urgent: object) -> None:
    """Always, on a condition, or in the last days before a deadline."""
    assert knowledge(plan=f"[{STEP}{keys}}}]").steps[0].urgent == urgent


def test_ends_are_answers_or_facts_to_be_known() -> None:
    """One end needs no list; the pack has the days after which one asks again."""
    ends = "ends: [{door: no, place: gone}, {known: [door, since]}], ask_again_after: 9, steps: s"
    read = knowledge(plan=f"[{STEP}}}]", warnings=f"[{HOLD}{ends}}}]").warnings[0]
    single = knowledge(warnings=f"[{HOLD}ends: {{known: door}}}}]").warnings[0]

    assert read.ends == (End(answers=(("door", "no"), ("place", "gone"))), End(known=("door", "since")))
    assert (read.ask_again_after, read.steps) == (9, ("s",))
    assert single.ends == (End(known=("door",)),)


def test_ends_and_deeds_give_numbers_as_conditions_have_them() -> None:
    """A decimal with its point, and a day as the number of days."""
    base = knowledge(plan=f"[{STEP}done: {{price: 2.5}}}}]", warnings=f"[{HOLD}ends: {{paid: 3}}}}]")

    assert base.steps[0].done == (("price", 250),)
    assert base.warnings[0].ends == (End(answers=(("paid", 3),)),)


DEFECTS = {
    "a step's fact": ("plan", f"[{STEP}by: {{fact: sinse}}}}]", "unknown fact `sinse`"),
    "no count of days": ("plan", f"[{STEP}by: {{fact: door}}}}]", "`door` counts no days"),
    "no deadline": ("plan", f"[{STEP}urgent: {{within: 3}}}}]", "`within` needs a deadline"),
    "negative days": ("plan", f"[{STEP}by: {{fact: left}}, urgent: {{within: -1}}}}]", "0 or more"),
    "not urgent": ("plan", f"[{STEP}urgent: false}}]", "expected `true`, a condition"),
    "no address": ("plan", f"[{STEP}link: example.org}}]", "expected a web address"),
    "always known": ("warnings", f"[{HOLD}ends: {{known: place}}}}]", "`place` is always known"),
    "end of a list": ("warnings", f"[{HOLD}ends: {{goals: calm}}}}]", "no deed can change the list"),
    "list done": ("plan", f"[{STEP}done: {{goals: calm}}}}]", "no deed can change the list"),
    "unknown end": ("warnings", f"[{HOLD}ends: {{door: ajar}}}}]", "unknown value `ajar`"),
    "empty end": ("warnings", f"[{HOLD}ends: {{}}}}]", "the end is empty"),
    "no days": ("warnings", f"[{HOLD}ends: {{door: no}}, ask_again_after: 0}}]", "1 or more"),
    "no hold": (
        "warnings",
        "[{id: w, title: T, severity: info, because: So., ends: {door: no}}]",
        "`ends` is only valid for a hold",
    ),
}


@pytest.mark.parametrize(("file", "text", "says"), DEFECTS.values(), ids=list(DEFECTS))
def test_defects_name_the_place(file: str, text: str, says: str) -> None:
    """Each is reported in its file."""
    with pytest.raises(PackError) as raised:
        toy.base(**{"facts": FACTS, file: text})

    (defect,) = raised.value.diagnostics
    assert says in defect.message
    assert defect.place.file.endswith(f"{file}.yaml")

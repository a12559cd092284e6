"""The changes of deeds and ends: each answer is left out, and each is replaced by every other."""

import pytest

from exitwise.audit.mutation.course_changes import course_changes
from exitwise.model.rule import StepRule, WarningRule
from support.packs import toy

FACTS = """
  facts:
    - {id: key, question: Q?, kind: choice, unknown: true, values: {here: H, lent: L, lost: G}}
    - {id: days, question: Q?, kind: integer, unknown: true, minimum: 0, unit: days}
"""
PLAN = """
  - {id: fetch, title: T, how: H, phase: before, because: So., done: {key: here, days: 0}}
  - {id: look, title: T, how: H, phase: act, because: So.}
"""
WARNINGS = """
  - {id: wait, title: T, hold: true, until: U, because: So., ends: [{days: 3}, {known: [key, days]}]}
  - {id: mind, title: T, severity: info, because: So.}
"""
KNOWLEDGE = toy.knowledge(facts=FACTS, plan=PLAN, warnings=WARNINGS)

CHANGES = {
    "fetch": [
        ("deeds", "drop deed", "does not set `key: here`", {"days": 0}),
        ("deeds", "drop deed", "does not set `days: 0`", {"key": "here"}),
        ("deeds", "change deed", "sets `key: lent` for `key: here`", {"key": "lent", "days": 0}),
        ("deeds", "change deed", "sets `key: lost` for `key: here`", {"key": "lost", "days": 0}),
        ("deeds", "change deed", "sets `days: 1` for `days: 0`", {"key": "here", "days": 1}),
    ],
    "wait": [
        ("ends", "drop end", "does not end by `days: 3`", [("key", "days")]),
        ("ends", "change end", "ends by `days: 2` for `days: 3`", [{"days": 2}, ("key", "days")]),
        ("ends", "change end", "ends by `days: 4` for `days: 3`", [{"days": 4}, ("key", "days")]),
        ("ends", "drop end", "does not end by `known: key, days`", [{"days": 3}]),
        ("ends", "change end", "ends without `key` being known", [{"days": 3}, ("days",)]),
        ("ends", "change end", "ends without `days` being known", [{"days": 3}, ("key",)]),
    ],
    "look": [],
    "mind": [],
}


def keys(rule: object) -> object:
    """Return what a step sets, or how a hold ends."""
    if isinstance(rule, StepRule):
        return dict(rule.done)
    return [end.known or dict(end.answers) for end in rule.ends] if isinstance(rule, WarningRule) else None


def test_a_number_stays_within_the_bounds_of_its_kind() -> None:
    """No day lies before today's count of 0, and no number is greater than 64 bits can hold."""
    knowledge = toy.knowledge(
        facts="""
          facts:
            - {id: paid, question: Q?, kind: date, counts: since}
            - {id: count, question: Q?, kind: integer}
        """,
        plan=f"""
          - {{id: pay, title: T, how: H, phase: before, because: So., done: {{paid: 0, count: {2**63 - 1}}}}}
        """,
    )

    found = course_changes(knowledge.rules["pay"], knowledge.fact)

    assert [keys(changed) for _, operator, _, changed in found if operator == "change deed"] == [
        {"paid": 1, "count": 2**63 - 1},
        {"paid": 0, "count": 2**63 - 2},
    ]


@pytest.mark.parametrize("name", CHANGES)
def test_changes_of_deeds_and_ends(name: str) -> None:
    """A number moves by one within its bounds; nothing becomes unknown."""
    rule = KNOWLEDGE.rules[name]

    found = [
        (group, operator, change, keys(changed))
        for group, operator, change, changed in course_changes(rule, KNOWLEDGE.fact)
    ]

    assert found == CHANGES[name]

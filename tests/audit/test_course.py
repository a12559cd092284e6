"""The course of the plan as the checks see it; the checks themselves are tested on their packs."""

from datetime import date

import pytest

from exitwise.audit.course import before_answers, before_end, deeds, departures
from exitwise.audit.subject import Subject
from exitwise.model.profile import complete
from exitwise.model.rule import End
from support.packs import toy

FACTS = """
  facts:
    - {id: key, question: Q?, kind: choice, unknown: true, values: {here: H, lent: L}}
    - {id: days, question: Q?, kind: integer, minimum: 0}
"""
PLAN = """
  - {id: fetch, title: T, how: H, phase: before, when: {key: lent}, because: So., done: {key: here, days: 3}}
"""
WARNINGS = """
  - {id: wait, title: T, hold: true, until: U, because: So., when: {key: unknown},
     ends: [{days: 3}, {days: 3}, {known: key}]}
"""
RULES = """
  - {id: default, recommend: stay, because: So.}
  - {id: go, recommend: leave, when: {key: here, days: 3}, because: So., overrides: default}
"""
SUBJECT = Subject(
    toy.base(facts=FACTS, plan=PLAN, warnings=WARNINGS, recommendations=RULES).knowledge, date(2026, 11, 23)
)


def test_deeds_are_described_as_subjects_of_sentences() -> None:
    """A step by its id, and each end of a hold once, by its answers."""
    assert [deed.describe(SUBJECT) for deed in deeds(SUBJECT)] == [
        "step `fetch`",
        "the end `days: 3` of hold `wait`",
    ]


def test_departures_lead_to_another_recommendation_or_nowhere() -> None:
    """Fetching the key on the third day does, and no constraint refuses anything."""
    (departure,) = departures(SUBJECT, admissible=True)

    assert departure[0].describe(SUBJECT) == "step `fetch`"
    assert not [profiles for _, profiles in departures(SUBJECT, admissible=False) if profiles.satisfiable()]


@pytest.mark.parametrize(
    ("end", "answers", "expected"),
    [
        (End(answers=(("days", 3),)), {"key": "here", "days": 9}, True),
        (End(answers=(("days", 3),)), {"key": "lent", "days": 3}, False),
        (End(known=("key",)), {"days": 3}, True),
        (End(known=("key",)), {"days": 9}, False),
        (End(known=("key",)), {"key": "lent", "days": 3}, False),
    ],
)
def test_an_end_leads_into_a_set(end: End, answers: dict[str, object], *, expected: bool) -> None:
    """With its answers, or with any answer to what is unknown, but not with another to what is known."""
    space = SUBJECT.space
    goal = space.with_values({"key": "here", "days": 3})

    point = space.assignment(complete(SUBJECT.knowledge.facts, answers).values)

    assert before_end(space, end, goal).eval(point) is expected


def test_only_some_answers_may_be_given() -> None:
    """Those of the value codes; a set is reached from itself as well."""
    space = SUBJECT.space
    here, lent = (space.with_values({"key": value}) for value in ("here", "lent"))
    codes = {"key": (space.axes["key"].code("lent"),)}

    assert before_answers(space, codes, here) == here
    assert before_answers(space, codes, lent) == lent | space.with_values({"key": "unknown"})

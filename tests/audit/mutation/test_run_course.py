"""Mutants that cases kill by their course: of deeds, ends and urgency, and of rules that fire later."""

import pytest

from exitwise.audit.mutation.run import run, select_mutants
from support.packs import toy

SENDING = {
    "plan": """
      - {id: knock, title: T, how: H, phase: before, when: {door: no}, because: So., done: {door: ajar}}
      - {id: call, title: T, how: H, phase: before, urgent: {place: gone}, because: So.}
    """,
    "recommendations": "[{id: default, recommend: stay, because: So.}]",
    "warnings": """
      - {id: await, title: T, hold: true, until: U, when: {door: ajar}, because: So.,
         ends: [{door: yes}, {door: unknown}]}
    """,
}
"""Whoever stands before a shut door knocks, and waits until it is open, or is not to be seen any more."""


def course_killer(
    operator: str, rule: str, outcome: str, expect: str, profile: str = "{place: here, door: no}"
) -> tuple[str, str, str, tuple[str, str]]:
    """Return a mutant of the course with the one case that may kill it."""
    case = f"[{{id: shut, profile: {profile}, expect: {expect}}}]"
    expected = ("killed", "scenario `shut`") if outcome == "killed" else (outcome, "")
    return operator, rule, case, expected


KILLERS = [
    # The course is seen by what is expected of it, and by nothing else.
    course_killer("drop deed", "knock", "survived", "{readiness: prepare, steps: [knock, call]}"),
    course_killer("drop deed", "knock", "killed", "{waits: [await]}"),
    course_killer("drop deed", "knock", "killed", "{way_to_ready: [knock, call, {hold: await}]}"),
    course_killer("change deed", "knock", "killed", "{waits: {includes: await}}"),
    course_killer(
        "drop end", "await", "killed", "{way_to_ready: [knock, call, {hold: await, end: {door: yes}}]}"
    ),
    course_killer("drop end", "await", "survived", "{waits: [{hold: await, begins_after: knock}]}"),
    course_killer(
        "drop end", "await", "killed", "{waits: [{hold: await, ends: [{door: yes}, {door: unknown}]}]}"
    ),
    course_killer("change deed", "knock", "survived", "{leads_to: {place: here}}"),
    course_killer("change deed", "knock", "killed", "{leads_to: {door: yes}}"),
    # A case whose course never meets the hold notices nothing of it.
    course_killer("drop end", "await", "survived", "{waits: []}", "{place: here, door: yes}"),
    # What is urgent is told, also where it moves no step.
    course_killer("drop urgency", "call", "survived", "{steps: [call]}", "{place: gone, door: yes}"),
    course_killer("drop urgency", "call", "killed", "{urgent: [call]}", "{place: gone, door: yes}"),
    course_killer("widen", "call", "killed", "{urgent: []}", "{place: here, door: yes}"),
    # A rule that fires only later is noticed by the course to it.
    course_killer("drop rule", "await", "survived", "{warnings: []}"),
    course_killer("drop rule", "await", "killed", "{waits: [await]}"),
    course_killer("widen", "await", "killed", "{later_steps: [], waits: []}", "{place: here, door: yes}"),
]


@pytest.mark.parametrize(("operator", "rule", "case", "expected"), KILLERS)
def test_a_case_kills_by_the_course_that_it_expects(
    operator: str, rule: str, case: str, expected: tuple[str, str]
) -> None:
    """And by nothing else."""
    knowledge = toy.knowledge(**SENDING, **{"scenarios/a": case})
    selected = [own for own in select_mutants(knowledge) if (own.operator, own.rule.id) == (operator, rule)]

    assert expected in [(result.outcome, result.reason) for result in run(knowledge, selected)]

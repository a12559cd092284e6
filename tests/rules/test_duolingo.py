"""The pack `duolingo` beyond what every shipped pack has to hold."""

import pytest

from exitwise.audit.mutation.run import run, select_mutants
from support.packs import shipped

KNOWLEDGE = shipped.base("duolingo").knowledge
SMALL = range(15, 26)


def test_only_these_steps_cannot_be_undone() -> None:
    """The click on the link, and a letter that asks for the same; switching off can be undone."""
    assert {step.id for step in KNOWLEDGE.steps if step.irreversible} == {
        "confirm-by-link",
        "write-for-erasure",
    }


def test_it_is_small_and_has_facts_of_three_kinds() -> None:
    """Choices, several wishes at once, and days."""
    assert len(KNOWLEDGE.facts) in SMALL
    assert {fact.kind for fact in KNOWLEDGE.facts} == {"choice", "several", "date"}


@pytest.mark.parametrize(
    ("day", "outcome", "step"),
    [
        (0, "keep", "stop-the-deletion"),
        (7, "keep", "stop-the-deletion"),
        (8, "aftercare", "ask-for-account-back"),
    ],
)
def test_the_seven_days_are_counted_from_the_click(day: int, outcome: str, step: str) -> None:
    """The last day still counts; after it nothing is promised."""
    profile = {"account_state": "grace", "goals": ["get_back"], "confirmed_on": day, "inbox": "works"}
    advice = shipped.base("duolingo").advise(profile)

    assert (advice.recommendation, [found.id for found in advice.steps if found.urgent]) == (outcome, [step])


@pytest.mark.slow
def test_no_mistake_in_a_condition_would_go_unnoticed() -> None:
    """Each mutant of a rule, a deed, an end of a hold or an urgency fails a case or a property."""
    groups = ("constraints", "findings", "later", "warnings", "deeds", "ends", "urgency")
    verdicts = run(KNOWLEDGE, select_mutants(KNOWLEDGE, groups))

    assert [
        f"{each.mutant.rule.id}: {each.mutant.change}" for each in verdicts if each.outcome == "survived"
    ] == []

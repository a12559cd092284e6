"""The facts that are assumed to be unknown, and the absent ones that are not needed."""

from random import Random
from typing import Any

import pytest

from support.oracles import exhaustive, naive
from support.packs import shipped, toy
from support.packs.draught import FACTS

RULES = """
  - {id: stay, recommend: stay, because: So.}
  - {id: leave, recommend: leave, overrides: stay, because: So., when: {past: yes, door: yes}}
"""
PLAN = """
  - {id: shut, title: Shut it, how: So., phase: before, because: So., when: {door: ajar, days: {below: 3}}}
"""


@pytest.mark.parametrize(
    ("profile", "assumed", "not_needed"),
    [
        ({"place": "near"}, ["past", "days", "door"], []),
        # If it is not past, the door decides nothing but the step, for which the days count.
        ({"place": "near", "past": "no"}, ["days", "door"], []),
        # Here the door is never ajar, so that the days decide nothing.
        ({"place": "here", "past": "no"}, ["door"], ["days"]),
        # An answer that is not known is assumed if it matters, and left out if it does not.
        ({"place": "near", "past": "unknown", "days": 5, "door": "no"}, [], []),
        ({"place": "near", "past": "unknown", "door": "yes"}, ["past"], ["days"]),
        ({"place": "near", "past": "no", "days": 5, "door": "yes"}, [], []),
    ],
    ids=str,
)
def test_facts_matter_if_some_completion_depends_on_them(
    profile: dict[str, Any], assumed: list[str], not_needed: list[str]
) -> None:
    """Any other absent or unknown facts may be known in the completion."""
    advice = toy.base(facts=FACTS, recommendations=RULES, plan=PLAN).advise(profile)

    assert (list(advice.assumed), list(advice.not_needed)) == (assumed, not_needed)


@pytest.mark.parametrize("seed", range(4))
def test_facts_that_are_not_needed_change_nothing_on_the_shipped_pack(seed: int) -> None:
    """Other absent or unknown facts get random answers, and each fact that is not needed all its values."""
    random = Random(seed)  # noqa: S311 (not used for secrets)
    whole = shipped.admissible(seed)
    facts = shipped.base().knowledge.fact
    profile = {name: own for name, own in whole.items() if not facts[name].unknown or random.random() < 0.3}
    if naive.violated(shipped.raw(), profile):
        return
    advice = shipped.base().advise(profile)

    assert advice.not_needed
    for _ in range(5):
        other = profile | {name: random.choice(shipped.answers()[name]) for name in advice.assumed}
        if naive.violated(shipped.raw(), other):
            continue
        own = exhaustive.advice(shipped.raw(), other)
        for fact in advice.not_needed:
            values = [other | {fact: value} for value in shipped.answers()[fact]]
            assert {
                exhaustive.advice(shipped.raw(), each)
                for each in values
                if not naive.violated(shipped.raw(), each)
            } <= {own}

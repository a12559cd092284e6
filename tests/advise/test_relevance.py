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


TIMED = """
  facts:
    - {id: door, question: Q?, kind: choice, values: {open: O, shut: S}}
    - {id: place, question: Q?, kind: choice, unknown: true, values: {here: H, gone: G}}
    - {id: rent, question: Q?, kind: date, counts: until, unknown: true}
"""
STAYING = "[{id: stay, recommend: stay, because: So.}]"
SHUT = "{id: shut, title: T, how: H, phase: before, because: So., when: {door: open}, done: {door: shut}}"
PAY = "{id: pay, title: T, how: H, phase: before, because: So., when: {door: %s}, %s}"


@pytest.mark.parametrize(
    ("door", "timing", "assumed"),
    [
        ("open", "by: {fact: rent}", ["rent"]),
        ("open", "by: {fact: rent}, urgent: {within: 7}", ["rent"]),
        ("open", "urgent: {place: gone}", ["place"]),
        ("open", "urgent: {door: shut, place: gone}", []),
        # It comes up once the door is shut.
        ("shut", "by: {fact: rent}", ["rent"]),
        ("shut", "by: {fact: rent}, urgent: {within: 7}", ["rent"]),
        ("shut", "urgent: {door: shut, place: gone}", ["place"]),
        ("shut", "urgent: {door: open, place: gone}", []),
    ],
)
def test_a_fact_matters_if_the_timing_of_a_step_depends_on_it(
    door: str, timing: str, assumed: list[str]
) -> None:
    """Its last day, or its urgency, of a step that is due now or comes up later."""
    base = toy.base(facts=TIMED, recommendations=STAYING, plan=f"[{SHUT}, {PAY % (door, timing)}]")

    advice = base.advise({"door": "open"})

    assert list(advice.assumed) == assumed
    assert set(advice.not_needed) == {"place", "rent"} - set(assumed)


def test_the_last_day_of_a_step_matters_if_it_may_be_in_the_plan() -> None:
    """Whether one has to pay depends on the place, which is not known either."""
    plan = "[{id: pay, title: T, how: H, phase: act, because: So., when: {place: gone}, by: {fact: rent}}]"
    base = toy.base(facts=TIMED, recommendations=STAYING, plan=plan)

    assert base.advise({"door": "open"}).assumed == ("place", "rent")
    assert base.advise({"door": "open", "place": "here"}).not_needed == ("rent",)


def test_the_last_day_of_a_step_in_no_plan_does_not_matter() -> None:
    """Nor does an answer that is not known, and would make no difference."""
    base = toy.base(facts=TIMED, recommendations=STAYING, plan=f"[{PAY % ('open', 'by: {fact: rent}')}]")

    advice = base.advise({"door": "shut", "place": "unknown"})

    assert (advice.assumed, advice.not_needed) == ((), ("rent",))


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


@pytest.mark.parametrize(("place", "assumed"), [("gone", ["place"]), ("[here, gone]", ["place"])])
def test_a_fact_matters_if_a_step_depends_on_it_that_comes_up_later(place: str, assumed: list[str]) -> None:
    """Nothing depends on it now, but once the door is shut."""
    pay = f"{{id: pay, title: T, how: H, phase: before, because: So., when: {{door: shut, place: {place}}}}}"
    base = toy.base(facts=TIMED, recommendations=STAYING, plan=f"[{SHUT}, {pay}]")

    advice = base.advise({"door": "open"})

    assert (list(advice.assumed), list(advice.not_needed)) == (assumed, ["rent"])
    assert base.advise({"door": "shut", "place": "here"}).assumed == ()

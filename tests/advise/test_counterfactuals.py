"""Decisive answers and smallest changes, compared with an enumeration."""

from collections.abc import Iterator
from itertools import islice
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exitwise.audit.subject import witness
from exitwise.knowledge_base import KnowledgeBase
from exitwise.model.advice import Advice, Change
from support.oracles import exhaustive, naive
from support.oracles.alternatives import Case, Pack, recommends
from support.packs import random_packs, shipped, toy
from support.packs.draught import FACTS
from support.packs.every_kind import TODAY
from support.running.examples import examples

RULES = """
  - {id: default, recommend: stay, because: So.}
  - {id: late, recommend: leave, when: {any: [{days: {above: 7}}, {place: gone, door: no}]}, because: So.,
     overrides: default}
  - {id: old, recommend: sell, when: {past: yes, not: {door: yes}}, because: So., overrides: [default, late]}
"""
PLAN = """
  - {id: shut, title: T, how: H, phase: before, when: {door: ajar}, because: So.}
"""
WARNINGS = """
  - {id: wait, title: T, hold: true, until: U, when: {days: {below: 3}}, because: So.}
"""


def advised(**answers: Any) -> Advice:
    """The advice of the pack above."""
    return toy.base(facts=FACTS, recommendations=RULES, plan=PLAN, warnings=WARNINGS).advise(answers)


@pytest.mark.parametrize(
    ("profile", "decisive"),
    [
        # The later fact is given up first, whichever argument it speaks for.
        ({"place": "gone", "past": "no", "days": 9, "door": "no"}, {"past": "no", "days": 9}),
        (
            {"place": "gone", "past": "no", "days": 7, "door": "no"},
            {"place": "gone", "past": "no", "door": "no"},
        ),
        # An absent one before all others, but not where it is needed.
        ({"place": "gone", "days": 9, "door": "yes"}, {"days": 9, "door": "yes"}),
        ({"place": "near", "past": "yes"}, {"past": "yes", "door": "unknown"}),
        # What cannot be together need not be said apart.
        ({"place": "here", "past": "no"}, {"place": "here", "past": "no", "days": "unknown"}),
    ],
    ids=str,
)
def test_decisive_answers_are_irredundant(profile: dict[str, Any], decisive: dict[str, Any]) -> None:
    """Absent facts are dropped first, then answers from the end of the pack's order."""
    assert all_decisive(advised(**profile)) == decisive


@pytest.mark.parametrize(
    ("profile", "changes"),
    [
        ({"place": "here", "past": "no", "days": 5}, {"leave": {"days": 8}}),
        # Of one answer or another, the earlier fact.
        ({"place": "near", "past": "no", "days": 5, "door": "no"}, {"leave": {"place": "gone"}}),
        # The nearest number of the interval, from above too; of one that is not known, the smallest.
        ({"place": "near", "past": "no", "days": 90}, {"stay": {"days": 7}}),
        ({"place": "near", "past": "no"}, {"leave": {"days": 8}}),
        # The past is no answer to change, known or not.
        ({"place": "near", "days": 5}, {"leave": {"days": 8}}),
        # Two where one would not do, and where one would break a constraint.
        (
            {"place": "here", "past": "yes", "days": 5},
            {"stay": {"door": "yes"}, "leave": {"days": 8, "door": "yes"}},
        ),
    ],
    ids=str,
)
def test_smallest_change_to_each_other_outcome(
    profile: dict[str, Any], changes: dict[str, dict[str, Any]]
) -> None:
    """One change for each outcome that can be reached, in the pack's order."""
    found = advised(**profile).would_change

    assert found == tuple(
        Change(change=change, recommendation=name, wish=False) for name, change in changes.items()
    )


def test_a_wish_changes_only_if_nothing_else_leads_there() -> None:
    """To leave, another place is enough; to sell, what is wanted has to change."""
    facts = FACTS.replace("fixed: true", "wish: true")
    profile = {"place": "near", "past": "no", "days": 1, "door": "no"}

    found = toy.base(facts=facts, recommendations=RULES).advise(profile).would_change

    assert found == (
        Change(change={"place": "gone"}, recommendation="leave", wish=False),
        Change(change={"past": "yes"}, recommendation="sell", wish=True),
    )


def all_decisive(advice: Advice) -> dict[str, Any]:
    """The decisive answers, and `unknown` for the decisive absent facts, in the pack's order."""
    return {**advice.decisive, **dict.fromkeys(advice.decisive_absent, "unknown")}


def check(pack: Pack, advice: Advice, case: Case) -> None:
    """Compare the advice with an enumeration of all profiles."""
    own = case.result.recommendation
    outcomes = [name for name in pack.data["pack.yaml"]["outcomes"] if name != own]
    changes = {name: case.change_of_fewest_wishes(recommends(name)) for name in outcomes}

    assert case.read(all_decisive(advice), TODAY) == case.sufficient(recommends(own))
    assert set(advice.decisive_absent) <= set(case.absent) - advice.decisive.keys()
    assert {
        each.recommendation: (case.read(each.change, TODAY), each.wish) for each in advice.would_change
    } == {name: change for name, change in changes.items() if change is not None}


@settings(max_examples=examples(40))
@given(exhaustive.mixed_packs(), st.data())
def test_counterfactuals_agree_with_enumeration(data: random_packs.Data, drawn: st.DataObject) -> None:
    """Decisive answers are sufficient and irredundant, changes the fewest and nearest."""
    pack = Pack(data)
    base = KnowledgeBase(toy.loaded(data))

    for _ in range(4):
        profile = drawn.draw(random_packs.profiles(data))
        if not naive.violated(data, profile):
            check(pack, base.advise(profile, as_of=TODAY), Case(pack, profile))


@settings(max_examples=examples(40))
@given(exhaustive.small_packs(every_kind=True), st.data())
def test_applied_change_gives_the_promised_advice(data: random_packs.Data, drawn: st.DataObject) -> None:
    """The changed profile is advised again, also with other lists, decimals and days."""
    base = KnowledgeBase(toy.loaded(data))
    profile = drawn.draw(random_packs.profiles(data).filter(lambda each: not naive.violated(data, each)))
    advice = base.advise(profile, as_of=TODAY)

    for each in advice.would_change:
        changed = base.advise({**profile, **each.change}, as_of=TODAY)
        assert changed.recommendation == each.recommendation


# The shipped pack, which has too many profiles to try them all


def partly(seed: int) -> dict[str, Any]:
    """An admissible profile of the shipped pack with some optional facts omitted."""
    random = Random(seed)  # noqa: S311 (not used for secrets)
    facts = shipped.base().knowledge.fact
    whole = shipped.admissible(seed)
    profile = {
        fact: value for fact, value in whole.items() if not facts[fact].unknown or random.random() < 0.6
    }
    return whole if naive.violated(shipped.raw(), profile) else profile


def others(answers: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Admissible profiles of the shipped pack with these answers."""
    profiles = (shipped.admissible(seed) | answers for seed in range(1000))
    return (each for each in profiles if not naive.violated(shipped.raw(), each))


def smaller(profile: dict[str, Any], size: int) -> Iterator[dict[str, Any]]:
    """The admissible profiles with fewer changed answers than a change of one or two: none, or one."""
    yield profile
    facts = shipped.base().knowledge.fact
    for fact, values in shipped.answers().items() if size > 1 else ():
        for value in values:
            other = profile | {fact: value}
            if value != "unknown" and not facts[fact].fixed and not naive.violated(shipped.raw(), other):
                yield other


SEEDS = range(6)


def recommended(profile: dict[str, Any]) -> str | None:
    """The recommendation of the oracle."""
    return naive.advise(shipped.raw(), profile).recommendation


@pytest.mark.parametrize("seed", SEEDS)
def test_decisive_answers_are_irredundant_on_shipped_pack(seed: int) -> None:
    """Profiles with the same answers get the same outcome; without one of them, some profile does not."""
    profile = partly(seed)
    advice = shipped.base().advise(profile)
    compiled = shipped.base().compiled
    decisive = all_decisive(advice)

    assert decisive.items() <= naive.complete(shipped.raw(), profile).items()
    assert {recommended(other) for other in islice(others(decisive), 20)} == {advice.recommendation}
    for fact in decisive:
        rest = {name: value for name, value in decisive.items() if name != fact}
        elsewhere = (
            compiled.space.with_values(rest) & compiled.domain & ~compiled.outcome[advice.recommendation]
        )
        other = witness(compiled.space, elsewhere)
        whole = naive.complete(shipped.raw(), other)
        assert not naive.violated(shipped.raw(), other)
        assert recommended(other) != advice.recommendation
        assert {name: whole[name] for name in rest if not isinstance(rest[name], int)} == {
            name: value for name, value in rest.items() if not isinstance(value, int)
        }


@pytest.mark.parametrize("seed", SEEDS)
def test_changes_are_smallest_on_shipped_pack(seed: int) -> None:
    """Checked for changes of one or two answers; every change leads to its outcome."""
    profile = partly(seed)
    advice = shipped.base().advise(profile)
    facts = shipped.base().knowledge.fact

    for each in advice.would_change:
        assert recommended({**profile, **each.change}) == each.recommendation
        assert not [fact for fact, value in each.change.items() if value == "unknown" or facts[fact].fixed]
        if len(each.change) <= 2:
            found = {recommended(other) for other in smaller(profile, len(each.change))}
            assert each.recommendation not in found

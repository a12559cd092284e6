"""What is audited: how far a fault reaches, and the smallest profile that shows it."""

from datetime import date
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exitwise.audit.subject import Subject, witness
from exitwise.diagnostic import Extent
from exitwise.model.condition import Compare, OneOf
from exitwise.model.profile import complete
from support.oracles import exhaustive, naive
from support.packs import random_packs, shipped, toy

TODAY = date(2026, 11, 23)

FACTS = """
  facts:
    - {id: place, question: Q?, kind: choice, values: {here: H, gone: G}}
    - {id: door, question: Q?, kind: choice, unknown: true, values: {yes: Y, no: N}}
    - {id: days, question: Q?, kind: integer, unknown: true}
    - {id: age, question: Q?, kind: integer, minimum: -20}
  constraints:
    - {id: c, when: {place: here, door: {not: no}, days: unknown}, because: So.}
"""
RULES = """
  - {id: x, recommend: stay, because: So.}
  - {id: y, recommend: leave, when: {days: {above: 7}, age: {below: -3}}, because: So., overrides: x}
"""


@cache
def subject() -> Subject:
    """Places, doors, days of a week or more, and an age: 2 * 3 * 3 * 2 profiles, 4 of them not admitted."""
    return Subject(toy.knowledge(facts=FACTS, recommendations=RULES), TODAY)


def test_the_admissible_profiles_are_counted() -> None:
    """Without those that a constraint names."""
    assert subject().profiles == 2 * 3 * 3 * 2 - 4


def test_the_extent_counts_among_the_admissible_and_shows_the_smallest() -> None:
    """Beyond the required answers nothing is stated that need not be; numbers are near to zero."""
    late = subject().space.test_set(Compare("days", (("above", 7),)))
    here = subject().space.test_set(OneOf("place", ("here",)))

    # Here are 2 ages, and of the 9 doors and days the two not admitted are left out.
    assert subject().extent(here) == Extent(
        profiles=14, of=32, witness={"place": "here", "door": "no", "age": 0}
    )
    assert subject().extent(late) == Extent(
        profiles=12, of=32, witness={"place": "here", "days": 8, "age": 0}
    )
    assert subject().extent(subject().space.true) == Extent(
        profiles=32, of=32, witness={"place": "gone", "age": 0}
    )


def test_what_touches_no_admissible_profile_has_no_extent() -> None:
    """A set may well hold profiles that a constraint excludes."""
    forbidden = subject().compiled.forbidden("c")

    assert forbidden.satisfiable()
    assert subject().extent(forbidden) is None
    assert subject().extent(subject().space.false) is None


def test_an_empty_set_has_no_witness() -> None:
    """Whoever asks for one is mistaken."""
    with pytest.raises(ValueError, match="an empty set has no witness"):
        witness(subject().space, subject().space.false)


def test_what_is_worked_out_is_kept() -> None:
    """Checks share the meaning and the effects."""
    own = Subject(subject().knowledge, TODAY)

    assert own.compiled is own.compiled
    assert own.space is own.compiled.space
    _, strong = own.knowledge.arguments
    assert own.sensitivity(strong) is own.sensitivity(strong)
    assert own.profiles_recommended("stay", strong) is own.profiles_recommended("stay", strong)


EVEN = """
  - {id: f, finding: even, when: {place: gone}, because: So.}
  - {id: g, finding: even, when: {days: {above: 7}}, because: So.}
"""
TWICE = """
  - {id: x, recommend: stay, because: So.}
  - {id: y, recommend: leave, because: So., overrides: x,
     when: {finding: even, any: [{place: gone}, {days: {above: 7}}], age: {below: -3}}}
"""


def test_an_effect_tells_apart_only_what_the_rules_of_the_conclusion_look_at() -> None:
    """Of a finding all its rules; on which other facts it makes a difference is of no account."""
    own = Subject(toy.knowledge(facts=FACTS, findings=EVEN, recommendations=TWICE), TODAY)
    space, (place, days) = own.space, own.knowledge.findings
    weak, strong = own.knowledge.arguments
    even = space.test_set(OneOf("place", ("gone",))) | space.test_set(Compare("days", (("above", 7),)))
    young = space.test_set(Compare("age", (("below", -3),)))

    # Of those it makes a difference to all are young, but no rule of the finding looks at the age.
    assert own.sensitivity(place) is own.sensitivity(days)
    assert own.sensitivity(place).is_observable(even & ~space.test_set(OneOf("place", ("gone",))))
    assert not own.sensitivity(place).is_observable(~even & space.valid)
    # Whoever stays does so for want of the stronger argument, and whoever leaves does so for it.
    assert own.sensitivity(strong).is_observable(~even & ~young & space.valid)
    assert own.sensitivity(weak).is_observable(space.true)
    assert own.profiles_recommended("leave", strong) == even & young & space.project(
        space.valid, ["place", "days", "age"]
    )
    assert own.profiles_recommended("leave", place) == space.true


@settings(max_examples=25)
@given(exhaustive.small_packs(), st.data())
def test_an_extent_is_what_looking_at_each_profile_finds(
    pack: random_packs.Data, data: st.DataObject
) -> None:
    """The number of profiles, of how many, and a witness than which none states fewer facts."""
    under_audit = Subject(toy.loaded(pack), TODAY)
    admissible = exhaustive.admissible(pack)
    outcome = data.draw(st.sampled_from([*pack["pack.yaml"]["outcomes"], None]))
    touched = [profile for profile in admissible if exhaustive.advice(pack, profile)[0] == outcome]

    extent = under_audit.extent(under_audit.compiled.outcome[outcome])

    if extent is None:
        assert touched == []
        return
    assert (extent.profiles, extent.of) == (len(touched), len(admissible))
    shown = naive.complete(pack, extent.witness)
    assert naive.violated(pack, shown) == []
    assert exhaustive.advice(pack, shown)[0] == outcome
    required = {fact["id"] for fact in pack["facts.yaml"]["facts"] if not fact.get("unknown", False)}
    assert required <= extent.witness.keys()
    assert len(extent.witness.keys() - required) == min(
        sum(profile[name] != "unknown" for name in profile.keys() - required) for profile in touched
    )


def test_a_witness_of_the_shipped_pack_can_be_advised_on() -> None:
    """It is a profile like any other, and lies in the set that it is to show."""
    knowledge = shipped.base().knowledge
    under_audit = Subject(knowledge, TODAY)

    for outcome, _ in knowledge.outcomes:
        extent = under_audit.extent(under_audit.compiled.outcome[outcome])

        assert extent is not None
        assert complete(knowledge.facts, extent.witness).values == naive.complete(
            shipped.raw(), extent.witness
        )
        assert shipped.base().advise(extent.witness).recommendation == outcome

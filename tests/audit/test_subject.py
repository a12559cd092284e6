"""Tests of the subject of an audit: extents, witnesses and cached values."""

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
from support.running.examples import examples

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
    """A pack of 2 * 3 * 3 * 2 profiles, 4 of which are not admissible."""
    return Subject(toy.knowledge(facts=FACTS, recommendations=RULES), TODAY)


def test_profiles_counts_admissible_profiles() -> None:
    """Profiles that a constraint excludes are not counted."""
    assert subject().profiles == 2 * 3 * 3 * 2 - 4


def test_extent_counts_admissible_profiles_with_smallest_witness() -> None:
    """A witness states required facts and as few others as possible; integers are close to zero."""
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


def test_set_without_admissible_profile_has_no_extent() -> None:
    """A set of excluded profiles has no extent, and neither has the empty set."""
    forbidden = subject().compiled.forbidden("c")

    assert forbidden.satisfiable()
    assert subject().extent(forbidden) is None
    assert subject().extent(subject().space.false) is None


def test_witness_of_empty_set_raises() -> None:
    """Asking for a witness of the empty set is an error of the caller."""
    with pytest.raises(ValueError, match="an empty set has no witness"):
        witness(subject().space, subject().space.false)


def test_compiled_rules_and_sensitivities_are_cached() -> None:
    """Checks share the compiled rules and the sensitivities."""
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


def test_sensitivity_is_projected_on_the_facts_of_the_rules() -> None:
    """For a finding these are the facts of all its rules; other facts do not matter."""
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


@settings(max_examples=examples(25))
@given(exhaustive.mixed_packs(), st.data())
def test_extent_equals_enumeration(pack: random_packs.Data, data: st.DataObject) -> None:
    """The extent has the enumerated numbers, and no profile states fewer facts than the witness."""
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


def test_witness_of_shipped_pack_gets_its_outcome() -> None:
    """A witness is a valid profile and is a member of its set."""
    knowledge = shipped.base().knowledge
    under_audit = Subject(knowledge, TODAY)

    for outcome, _ in knowledge.outcomes:
        extent = under_audit.extent(under_audit.compiled.outcome[outcome])

        assert extent is not None
        assert complete(knowledge.facts, extent.witness).values == naive.complete(
            shipped.raw(), extent.witness
        )
        assert shipped.base().advise(extent.witness).recommendation == outcome

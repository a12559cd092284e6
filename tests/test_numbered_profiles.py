"""Profiles by number: a bijection between the members of a set and the numbers below its count."""

from collections import Counter
from collections.abc import Mapping
from itertools import product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exitwise.diagram.compiled_rules import CompiledRules
from exitwise.diagram.space import Space
from exitwise.model.axis import Axis
from exitwise.model.fact import Value
from support.oracles import exhaustive
from support.packs import random_packs, shipped, toy
from support.packs.numbered_profiles import NumberedProfiles
from support.running.examples import examples

FACTS = """
  facts:
    - {id: place, question: Q?, kind: choice, values: {here: H, near: N, gone: G}}
    - {id: door, question: Q?, kind: choice, unknown: true, values: {yes: Y, no: N, ajar: A, off: O}}
    - {id: only, question: Q?, kind: integer}
    - {id: days, question: Q?, kind: integer, unknown: true, minimum: 0}
"""
CUT = "[{id: x, recommend: stay, when: {any: [{days: {above: 7}}, {days: {at_most: 2}}]}, because: So.}]"
AXES = Space.of(toy.knowledge(facts=FACTS, recommendations=CUT)).axes

Codes = tuple[int, ...]


def values(axes: Mapping[str, Axis], codes: Codes) -> dict[str, Value]:
    """A profile as the value of each fact."""
    return {name: axis.value(code) for (name, axis), code in zip(axes.items(), codes, strict=True)}


@given(st.permutations(list(AXES)), st.data())
def test_numbers_are_a_bijection(order: list[str], data: st.DataObject) -> None:
    """Every member has exactly one number, in any variable order."""
    space = Space(AXES, order)
    everybody = list(product(*(range(len(axis.classes)) for axis in AXES.values())))
    chosen = data.draw(st.sets(st.sampled_from(everybody)))
    profiles = space.false
    for codes in chosen:
        profiles |= space.with_values(values(AXES, codes))

    members = NumberedProfiles(space, profiles)

    assert members.count == len(chosen)
    assert Counter(tuple(members.at(number).values()) for number in range(members.count)) == Counter(chosen)
    for beyond in (-1, members.count):
        with pytest.raises(IndexError):
            members.at(beyond)


@settings(max_examples=examples(20))
@given(exhaustive.small_packs())
def test_members_of_the_domain_agree_with_oracle(pack: random_packs.Data) -> None:
    """Each admissible profile occurs once, and no other."""
    compiled = CompiledRules.of(toy.loaded(pack))
    axes = compiled.space.axes
    members = NumberedProfiles(compiled.space, compiled.domain)
    listed = [
        tuple(axes[name].code(value) for name, value in profile.items())
        for profile in exhaustive.admissible(pack)
    ]

    assert sorted(tuple(members.at(number).values()) for number in range(members.count)) == sorted(listed)


def test_drawn_profile_has_the_drawn_number() -> None:
    """Every number can be drawn; an empty set raises an error."""

    class LastNumber(Random):
        """Draws the greatest number in the range."""

        def randrange(self, start: int, stop: int | None = None, step: int = 1) -> int:
            """Return the last number of the range."""
            assert (stop, step) == (None, 1)
            return start - 1

    space = Space(AXES, list(AXES))
    members = NumberedProfiles(space, space.valid)

    assert members.sample(LastNumber()) == members.at(members.count - 1)
    with pytest.raises(ValueError, match="empty range"):
        NumberedProfiles(space, space.false).sample(Random(1))  # noqa: S311 (not used for secrets)


def test_admissible_profiles_are_drawn_from_shipped_pack() -> None:
    """The same seed draws the same profiles; counts are exact beyond the precision of a float."""
    compiled = shipped.base().compiled
    members = NumberedProfiles(compiled.space, compiled.domain)
    axes = compiled.space.axes

    def draws() -> list[dict[str, int]]:
        random = Random(7)  # noqa: S311 (not used for secrets)
        return [members.sample(random) for _ in range(50)]

    assert members.count == compiled.space.count(compiled.domain) > 2**64
    assert draws() == draws()
    for codes in [*draws(), members.at(0), members.at(members.count - 1)]:
        profile = {name: axes[name].value(code) for name, code in codes.items()}
        assert compiled.domain.eval(compiled.space.assignment(profile))

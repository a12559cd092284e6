"""Weighted sampling of profiles: the exact probability of every draw."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import islice
from math import prod
from random import Random
from typing import Final

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from exitwise.diagram import weighted_sampler
from exitwise.diagram.compiled_rules import CompiledRules
from exitwise.diagram.space import Space
from exitwise.diagram.weighted_sampler import Option, WeightedSampler, uniform_randbelow
from exitwise.model.profile import complete
from support.oracles import exhaustive
from support.packs import random_packs, shipped, toy
from support.packs.numbered_profiles import NumberedProfiles
from support.running.examples import examples

Weights = Mapping[str, Sequence[int]]
Codes = tuple[int, ...]
FEW: Final = 40
"""Profiles of a pack whose every way of being drawn is gone."""
MOST: Final = 20_000
"""Ways of being drawn; what takes more is not looked at."""


def of_codes(space: Space, weights: Weights) -> dict[str, list[Option[int]]]:
    """Options with their own value code as payload, one for each class."""
    return {
        fact: [Option(code, weight, code) for code, weight in enumerate(known)]
        for fact, known in weights.items()
        if fact in space.axes
    }


def every_draw(draw: Callable[[Callable[[int], int]], list[int]]) -> Iterator[tuple[Codes, Fraction]]:
    """Every possible draw with its exact probability, by exhausting the random numbers."""
    fixed: list[int] = []
    while True:
        asked: list[int] = []

        def below(limit: int, asked: list[int] = asked, fixed: list[int] = fixed) -> int:
            asked.append(limit)
            if len(asked) > len(fixed):
                fixed.append(0)
            return fixed[len(asked) - 1]

        drawn = tuple(draw(below))
        yield drawn, Fraction(1, prod(asked))
        while fixed and fixed[-1] + 1 == asked[len(fixed) - 1]:
            fixed.pop()
        if not fixed:
            return
        fixed[-1] += 1


def admissible_codes(pack: random_packs.Data, compiled: CompiledRules) -> list[Codes]:
    """The admissible profiles of the raw pack as value codes, in the variable order."""
    space, facts = compiled.space, compiled.knowledge.facts
    admissible = (complete(facts, profile).values for profile in exhaustive.admissible(pack))
    return [
        tuple(space.axes[fact].code(values[fact]) for fact in space.first_variable) for values in admissible
    ]


@settings(max_examples=examples(40))
@given(exhaustive.mixed_packs(FEW), st.sampled_from((1, 5, 1 << 12)), st.data())
def test_probability_is_proportional_to_weight(
    pack: random_packs.Data, most: int, data: st.DataObject
) -> None:
    """It is the product of the answers' weights over the sum for all admissible profiles."""
    compiled = CompiledRules.of(toy.loaded(pack))
    space = compiled.space
    weights = {
        fact: data.draw(st.lists(st.integers(0, 3), min_size=len(axis.classes), max_size=len(axis.classes)))
        for fact, axis in space.axes.items()
    }
    expected = {
        codes: prod(weights[fact][code] for fact, code in zip(space.first_variable, codes, strict=True))
        for codes in admissible_codes(pack, compiled)
    }
    total = sum(expected.values())

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(weighted_sampler, "MAX_COMBINATIONS", most)
        found = WeightedSampler(space, compiled.domain, of_codes(space, weights))
    ways = list(islice(every_draw(found.draw), MOST)) if total else []
    assume(len(ways) < MOST)
    shares: dict[Codes, Fraction] = {}
    for codes, share in ways:
        shares[codes] = shares.get(codes, Fraction(0)) + share

    assert found.total_weight == total
    assert shares == {codes: Fraction(weight, total) for codes, weight in expected.items() if weight}


def test_total_weight_of_an_empty_set_is_zero() -> None:
    """A set in which every profile has weight 0 counts as empty."""
    space = CompiledRules.of(toy.knowledge()).space
    ones = {fact: [1] * len(axis.classes) for fact, axis in space.axes.items()}

    assert WeightedSampler(space, space.false, of_codes(space, ones)).total_weight == 0
    assert (
        WeightedSampler(
            space, space.with_code("place", 0), of_codes(space, ones | {"place": [0, 1]})
        ).total_weight
        == 0
    )


def test_total_of_unit_weights_is_the_count() -> None:
    """Also beyond the precision of a float; every drawn profile is admissible."""
    compiled = shipped.base().compiled
    axes = compiled.space.axes
    ones = {fact: [1] * len(axis.classes) for fact, axis in axes.items()}
    drawn = WeightedSampler(compiled.space, compiled.domain, of_codes(compiled.space, ones))
    below = uniform_randbelow(Random(7))  # noqa: S311 (not used for secrets)

    assert drawn.total_weight == NumberedProfiles(compiled.space, compiled.domain).count > 2**64
    for _ in range(200):
        codes = dict(zip(drawn.facts, drawn.draw(below), strict=True))
        assignment = compiled.space.assignment({fact: axes[fact].value(code) for fact, code in codes.items()})
        assert compiled.domain.eval(assignment)


@pytest.mark.parametrize("limit", [1, 2, 3, 1000, 2**40 + 1])
def test_randbelow_rejects_numbers_above_the_limit(limit: int) -> None:
    """It returns the first number of the needed bits that is below the limit."""
    below, source = uniform_randbelow(Random(limit)), Random(limit)  # noqa: S311 (not used for secrets)
    size = (limit - 1).bit_length()
    tried = (source.getrandbits(size) for _ in iter(int, 1))

    for _ in range(20):
        assert below(limit) == next(number for number in tried if number < limit)

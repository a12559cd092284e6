"""Blocks of profiles, compared with the oracle and with the diagrams row by row."""

from dataclasses import replace
from functools import cache
from random import Random

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from exitwise.diagram.compiled_rules import CompiledRules
from exitwise.model.conclusion import Conclusions
from exitwise.planes.evaluate import Evaluator
from support.packs import random_packs, shipped, toy
from support.running import agreement, blocks
from support.running.examples import examples


@cache
def evaluator() -> Evaluator:
    """Compile the shipped pack."""
    return Evaluator(shipped.base().knowledge, inner=True)


def test_evaluate_returns_all_conclusions() -> None:
    """An old bicycle with slipping brakes, between two others."""
    bicycle = Evaluator(toy.bicycle().knowledge, inner=True)
    profiles = [{"brakes": "yes", "age": 1}, {"brakes": "no", "age": 20}, {"brakes": "yes", "age": 2}]

    agreement.check_old_and_slipping(blocks.conclude(bicycle, profiles)[1])


def test_refused_rows_name_every_constraint() -> None:
    """Nothing else is said of them."""
    bicycle = Evaluator(toy.bicycle().knowledge, inner=True)

    (found,) = blocks.conclude(bicycle, [{"brakes": "yes", "age": 60, "colour": "green"}])

    assert found == Conclusions(refused=("no-old-green",))


@settings(max_examples=examples(50))
@given(st.data())
def test_planes_agree_with_oracle_and_diagrams_on_random_packs(data: st.DataObject) -> None:
    """Every conclusion of every row."""
    pack = data.draw(random_packs.packs())
    knowledge = toy.loaded(pack)
    compiled = CompiledRules.of(knowledge)
    profiles = [data.draw(random_packs.profiles(pack)) for _ in range(4)]

    rows = blocks.conclude(Evaluator(knowledge, inner=True), profiles)

    for profile, found in zip(profiles, rows, strict=True):
        assert found == replace(agreement.check_diagrams(pack, compiled, profile), broken=())


@settings(max_examples=examples(10), phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(st.integers(0, 2**32))
def test_planes_agree_with_oracle_on_shipped_pack(seed: int) -> None:
    """A block of random profiles, of which some violate a constraint."""
    random = Random(seed)  # noqa: S311 (not used for secrets)
    profiles = [shipped.random_profile(random) for _ in range(20)]

    for profile, found in zip(profiles, blocks.conclude(evaluator(), profiles), strict=True):
        agreement.compare_with_oracle(shipped.raw(), profile, found, ())

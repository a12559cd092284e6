"""The evaluation of blocks, compared row by row with the oracle and with the diagrams."""

from functools import cache
from random import Random

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

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
    """Among other rows is an old bicycle with slipping brakes."""
    bicycle = Evaluator(toy.bicycle().knowledge, inner=True)
    profiles = [{"brakes": "yes", "age": 1}, {"brakes": "no", "age": 20}, {"brakes": "yes", "age": 2}]

    agreement.check_old_and_slipping(blocks.conclude(bicycle, profiles)[1])


def test_refused_rows_have_the_violated_constraints() -> None:
    """They have no other conclusions."""
    bicycle = Evaluator(toy.bicycle().knowledge, inner=True)

    (conclusions,) = blocks.conclude(bicycle, [{"brakes": "yes", "age": 60, "colour": "green"}])

    assert conclusions == Conclusions(refused=("no-old-green",))


@settings(max_examples=examples(50))
@given(st.data())
def test_planes_agree_with_oracle_and_diagrams_on_random_packs(data: st.DataObject) -> None:
    """Every conclusion of every row is compared."""
    pack = data.draw(random_packs.packs())

    agreement.check_planes(pack, [data.draw(random_packs.profiles(pack)) for _ in range(4)])


@settings(max_examples=examples(100))
@given(st.data())
def test_planes_agree_with_oracle_and_diagrams_on_every_kind_of_fact(data: st.DataObject) -> None:
    """Lists of values, decimals and dates, beside choices and integers."""
    pack = data.draw(random_packs.packs(every_kind=True))

    agreement.check_planes(pack, [data.draw(random_packs.profiles(pack)) for _ in range(4)])


@settings(max_examples=examples(10), phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(st.integers(0, 2**32))
def test_planes_agree_with_oracle_on_shipped_pack(seed: int) -> None:
    """Some of the random profiles violate a constraint."""
    random = Random(seed)  # noqa: S311 (not used for secrets)
    profiles = [shipped.random_profile(random) for _ in range(20)]

    for profile, conclusions in zip(profiles, blocks.conclude(evaluator(), profiles), strict=True):
        agreement.compare_with_oracle(shipped.raw(), profile, conclusions, ())

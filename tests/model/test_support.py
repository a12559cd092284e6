"""The rules that support the advice, compared with the reasons of the advice."""

from hypothesis import given, settings
from hypothesis import strategies as st

from exitwise.errors import ProfileError
from exitwise.knowledge_base import KnowledgeBase
from exitwise.planes import bits
from exitwise.planes.evaluate import Evaluator
from support.packs import random_packs, shipped, toy
from support.running import blocks
from support.running.examples import examples

SHIPPED = 6
"""The number of profiles of the shipped pack, on which forward chaining is slow."""


def check_reasons(base: KnowledgeBase, profiles: list[random_packs.Data]) -> None:
    """Compare the supporting rules of each admissible row with the reasons of its advice."""
    evaluator = Evaluator(base.knowledge)
    planes = evaluator.evaluate(blocks.block(evaluator, profiles))
    masks = {name: bits.unpack(plane, planes.rows) for name, plane in planes.rules.items()}
    for row, profile in enumerate(profiles):
        try:
            advice = base.advise(profile)
        except ProfileError:
            continue
        assert [name for name, mask in masks.items() if mask[row]] == [
            reason.rule for reason in advice.reasons
        ]


@settings(max_examples=examples(20))
@given(st.data())
def test_rules_equal_the_reasons_on_random_packs(data: st.DataObject) -> None:
    """They have the same order, and a pack may leave no single outcome."""
    pack = data.draw(random_packs.mixed_packs())
    profiles = data.draw(st.lists(random_packs.profiles(pack), min_size=1, max_size=3))

    check_reasons(KnowledgeBase(toy.loaded(pack)), profiles)


def test_rules_equal_the_reasons_on_the_shipped_pack() -> None:
    """Rules for findings that only a false branch uses are excluded."""
    check_reasons(shipped.base(), [shipped.admissible(seed) for seed in range(SHIPPED)])

"""Conclusions of single rows with their trace, compared with those of forward chaining."""

from collections.abc import Collection, Iterable
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from exitwise.forward.chain import ForwardChainer
from exitwise.model.conclusion import UNTRACED, Branch
from exitwise.model.profile import complete
from exitwise.planes.evaluate import Evaluator
from exitwise.planes.trace import RowConclusions
from support.oracles import naive
from support.packs import random_packs, shipped, toy
from support.running import blocks
from support.running.examples import examples

SHIPPED = 4
"""The number of profiles of the shipped pack, on which forward chaining is slow."""


def check_rows(evaluator: Evaluator, chaining: ForwardChainer, profiles: list[random_packs.Data]) -> None:
    """Compare the conclusions, the fired rules and the alternatives that held, of admissible profiles."""
    rows = RowConclusions(evaluator.rules.knowledge, evaluator.evaluate(blocks.block(evaluator, profiles)))
    for number, profile in enumerate(profiles):
        actual = rows.row(number)
        expected = chaining.conclude(complete(evaluator.rules.knowledge.facts, profile).values)
        fired = set(expected.trace.fired)
        assert replace(actual, trace=UNTRACED) == replace(expected, trace=UNTRACED)
        assert set(actual.trace.fired) == fired
        assert of_rules(actual.trace.branches, fired) == of_rules(expected.trace.branches, fired)


def of_rules(branches: Iterable[Branch], rules: Collection[str]) -> set[Branch]:
    """Return the alternatives of some rules."""
    return {branch for branch in branches if branch[0] in rules}


@settings(max_examples=examples(40))
@given(st.data())
def test_traces_equal_those_of_forward_chaining_on_random_packs(data: st.DataObject) -> None:
    """A pack may leave no single outcome."""
    pack = data.draw(random_packs.mixed_packs())
    knowledge = toy.loaded(pack)
    profiles = data.draw(st.lists(random_packs.profiles(pack), min_size=1, max_size=3))
    admissible = [profile for profile in profiles if not naive.violated(pack, profile)]

    if admissible:
        check_rows(Evaluator(knowledge, inner=True), ForwardChainer(knowledge), admissible)


def test_traces_equal_those_of_forward_chaining_on_the_shipped_pack() -> None:
    """They include nested alternatives."""
    profiles = [shipped.admissible(seed) for seed in range(SHIPPED)]

    check_rows(Evaluator(shipped.base().knowledge, inner=True), shipped.chaining(), profiles)

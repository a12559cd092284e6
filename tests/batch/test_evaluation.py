"""The evaluation of profiles: which get advice, which are refused and why, and the counts."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from exitwise.batch.evaluation import Refusal, evaluate, evaluator_of
from exitwise.batch.missing.answers import MissingAnswers
from exitwise.batch.profiles import Profiles
from exitwise.knowledge_base import KnowledgeBase
from support.oracles import naive
from support.packs import random_packs, toy
from support.running import blocks
from support.running.examples import examples


@settings(max_examples=examples(40))
@given(st.data())
def test_every_accepted_profile_is_advised_or_refused(data: st.DataObject) -> None:
    """A refusal has the violated constraints, or none if there is no single outcome."""
    pack = data.draw(random_packs.packs())
    profiles = data.draw(st.lists(random_packs.profiles(pack), min_size=1, max_size=5))
    accepted = data.draw(st.lists(st.booleans(), min_size=len(profiles), max_size=len(profiles)))
    base = KnowledgeBase(toy.loaded(pack))
    evaluator = evaluator_of(base)
    block = blocks.block(evaluator, profiles)

    missing = MissingAnswers(base, evaluator)
    evaluation = evaluate(evaluator, Profiles(np.array(accepted), block.codes, {}), missing)

    advised, refusals = [], []
    for row, profile in enumerate(profiles):
        violated = naive.violated(pack, profile)
        if accepted[row] and not violated and naive.advise(pack, profile).recommendation is not None:
            advised.append(row)
        elif accepted[row]:
            refusals.append(Refusal(row, tuple(violated), "contradiction" if violated else None))
    assert evaluation.rows.tolist() == advised
    assert list(evaluation.refusals) == refusals


def test_only_a_pack_with_holds_is_compiled_to_diagrams() -> None:
    """A batch by any other pack starts without them."""
    without, bicycle = toy.base(), toy.bicycle()

    assert evaluator_of(without).names["waits"] == ()
    assert evaluator_of(bicycle).names["waits"] != ()
    assert "compiled" not in vars(without)


def test_advised_profiles_are_counted() -> None:
    """Refused profiles and rules that are never a reason are not counted."""
    evaluator = evaluator_of(toy.bicycle())
    profiles = [
        {"brakes": "no", "age": 20},
        {"brakes": "no", "age": 20},
        {"brakes": "yes", "age": 1},
        {"brakes": "yes", "age": 60, "colour": "green"},
    ]
    block = blocks.block(evaluator, profiles)

    chunk = Profiles(np.ones(4, np.bool_), block.codes, {})
    summary = evaluate(evaluator, chunk, MissingAnswers(toy.bicycle(), evaluator)).summary()

    assert summary.advised == 3
    assert summary.outcomes["sell"] == 2
    assert summary.outcomes.total() == summary.readiness.total() == 3
    assert summary.rules["sell-worn"] == 2
    assert all(summary.rules.values())

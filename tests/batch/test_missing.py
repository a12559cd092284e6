"""Blocks with missing answers: conclusions and refusals of single rows, as enumeration says."""

from datetime import date
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from exitwise.batch.evaluation import evaluate
from exitwise.batch.full import FullAdviser
from exitwise.batch.missing import MissingAnswers
from exitwise.batch.profiles import Profiles
from exitwise.errors import ProfileError
from exitwise.knowledge_base import KnowledgeBase
from exitwise.planes import bits
from exitwise.planes.evaluate import Early, Evaluator
from exitwise.present.printable import json_line
from support.oracles import exhaustive, naive, questionnaire
from support.oracles.missing import Case
from support.packs import random_packs, toy
from support.running import blocks
from support.running.examples import examples

TODAY = date(2026, 11, 30)


@st.composite
def rows(draw: st.DrawFn, *, every_kind: bool = False) -> tuple[random_packs.Data, list[random_packs.Data]]:
    """Draw a small pack, and some profiles that may state no answer to any fact."""
    pack = draw(questionnaire.linked_packs(exhaustive.FEW, every_kind=every_kind))
    return pack, draw(st.lists(random_packs.partial_profiles(pack), min_size=1, max_size=6))


@settings(max_examples=examples(80))
@given(rows() | rows(every_kind=True))
def test_rows_with_missing_answers_agree_with_enumeration(
    drawn: tuple[random_packs.Data, list[random_packs.Data]],
) -> None:
    """A row has the conclusions of all its completions, or the cause of its refusal."""
    pack, profiles = drawn
    base = KnowledgeBase(toy.loaded(pack))
    evaluator = Evaluator(base.knowledge)
    block = blocks.block(evaluator, profiles)
    evaluation = evaluate(
        evaluator, Profiles(np.ones(block.rows, np.bool_), block.codes, {}), MissingAnswers(base)
    )
    refused = {refusal.row: refusal.cause for refusal in evaluation.refusals}

    for row, profile in enumerate(profiles):
        case = Case(pack, profile)
        if not case.is_settled:
            assert refused[row] == ("missing-fact" if case.completions else "contradiction")
        elif case.results[0].recommendation is None:
            assert refused[row] is None
        else:
            assert row not in refused
            found, result = names(evaluation.planes, row), case.results[0]
            assert found["recommendation"] == [result.recommendation]
            assert found["readiness"] == [result.readiness]
            assert found["steps"] == list(naive.compact_steps(pack, result))
            assert found["warnings"] == list(result.warnings)
            assert found["rules"] == list(case.reasons())


def names(planes: Any, row: int) -> dict[str, list[str]]:
    """Return the names that are concluded on a row, by group."""
    groups = ("recommendation", "readiness", "steps", "warnings", "rules")
    return {
        group: [
            name.step if isinstance(name, Early) else name
            for name, plane in getattr(planes, group).items()
            if bits.unpack(plane, planes.rows)[row]
        ]
        for group in groups
    }


@settings(max_examples=examples(25))
@given(rows())
def test_full_advice_equals_that_on_a_single_profile(
    drawn: tuple[random_packs.Data, list[random_packs.Data]],
) -> None:
    """Byte for byte, for every row that is advised on."""
    check_full_advice(*drawn)


@settings(max_examples=examples(40))
@given(st.data())
def test_full_advice_equals_that_on_a_single_profile_of_every_kind(data: st.DataObject) -> None:
    """Lists, decimals and dates may be missing too."""
    pack = data.draw(random_packs.packs(every_kind=True))
    profiles = st.lists(random_packs.partial_profiles(pack), min_size=1, max_size=4)
    check_full_advice(pack, data.draw(profiles))


def check_full_advice(pack: random_packs.Data, profiles: list[random_packs.Data]) -> None:
    """Compare the full advice on some rows with that on each of them alone."""
    base = KnowledgeBase(toy.loaded(pack))
    evaluator = Evaluator(base.knowledge, inner=True)
    block = blocks.block(evaluator, profiles)
    adviser = FullAdviser(base, evaluator, TODAY)
    chunk = Profiles(np.ones(block.rows, np.bool_), block.codes, {})

    lines, evaluation = adviser.advise(chunk, profiles.__getitem__, iter)

    expected = []
    for profile in profiles:
        try:
            advice = base.advise(profile, as_of=TODAY)
        except ProfileError:
            continue
        if advice.recommendation is not None:
            expected.append(json_line(advice.as_dict()).rstrip())
    assert lines.splitlines() == expected
    assert len(evaluation.rows) == len(expected)


LEASE = """
  facts:
    - {id: height, question: Q?, kind: choice, values: {low: L, high: H}}
    - {id: lease, question: Q?, kind: choice, values: {own: O, let: L}}
"""
EITHER = """
  - {id: own, recommend: stay, when: {lease: own}, because: So.}
  - {id: let, recommend: stay, when: {lease: let, height: low}, because: So.}
  - {id: go, recommend: leave, when: {lease: let, height: high}, because: So.}
"""


def test_rows_that_the_planes_leave_undecided_are_decided_exactly() -> None:
    """Two rules depend on a missing answer, and together they do not; the exactly-one outcome settles it."""
    base = toy.base(facts=LEASE, recommendations=EITHER)
    evaluator = Evaluator(base.knowledge)
    block = blocks.block(evaluator, [{"height": "low"}, {"height": "high"}, {"lease": "own"}, {}])

    planes, causes = MissingAnswers(base).evaluate(block, bits.full(4))

    assert bits.unpack(planes.recommendation["stay"], 4).tolist() == [True, False, True, False]
    assert bits.unpack(planes.rules["own"], 4).tolist() == [True, False, True, False]
    assert bits.unpack(planes.rules["let"], 4).tolist() == [True, False, False, False]
    assert causes == {1: "missing-fact", 3: "missing-fact"}

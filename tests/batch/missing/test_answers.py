"""Blocks with missing answers: conclusions and refusals of single rows, as enumeration says."""

from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exitwise.batch.evaluation import evaluator_of
from exitwise.batch.full import FullAdviser
from exitwise.batch.missing.answers import MissingAnswers, Refused
from exitwise.batch.missing.patterns import FREQUENT
from exitwise.batch.profiles import Profiles
from exitwise.errors import ProfileError
from exitwise.knowledge_base import KnowledgeBase
from exitwise.planes import bits
from exitwise.present.printable import json_line
from support.oracles import exhaustive, questionnaire
from support.packs import random_packs, toy
from support.packs.waiting_packs import waiting_packs
from support.running import blocks
from support.running.examples import examples
from support.running.missing import asked_for, check_rows, names

TODAY = date(2026, 11, 30)


@st.composite
def rows(draw: st.DrawFn, *, every_kind: bool = False) -> tuple[random_packs.Data, list[random_packs.Data]]:
    """Draw a small pack, and some profiles that may state no answer to any fact."""
    few = exhaustive.FEW
    packs = questionnaire.linked_packs(few, every_kind=every_kind)
    pack = draw(packs | waiting_packs(few, every_kind=every_kind))
    return pack, draw(st.lists(random_packs.partial_profiles(pack), min_size=1, max_size=6))


@settings(max_examples=examples(80))
@given(rows() | rows(every_kind=True), st.sampled_from((1, 3, FREQUENT)))
def test_rows_with_missing_answers_agree_with_enumeration(
    drawn: tuple[random_packs.Data, list[random_packs.Data]], frequent: int
) -> None:
    """A row has the conclusions of all its completions, or the cause of its refusal.

    Whether rows are decided one by one, or by pattern, makes no difference.
    """
    pack, profiles = drawn
    base = KnowledgeBase(toy.loaded(pack))

    check_rows(pack, base, profiles, frequent)


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
    evaluator = evaluator_of(base, inner=True)
    block = blocks.block(evaluator, profiles)
    adviser = FullAdviser(base, evaluator, TODAY)
    chunk = Profiles(np.ones(block.rows, np.bool_), block.codes, {})

    lines, evaluation = adviser.advise(chunk, profiles.__getitem__, iter)

    expected, waits = [], []
    for profile in profiles:
        try:
            advice = base.advise(profile, as_of=TODAY)
        except ProfileError:
            continue
        if advice.recommendation is not None:
            expected.append(json_line(advice.as_dict()).rstrip())
            waits.append({wait.hold for wait in advice.waits})
    assert lines.splitlines() == expected
    assert [{*names(evaluation.planes, row)["waits"]} for row in evaluation.rows.tolist()] == waits
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


REFUND = """
  facts:
    - {id: refund, question: Q?, kind: choice, values: {wanted: W, asked: A, paid: P}}
    - {id: bank, question: Q?, kind: choice, values: {quick: F, slow: S}}
    - {id: cards, question: Q?, kind: several, values: {debit: D, credit: C}}
"""
ASK = """
  - {id: ask, title: T, how: H, phase: before, when: {refund: wanted}, done: {refund: asked}, because: So.}
"""
WAIT = """
  - {id: wait, title: T, severity: info, hold: true, until: U, ends: {refund: paid}, because: So.,
     when: {refund: asked, any: [{bank: slow}, {cards: {has: credit}}]}}
"""


def test_a_row_is_refused_if_its_waits_depend_on_a_missing_fact() -> None:
    """Steps and warnings are the same in all completions; `advise` refuses it too, and asks for that fact."""
    base = toy.base(
        facts=REFUND, recommendations="[{id: s, recommend: stay, because: So.}]", plan=ASK, warnings=WAIT
    )
    evaluator = evaluator_of(base)
    rows: list[dict[str, object]] = [
        {"refund": "wanted"},
        {"refund": "wanted", "bank": "quick"},
        {"refund": "wanted", "bank": "slow"},
        {"refund": "wanted", "bank": "quick", "cards": ["debit"]},
        {"refund": "paid"},
    ]

    block = blocks.block(evaluator, rows)
    planes, causes = MissingAnswers(base, evaluator).evaluate(block, bits.full(5))

    assert causes == {0: Refused("missing-fact", ("bank", "cards")), 1: Refused("missing-fact", ("cards",))}
    assert bits.unpack(planes.waits["wait"], 5).tolist() == [False, False, True, False, False]
    assert bits.unpack(planes.steps["ask"], 5).tolist() == [False, False, True, True, False]
    assert [wait.hold for wait in base.advise(rows[2]).waits] == ["wait"]
    with pytest.raises(ProfileError) as error:
        base.advise(rows[1])
    assert [diagnostic.pointer for diagnostic in error.value.diagnostics] == ["/cards"]


CALL = """
  - {id: call, title: T, how: H, phase: before, when: {refund: asked, bank: slow}, because: So.}
"""


@pytest.mark.parametrize("frequent", [1, FREQUENT])
def test_a_row_is_refused_if_the_course_depends_on_a_missing_fact(frequent: int) -> None:
    """The planes decide on the advice of today, and it is kept where the course is the same too."""
    base = toy.base(facts=REFUND, recommendations="[{id: s, recommend: stay, because: So.}]", plan=ASK + CALL)
    evaluator = evaluator_of(base)
    rows: list[dict[str, Any]] = [
        {"refund": "wanted", "cards": []},
        {"refund": "wanted", "bank": "slow"},
        {"refund": "paid"},
    ]

    planes, refused = MissingAnswers(base, evaluator, frequent).evaluate(
        blocks.block(evaluator, rows), bits.full(3)
    )

    assert refused == {0: Refused("missing-fact", ("bank",))}
    assert bits.unpack(planes.steps["ask"], 3).tolist() == [False, True, False]
    assert bits.unpack(planes.rules["ask"], 3).tolist() == [False, True, False]
    assert asked_for(base, rows[0]) == ("bank",)


def test_rows_that_the_planes_leave_undecided_are_decided_exactly() -> None:
    """Two rules depend on a missing answer, and together they do not; the exactly-one outcome settles it."""
    base = toy.base(facts=LEASE, recommendations=EITHER)
    evaluator = evaluator_of(base)
    block = blocks.block(evaluator, [{"height": "low"}, {"height": "high"}, {"lease": "own"}, {}])

    planes, causes = MissingAnswers(base, evaluator).evaluate(block, bits.full(4))

    assert bits.unpack(planes.recommendation["stay"], 4).tolist() == [True, False, True, False]
    assert bits.unpack(planes.rules["own"], 4).tolist() == [True, False, True, False]
    assert bits.unpack(planes.rules["let"], 4).tolist() == [True, False, False, False]
    assert causes == {1: Refused("missing-fact", ("lease",)), 3: Refused("missing-fact", ("height", "lease"))}

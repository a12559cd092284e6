"""Patterns of missing facts: the profiles without a completion, and those whose completions differ."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from exitwise.diagram.completions.pattern import Pattern
from exitwise.diagram.completions.undecided import Undecided
from exitwise.knowledge_base import KnowledgeBase
from exitwise.model.profile import complete
from support.oracles import course, exhaustive, questionnaire
from support.oracles.missing import Case
from support.oracles.questionnaire import full_advice
from support.packs import random_packs, toy
from support.packs.waiting_packs import waiting_packs
from support.running.examples import examples

FEW = exhaustive.FEW


@settings(max_examples=examples(60))
@given(st.data(), st.booleans())
def test_the_sets_agree_with_enumeration(data: st.DataObject, every_kind: bool) -> None:  # noqa: FBT001 (drawn)
    """Completions differ if their advice does, or the holds that they can meet."""
    packs = questionnaire.linked_packs(FEW, every_kind=every_kind) | waiting_packs(FEW, every_kind=every_kind)
    pack = data.draw(packs)
    base = KnowledgeBase(toy.loaded(pack))
    everybody = Undecided(base.compiled, {})

    for _ in range(4):
        profile = data.draw(random_packs.partial_profiles(pack))
        case = Case(pack, profile)
        pattern = Pattern(everybody, tuple(case.missing))
        some = base.compiled.space.with_values(complete(base.knowledge.facts, profile).values)

        assert (some & pattern.impossible).satisfiable() == (not case.completions)
        assert (some & pattern.unsettled).satisfiable() == (len(now(case)) > 1)
        assert (some & ~pattern.unsettled & ~pattern.impossible).satisfiable() == (len(now(case)) == 1)


def now(case: Case) -> set[Any]:
    """Return what the completions have now: their advice, and the holds that they can meet."""
    return {
        (full_advice(result), frozenset(course.met(case.pack, profile) if result.recommendation else ()))
        for profile, result in zip(case.completions, case.results, strict=True)
    }


FACTS = """
  facts:
    - {id: refund, question: Q?, kind: choice, values: {wanted: W, asked: A, paid: P}}
    - {id: bank, question: Q?, kind: choice, values: {quick: F, slow: S}}
"""
ASK = """
  - {id: ask, title: T, how: H, phase: before, when: {refund: wanted}, done: {refund: asked}, because: So.}
"""
WAIT = """
  - {id: wait, title: T, severity: info, hold: true, until: U, ends: {refund: paid}, because: So.,
     when: {refund: asked, bank: slow}}
"""


def test_a_hold_that_only_some_completions_meet_later_makes_them_differ() -> None:
    """The refund is asked for first, and then only a slow bank has to be waited for."""
    base = toy.base(
        facts=FACTS, recommendations="[{id: s, recommend: stay, because: So.}]", plan=ASK, warnings=WAIT
    )
    space = base.compiled.space

    unsettled = Pattern(Undecided(base.compiled, {}), ("bank",)).unsettled

    found = {
        value: (space.with_values({"refund": value}) & unsettled).satisfiable()
        for value in ("wanted", "asked", "paid")
    }
    assert found == {"wanted": True, "asked": True, "paid": False}

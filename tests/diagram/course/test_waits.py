"""The holds that a case can meet: those of the naive simulation under all ends."""

from hypothesis import given, settings
from hypothesis import strategies as st

from exitwise.diagram.compiled_rules import CompiledRules
from exitwise.model.profile import complete
from support.oracles import course, naive
from support.packs import random_packs, toy
from support.running.examples import examples


@settings(max_examples=examples(60))
@given(st.data())
def test_met_holds_are_those_of_the_simulation(data: st.DataObject) -> None:
    """Of each outcome, under every end of every hold."""
    pack = data.draw(random_packs.mixed_packs())
    compiled = CompiledRules.of(toy.loaded(pack))
    holds = [rule.id for rule in compiled.knowledge.warnings if rule.hold]

    for _ in range(6):
        profile = data.draw(random_packs.profiles(pack))
        if naive.violated(pack, profile):
            continue
        values = complete(compiled.knowledge.facts, profile).values
        sets = compiled.waits_under(naive.advise(pack, profile).recommendation)
        point = compiled.space.assignment(values)
        assert {hold for hold in holds if sets.met(hold).eval(point)} == course.met(pack, profile)


FACTS = """
  facts:
    - {id: refund, question: Q?, kind: choice, values: {wanted: W, waiting: A, paid: P, refused: R}}
    - {id: letter, question: Q?, kind: choice, unknown: true, values: {sent: S, answered: A}}
"""
PLAN = """
  - {id: ask, title: T, how: H, phase: before, when: {refund: wanted}, because: So., done: {refund: waiting}}
  - {id: write, title: T, how: H, phase: before, when: {refund: refused, letter: unknown}, because: So.,
     done: {letter: sent}}
"""
WARNINGS = """
  - {id: await-refund, title: T, hold: true, until: U, when: {refund: waiting}, because: So.,
     ends: [{refund: paid}, {refund: refused}]}
  - {id: await-answer, title: T, hold: true, until: U, when: {letter: sent}, because: So.,
     ends: {letter: answered}}
"""


def test_a_hold_is_met_by_another_end_than_the_usual_one() -> None:
    """Only a refusal leads to a letter, whose answer is waited for; whoever is paid waits no more."""
    knowledge = toy.base(facts=FACTS, plan=PLAN, warnings=WARNINGS).knowledge
    compiled = CompiledRules.of(knowledge)
    sets = compiled.waits_under("stay")

    def met(**answers: str) -> list[str]:
        point = compiled.space.assignment(complete(knowledge.facts, answers).values)
        return [hold for hold in ("await-refund", "await-answer") if sets.met(hold).eval(point)]

    assert met(refund="wanted") == ["await-refund", "await-answer"]
    assert met(refund="waiting", letter="answered") == ["await-refund"]
    assert met(refund="paid") == []
    assert met(refund="refused") == ["await-answer"]

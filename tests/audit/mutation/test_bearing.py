"""What a mutant has to do with a property: those left out cannot be broken by it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exitwise.audit.mutation.bearing import Bearing
from exitwise.audit.mutation.mutants import mutants
from exitwise.diagram.compiled_rules import CompiledRules
from exitwise.diagram.counterexamples import counterexamples
from exitwise.diagram.space import Space
from exitwise.model.knowledge import Knowledge, conditions_of
from exitwise.model.order import find_cycle
from support.oracles import exhaustive
from support.packs import random_packs, toy
from support.running.examples import examples

PROPERTIES = """
- {id: warned, says: Warned., when: {place: here}, then: {warning: wet}}
- {id: gone, says: Gone., when: {place: gone}, then: {finding: away}}
- {id: set, says: Ready., when: {place: here}, then: {readiness: [ready, prepare]}}
- {id: along, says: Along., along: course, when: {place: here}, then: {not: {place: gone}}}
"""
PLAN = """
- {id: pack, title: Pack, how: Pack., phase: before, because: So., when: {place: here}}
- {id: leave, title: Leave, how: Go., phase: act, because: So., when: {place: here}}
"""
WARNINGS = "[{id: wet, title: Wet, severity: info, because: So., when: {place: here}}]"
FINDINGS = "[{id: far, finding: away, because: So., when: {place: gone}}]"
BEARING = {
    "wet": {"warned"},
    "far": {"gone"},
    "leave": set(),
    "pack": {"set", "along"},
}


def compiled_pair(knowledge: Knowledge, changed: Knowledge) -> tuple[CompiledRules, CompiledRules]:
    """Return the two compiled in one space."""
    conditions = [condition for rule in changed.all_rules for condition in conditions_of(rule)]
    one = CompiledRules(knowledge, Space.of(knowledge, also=conditions))
    return one, CompiledRules(changed, one.space, base=one)


@pytest.mark.parametrize("rule", BEARING)
def test_mutant_bears_on_properties_that_mention_what_it_changes(rule: str) -> None:
    """A rule of a later step bears on no property but its own, one of the preparation on readiness too."""
    knowledge = toy.base(plan=PLAN, warnings=WARNINGS, findings=FINDINGS, properties=PROPERTIES).knowledge
    mutant = next(
        mutant for mutant in mutants(knowledge) if mutant.rule.id == rule and "condition" in mutant.operator
    )
    bearing = Bearing.of(*compiled_pair(knowledge, mutant.apply_to(knowledge)))

    assert {law.id for law in knowledge.properties if bearing.on(law)} == BEARING[rule]


def test_step_that_an_urgent_one_no_longer_pulls_bears_on_every_property() -> None:
    """Without the edge from `leave`, `pack` does not come forward with it, although the file has it first."""
    plan = """
    - {id: pack, title: Pack, how: Pack., because: So., phase: act, when: {place: here}}
    - {id: wash, title: Wash, how: Wash., because: So., phase: act, when: {place: here}}
    - {id: leave, title: Leave, how: Go., because: So., phase: act, after: pack, urgent: true}
    """
    laws = "[{id: pack-first, says: First., order: [pack, wash]}]"
    knowledge = toy.base(plan=plan, properties=laws).knowledge
    mutant = next(mutant for mutant in mutants(knowledge) if mutant.operator == "drop step edge")
    one, other = compiled_pair(knowledge, mutant.apply_to(knowledge))

    assert one.knowledge.step_order == other.knowledge.step_order
    assert Bearing.of(one, other).on(knowledge.properties[0])


@settings(max_examples=examples(25))
@given(exhaustive.mixed_packs(60), st.data())
def test_property_without_bearing_is_not_broken(pack: random_packs.Data, data: st.DataObject) -> None:
    """Every property that a mutant breaks, and that the original keeps, is one on which it bears."""
    knowledge = toy.loaded(pack)
    changed = data.draw(st.sampled_from([*mutants(knowledge)])).apply_to(knowledge)
    if find_cycle(changed.overriders):
        return
    one, other = compiled_pair(knowledge, changed)
    bearing = Bearing.of(one, other)
    left_out = [law for law in knowledge.properties if not bearing.on(law)]

    for law in left_out:
        if not counterexamples(one, law).satisfiable():
            assert not counterexamples(other, law).satisfiable(), law.id

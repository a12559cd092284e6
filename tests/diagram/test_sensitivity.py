"""Whether advice hangs on one conclusion: what two extreme packs say of every profile."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exitwise.diagram.compiled_rules import CompiledRules, ConclusionId
from exitwise.diagram.manager import ProfileSet
from exitwise.diagram.sensitivity import Sensitivity
from exitwise.model.fact import Value
from support.oracles import exhaustive, naive
from support.packs import random_packs, toy

RULES = """
  - {id: weak, recommend: stay, because: So.}
  - {id: shut, recommend: leave, when: {door: no}, because: So., overrides: weak}
  - {id: again, recommend: leave, when: {door: no, place: here}, because: So., overrides: weak}
"""
FINDINGS = "[{id: f, finding: far, when: {place: gone}, because: So.}, {id: g, finding: idle, because: So.}]"
PLAN = """
  - {id: knock, title: T, how: H, phase: act, when: {recommend: stay, finding: far}, because: So.}
"""


@pytest.mark.parametrize(
    ("node", "region", "felt"),
    [
        # Forced, an argument counts also where its own condition fails.
        (("argument", "shut"), {"door": "yes"}, True),
        (("argument", "shut"), {"place": "gone", "door": "no"}, True),
        (("argument", "shut"), {"place": "here", "door": "no"}, False),
        (("argument", "again"), {"door": "no"}, False),
        (("argument", "again"), {"door": "ajar"}, True),
        (("argument", "weak"), {"door": "yes"}, True),
        (("argument", "weak"), {"door": "no"}, False),
        (("finding", "far"), {"door": "yes"}, True),
        (("finding", "far"), {"door": "no"}, False),
        (("finding", "far"), {}, True),
        (("finding", "idle"), {}, False),
    ],
)
def test_advice_hangs_on_a_conclusion_where_that_makes_the_difference(
    node: ConclusionId, region: Mapping[str, Value], *, felt: bool
) -> None:
    """An argument where no other for its outcome stands, a finding where a step comes of it."""
    compiled = CompiledRules.of(toy.knowledge(recommendations=RULES, findings=FINDINGS, plan=PLAN))

    effect = Sensitivity(compiled, node, compiled.space.axes)

    assert effect.is_observable(compiled.space.with_values(region)) == felt


def test_what_no_admissible_profile_feels_is_not_felt() -> None:
    """A constraint leaves out all on whom the argument, or a step that comes of the finding, would act."""
    facts = f"{toy.DEFAULTS['facts']}\n      constraints: [{{id: c, when: {{door: no}}, because: So.}}]"
    plan = "[{id: knock, title: T, how: H, phase: act, when: {door: no, finding: far}, because: So.}]"
    compiled = CompiledRules.of(
        toy.knowledge(facts=facts, recommendations=RULES, findings=FINDINGS, plan=plan)
    )

    argument = Sensitivity(compiled, ("argument", "shut"), compiled.space.axes)
    finding = Sensitivity(compiled, ("finding", "far"), compiled.space.axes)

    assert not argument.is_observable(compiled.space.with_values({"door": "no"}))
    assert argument.is_observable(compiled.space.with_values({"door": "yes"}))
    assert not finding.is_observable(compiled.space.true)


@settings(max_examples=30)
@given(exhaustive.small_packs(100), st.data())
def test_a_conclusion_is_felt_where_two_extreme_packs_advise_differently(
    pack: random_packs.Data, data: st.DataObject
) -> None:
    """One in which its rules always fire and one in which they never do, as far as some facts can tell.

    Regions are asked for one after the other: what was found of one must not spoil the next.
    """
    kind, name = node = data.draw(st.sampled_from(nodes(pack)))
    compiled = CompiledRules.of(toy.loaded(pack))
    facts = sorted(data.draw(st.sets(st.sampled_from(list(compiled.space.axes)))))
    always, never = forced(pack, kind, name, None), forced(pack, kind, name, exhaustive.neither(pack))
    told = {tuple(profile[fact] for fact in facts): profile for profile in exhaustive.profiles(pack)}
    felt = {
        tuple(profile[fact] for fact in facts)
        for profile in exhaustive.admissible(pack)
        if exhaustive.advice(always, profile) != exhaustive.advice(never, profile)
    }
    effect = Sensitivity(compiled, node, facts)

    for region in data.draw(st.lists(st.sets(st.sampled_from(sorted(told, key=str))), max_size=4)):
        cells = [{fact: told[cell][fact] for fact in facts} for cell in region]
        assert effect.is_observable(union(compiled, cells)) == bool(region & felt)
    for cell, profile in told.items():
        one = compiled.space.with_values({fact: profile[fact] for fact in facts})
        assert effect.is_observable(one) == (cell in felt)


def union(compiled: CompiledRules, cells: list[dict[str, Any]]) -> ProfileSet:
    """The profiles that have the answers of one of the cells."""
    found = compiled.space.false
    for cell in cells:
        found |= compiled.space.with_values(cell)
    return found


def nodes(pack: naive.Pack) -> list[ConclusionId]:
    """The findings and arguments of a pack."""
    findings = dict.fromkeys(rule["finding"] for rule in naive.rules(pack, "findings.yaml"))
    arguments = [rule["id"] for rule in pack["recommendations.yaml"]]
    return [*(("finding", name) for name in findings), *(("argument", name) for name in arguments)]


def forced(pack: random_packs.Data, kind: str, name: str, when: Any) -> random_packs.Data:
    """The pack in which all rules of a finding, or an argument, have this condition."""
    file, key = {"finding": ("findings.yaml", "finding"), "argument": ("recommendations.yaml", "id")}[kind]
    for rule in pack[file]:
        if rule[key] == name:
            pack = exhaustive.with_rule(pack, file, rule["id"], when=when)
    return pack

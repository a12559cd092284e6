"""Observability of one conclusion, compared with the oracle on every profile."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exitwise.diagram.compiled_rules import CompiledRules, ConclusionId
from exitwise.diagram.manager import ProfileSet
from exitwise.diagram.sensitivity import Sensitivity
from exitwise.model.fact import Value
from exitwise.model.profile import complete
from support.oracles import exhaustive, naive
from support.oracles.questionnaire import full_advice
from support.packs import random_packs, toy
from support.running.examples import examples

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
    ("conclusion", "region", "observable"),
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
def test_conclusion_is_observable_where_it_changes_advice(
    conclusion: ConclusionId, region: Mapping[str, Value], *, observable: bool
) -> None:
    """An argument where no other supports its outcome, a finding where a step depends on it."""
    compiled = CompiledRules.of(toy.knowledge(recommendations=RULES, findings=FINDINGS, plan=PLAN))

    sensitivity = Sensitivity(compiled, conclusion, compiled.space.axes)

    assert sensitivity.is_observable(compiled.space.with_values(region)) == observable


def test_inadmissible_profiles_make_nothing_observable() -> None:
    """A constraint excludes all profiles on which the argument, or the step of the finding, would matter."""
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


@settings(max_examples=examples(30))
@given(exhaustive.mixed_packs(100), st.data())
def test_sensitivity_agrees_with_oracle(pack: random_packs.Data, data: st.DataObject) -> None:
    """The oracle compares a pack in which the rules always fire with one in which they never do.

    Several regions are queried in turn, because stored results must not falsify later ones.
    """
    kind, name = conclusion = data.draw(st.sampled_from(conclusions(pack)))
    compiled = CompiledRules.of(toy.loaded(pack))
    facts = sorted(data.draw(st.sets(st.sampled_from(list(compiled.space.axes)))))
    plain = dict(naive.expanded(pack))
    always, never = (
        forced(plain, kind, name, None),
        forced(plain, kind, name, exhaustive.unsatisfiable(plain)),
    )
    projected = {tuple(profile[fact] for fact in facts): profile for profile in exhaustive.profiles(pack)}
    observable = {
        tuple(profile[fact] for fact in facts)
        for profile in exhaustive.admissible(pack)
        if full_advice(naive.advise(always, profile)) != full_advice(naive.advise(never, profile))
    }
    sensitivity = Sensitivity(compiled, conclusion, facts)

    for region in data.draw(st.lists(st.sets(st.sampled_from(sorted(projected, key=str))), max_size=4)):
        cells = [answers_to(compiled, facts, projected[cell]) for cell in region]
        assert sensitivity.is_observable(union(compiled, cells)) == bool(region & observable)
    for cell, profile in projected.items():
        one = compiled.space.with_values(answers_to(compiled, facts, profile))
        assert sensitivity.is_observable(one) == (cell in observable)


def answers_to(compiled: CompiledRules, facts: list[str], profile: exhaustive.Profile) -> dict[str, Value]:
    """The values of some facts in an enumerated profile."""
    values = complete(compiled.knowledge.facts, profile).values
    return {fact: values[fact] for fact in facts}


def union(compiled: CompiledRules, cells: list[dict[str, Value]]) -> ProfileSet:
    """The profiles with the answers of one of the cells."""
    profiles = compiled.space.false
    for cell in cells:
        profiles |= compiled.space.with_values(cell)
    return profiles


def conclusions(pack: naive.Pack) -> list[ConclusionId]:
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

"""Results of mutants agree with a naive check of every profile, worked case and property."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exitwise.audit.mutation.mutants import Mutant
from exitwise.audit.mutation.run import MutantResult, run, select_mutants
from exitwise.model.fact import Fact
from support.oracles import course, exhaustive, naive
from support.oracles.exhaustive import Profile
from support.oracles.mutations import expected_course, fails, mutated, ways
from support.packs import random_overrides, random_packs, toy
from support.running.examples import examples

CASES = "scenarios/cases.yaml"


class Comparison:
    """A pack and one of its mutants, compared on every profile that either distinguishes."""

    def __init__(self, pack: naive.Pack, mutant: Mutant, facts: Mapping[str, Fact]) -> None:
        self.old, self.new = pack, mutated(pack, mutant, facts)
        self.along_course = mutant.group in {"deeds", "ends"}

    @cached_property
    def both(self) -> naive.Pack:
        """Return a pack with the conditions of both, used only to enumerate profiles."""
        extra = {f"mutated {file}": rules for file, rules in self.new.items() if isinstance(rules, list)}
        facts = {**self.old["facts.yaml"], "constraints": [*constraints(self.old), *constraints(self.new)]}
        return {**self.old, **extra, "facts.yaml": facts}

    @cached_property
    def differing(self) -> list[Profile]:
        """Return the profiles that only one pack refuses or that they advise differently."""
        return [profile for profile in exhaustive.profiles(self.both) if self.differ(profile)]

    def differ(self, profile: Profile) -> bool:
        """Return whether the advice to a profile, or its course, differs under the mutant."""
        if self.along_course:
            return not naive.violated(self.old, profile) and self.leads_otherwise(profile)
        return naive_advice(self.old, profile) != naive_advice(self.new, profile)

    def leads_otherwise(self, profile: Profile) -> bool:
        """Return whether the next moves, or the ends of the holds that stand, differ under the mutant."""
        is_advised = naive.advise(self.old, profile).recommendation is not None
        return is_advised and ways(self.old, profile) != ways(self.new, profile)

    @cached_property
    def killers(self) -> list[str]:
        """Return the worked cases, then the properties, those along a course last, that fail only mutated."""
        cases = [
            f"scenario `{case['id']}`"
            for case in naive.listed(self.old.get(CASES))
            if fails(self.new, case) and not fails(self.old, case)
        ]
        properties = [
            f"property `{law['id']}`"
            for law in sorted(naive.rules(self.old, "properties.yaml"), key=lambda law: "along" in law)
            if broken(self.new, self.both, law) and not broken(self.old, self.both, law)
        ]
        return cases + properties


def constraints(pack: naive.Pack) -> Sequence[naive.Rule]:
    """Return the constraints of a pack."""
    return naive.listed(pack["facts.yaml"].get("constraints"))


def naive_advice(pack: naive.Pack, profile: Profile) -> tuple[Any, ...] | None:
    """Return the advice to a profile, or None if it is refused."""
    if naive.violated(pack, profile):
        return None
    result = naive.advise(pack, profile)
    return result.recommendation, result.readiness, result.steps, result.urgent, result.warnings


def broken(pack: naive.Pack, both: naive.Pack, law: naive.Rule) -> bool:
    """Return whether a property fails on an admitted profile."""
    return any(
        course.property_broken(pack, law, profile)
        for profile in exhaustive.profiles(both)
        if not naive.violated(pack, profile)
    )


# The properties


@st.composite
def with_cases(draw: st.DrawFn) -> random_packs.Data:
    """Draw a small pack with worked cases, most of which pass."""
    pack = draw(exhaustive.mixed_packs(60))
    profiles = exhaustive.profiles(pack)
    chosen = draw(st.lists(st.sampled_from(profiles), max_size=3))
    cases = [case(draw, pack, f"case-{number}", profile) for number, profile in enumerate(chosen)]
    return {**pack, CASES: cases} if cases else pack


def case(draw: st.DrawFn, pack: naive.Pack, name: str, profile: Profile) -> random_packs.Data:
    """Return a worked case with all or part of the advice, or a wrong expectation."""
    refused = naive.violated(pack, profile)
    if refused:
        return {"id": name, "profile": profile, "expect": {"refused": draw(st.sampled_from(refused))}}
    result = naive.advise(pack, profile)
    outcome = result.recommendation or draw(st.sampled_from([*pack["pack.yaml"]["outcomes"]]))
    whole = {
        "recommendation": outcome,
        "readiness": draw(st.sampled_from((result.readiness, result.readiness, "hold"))),
        "steps": [*result.steps],
        "warnings": [*result.warnings],
        "findings": sorted(result.findings),
        "urgent": sorted(result.urgent),
        **expected_course(pack, profile),
    }
    keys = draw(st.lists(st.sampled_from([*whole]), min_size=1, unique=True))
    return {"id": name, "profile": profile, "expect": {key: whole[key] for key in keys}}


def check_against_enumeration(
    pack: random_packs.Data, mutant_result: MutantResult, facts: Mapping[str, Fact]
) -> None:
    """Check one result against all profiles."""
    comparison = Comparison(pack, mutant_result.mutant, facts)
    if mutant_result.outcome == "invalid":
        overrides = {
            rule["id"]: naive.overridden(comparison.new, rule)
            for rule in comparison.new["recommendations.yaml"]
        }
        assert not random_overrides.acyclic(overrides)
        return
    assert (mutant_result.outcome == "equivalent") == (comparison.differing == [])
    if mutant_result.outcome == "killed":
        assert mutant_result.reason == comparison.killers[0]
    if mutant_result.outcome == "survived":
        assert comparison.killers == []
        shown = naive.complete(pack, mutant_result.witness or {})
        assert comparison.differ(shown)
        assert stated(shown) == min(map(stated, comparison.differing))


def stated(profile: Profile) -> int:
    """Return how many facts a profile states; required facts add the same number to all."""
    return sum(value != "unknown" for value in profile.values())


@settings(max_examples=examples(25))
@given(with_cases(), st.data())
def test_results_agree_with_enumeration(pack: random_packs.Data, data: st.DataObject) -> None:
    """A mutant is equivalent if no advice differs, killed by the first failure, and survives otherwise."""
    knowledge = toy.loaded(pack)
    selected = data.draw(
        st.lists(st.sampled_from(select_mutants(knowledge)), min_size=1, max_size=8, unique_by=id)
    )

    mutant_results = list(run(knowledge, selected))

    assert [mutant_result.mutant for mutant_result in mutant_results] == selected
    for mutant_result in mutant_results:
        check_against_enumeration(pack, mutant_result, knowledge.fact)


@settings(max_examples=examples(10))
@given(with_cases())
def test_result_is_independent_of_other_mutants(pack: random_packs.Data) -> None:
    """A mutant has the same result alone and among all others."""
    knowledge = toy.loaded(pack)
    selected = select_mutants(knowledge)

    for alone in list(run(knowledge, selected))[:: max(1, len(selected) // 6)]:
        (again,) = run(knowledge, [alone.mutant])
        assert (again.outcome, again.reason) == (alone.outcome, alone.reason)
        assert len(again.witness or {}) == len(alone.witness or {})


# By hand


RULES = """
  - {id: default, recommend: stay, because: So.}
  - {id: shut, recommend: leave, when: {door: no}, overrides: default, because: So.}
"""


def results(operator: str, rule: str, **files: str) -> list[tuple[str, str]]:
    """Return the outcomes and reasons of the mutants of one operator and one rule."""
    knowledge = toy.knowledge(**({"recommendations": RULES} | files))
    selected = [
        each for each in select_mutants(knowledge) if (each.operator, each.rule.id) == (operator, rule)
    ]
    return [(mutant_result.outcome, mutant_result.reason) for mutant_result in run(knowledge, selected)]


TWICE = RULES + "  - {id: again, recommend: leave, when: {door: no}, overrides: default, because: So.}\n"
IDLE = "[{id: f, finding: far, when: {place: gone}, because: So.}]"
REPEATED = RULES.replace("{door: no}", "{all: [{door: no}, {door: [no, ajar]}]}")
CONSTRAINED = toy.DEFAULTS["facts"].rstrip() + (
    "\n      constraints: [{id: c, when: {door: no}, because: So.}, {id: d, when: {door: no}, because: So.}]"
)
PLAN = """
  - {id: one, title: T, how: H, phase: act, because: So.}
  - {id: two, title: T, how: H, phase: act, after: one, because: So.}
"""

REASONS = [
    ("drop rule", "shut", {"recommendations": TWICE}, ("equivalent", "no advice depends on the difference")),
    ("drop rule", "f", {"findings": IDLE}, ("equivalent", "no advice depends on the difference")),
    (
        "narrow",
        "shut",
        {"recommendations": REPEATED},
        ("equivalent", "the rule fires on the same profiles"),
    ),
    ("drop rule", "c", {"facts": CONSTRAINED}, ("equivalent", "the same profiles are refused")),
    (
        "drop override",
        "again",
        {"recommendations": TWICE.replace("again, recommend: leave", "again, recommend: stay")},
        ("equivalent", "no recommendation depends on the override"),
    ),
    ("drop step edge", "two", {"plan": PLAN}, ("equivalent", "the order of every plan is unchanged")),
    (
        "reverse override",
        "shut",
        {"recommendations": f"{TWICE.replace('overrides: default', 'overrides: [default, again]', 1)}"},
        ("invalid", "the overrides would form a cycle"),
    ),
]


@pytest.mark.parametrize(("operator", "rule", "files", "expected"), REASONS)
def test_reasons_for_equivalent_and_invalid_mutants(
    operator: str, rule: str, files: dict[str, str], expected: tuple[str, str]
) -> None:
    """Each reason is given in its case."""
    assert expected in results(operator, rule, **files)


OPENING = """
  - {id: open, title: T, how: H, phase: before, when: {door: no}, done: {door: yes}, because: So.}
  - {id: sweep, title: T, how: H, phase: before, urgent: {place: gone}, because: So.}
"""
AJAR = """
  - {id: wait, title: T, hold: true, until: U, when: {door: ajar}, because: So.,
     ends: [{door: yes}, {door: yes}]}
"""
OPENED = """
  - {id: opened, says: So., along: course, when: {door: no},
     then: {any: [{door: yes}, {readiness: hold}, {step: open}]}}
"""
STAYING = {"recommendations": "[{id: default, recommend: stay, because: So.}]", "plan": OPENING}
SWEPT_FIRST = "[{id: case, profile: {place: gone, door: no}, expect: {steps: [sweep, open]}}]"

ALONG = [
    # The property is broken if the step leaves the door ajar, but not if it stays in the plan for ever.
    ("change deed", "open", STAYING | {"warnings": AJAR}, ("survived", "")),
    ("change deed", "open", STAYING | {"properties": OPENED}, ("killed", "property `opened`")),
    ("drop deed", "open", STAYING | {"properties": OPENED}, ("survived", "")),
    (
        "drop end",
        "wait",
        STAYING | {"warnings": AJAR},
        ("equivalent", "the course of every plan is unchanged"),
    ),
    ("change end", "wait", STAYING | {"warnings": AJAR}, ("survived", "")),
    ("drop urgency", "sweep", STAYING, ("survived", "")),
    ("drop urgency", "sweep", STAYING | {"scenarios/a": SWEPT_FIRST}, ("killed", "scenario `case`")),
]


@pytest.mark.parametrize(("operator", "rule", "files", "expected"), ALONG)
def test_a_mutant_of_the_course(
    operator: str, rule: str, files: dict[str, str], expected: tuple[str, str]
) -> None:
    """Deeds and ends are noticed by properties along the course, urgency by the order of the steps."""
    assert expected in results(operator, rule, **files)


SHUT = "{id: shut-out, profile: {place: here, door: no}, expect: {%s}}"
GONE = "{id: gone, profile: {place: gone, door: yes}, expect: {findings: %s}}"
DEAF = "[{id: f, finding: far, when: {place: gone}, because: So.}]"
LEAVE_IF_FAR = (
    RULES
    + "  - {id: away, recommend: sell, when: {finding: far}, overrides: [default, shut], because: So.}\n"
)
KILLERS: list[tuple[str, str, dict[str, str], tuple[str, str]]] = [
    ("drop rule", "shut", {}, ("survived", "")),
    (
        "drop rule",
        "shut",
        {"scenarios/a": f"[{SHUT % 'recommendation: leave'}]"},
        ("killed", "scenario `shut-out`"),
    ),
    (
        "drop rule",
        "shut",
        {"properties": "[{id: p, says: So., when: {door: no}, then: {recommend: leave}}]"},
        ("killed", "property `p`"),
    ),
    # A case or property that fails on the original kills no mutant, nor does a case with an invalid profile.
    ("drop rule", "shut", {"scenarios/a": f"[{SHUT % 'recommendation: sell'}]"}, ("survived", "")),
    (
        "drop rule",
        "shut",
        {"properties": "[{id: p, says: So., when: {door: no}, then: {recommend: sell}}]"},
        ("survived", ""),
    ),
    (
        "drop rule",
        "shut",
        {"scenarios/a": "[{id: s, profile: {door: no}, expect: {recommendation: leave}}]"},
        ("killed", "scenario `s`"),
    ),
    # A case may fail by a finding although its advice is the same.
    (
        "drop rule",
        "f",
        {"findings": DEAF, "recommendations": LEAVE_IF_FAR.replace("far}", "far, door: ajar}")},
        ("survived", ""),
    ),
    (
        "drop rule",
        "f",
        {
            "findings": DEAF,
            "recommendations": LEAVE_IF_FAR.replace("far}", "far, door: ajar}"),
            "scenarios/a": f"[{GONE % '[far]'}]",
        },
        ("killed", "scenario `gone`"),
    ),
    # A case may fail by the refusing constraint although another one still refuses it.
    (
        "negate condition",
        "c",
        {
            "facts": CONSTRAINED,
            "scenarios/a": "[{id: s, profile: {place: here, door: no}, expect: {refused: c}}]",
        },
        ("killed", "scenario `s`"),
    ),
    # The order of steps is part of the advice.
    ("drop step edge", "two", {"plan": "\n".join(reversed(PLAN.strip("\n").splitlines()))}, ("survived", "")),
    (
        "drop step edge",
        "two",
        {
            "plan": "\n".join(reversed(PLAN.strip("\n").splitlines())),
            "properties": "[{id: p, says: So., order: [one, two]}]",
        },
        ("killed", "property `p`"),
    ),
    # A profile that is refused instead of admitted fails its case.
    (
        "widen",
        "c",
        {
            "facts": CONSTRAINED.replace(", {id: d, when: {door: no}, because: So.}", ""),
            "scenarios/a": "[{id: s, profile: {place: gone, door: ajar}, expect: {recommendation: stay}}]",
        },
        ("killed", "scenario `s`"),
    ),
]


@pytest.mark.parametrize(("operator", "rule", "files", "expected"), KILLERS)
def test_killer_of_a_mutant(
    operator: str, rule: str, files: dict[str, str], expected: tuple[str, str]
) -> None:
    """A mutant is killed by a case or property that fails only under it."""
    assert expected in results(operator, rule, **files)


def test_select_mutants_by_group() -> None:
    """Mutants are selected by groups, or all of them without a group."""
    knowledge = toy.bicycle().knowledge

    assert {each.group for each in select_mutants(knowledge, ("holds", "before"))} == {"holds", "before"}
    chosen = [each for each in select_mutants(knowledge) if each.group in ("holds", "before")]
    assert [replace(each) for each in select_mutants(knowledge, ("holds", "before"))] == chosen
    assert list(run(knowledge, ())) == []

"""The verdicts on mutants: held against every profile, every worked case and every property, read naively."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exitwise.audit.mutation.mutants import Mutant
from exitwise.audit.mutation.run import MutantResult, run, select_mutants
from exitwise.model.rule import Argument, StepRule
from support.oracles import check_oracles, exhaustive, naive
from support.oracles.exhaustive import Profile
from support.packs import random_packs, toy

CASES = "scenarios/cases.yaml"


def mutated(pack: naive.Pack, mutant: Mutant) -> random_packs.Data:
    """The data of a pack whose author had made the mistake."""
    changed: random_packs.Data = dict(pack)
    for rule in mutant.changed_rules:
        changed = check_oracles.with_condition(changed, rule.id, check_oracles.written(rule.when))
        if isinstance(rule, Argument):
            overrides = [*rule.overrides] or None
            changed = exhaustive.with_rule(changed, "recommendations.yaml", rule.id, overrides=overrides)
        if isinstance(rule, StepRule):
            changed = exhaustive.with_rule(changed, "plan.yaml", rule.id, after=[*rule.after] or None)
    return changed


class Before:
    """A pack and one of its mutants on every profile that either can tell from others."""

    def __init__(self, pack: naive.Pack, mutant: Mutant) -> None:
        self.old, self.new = pack, mutated(pack, mutant)

    @cached_property
    def both(self) -> naive.Pack:
        """A pack of the conditions of both, which is never advised with."""
        extra = {f"mutated {file}": rules for file, rules in self.new.items() if isinstance(rules, list)}
        facts = {**self.old["facts.yaml"], "constraints": [*constraints(self.old), *constraints(self.new)]}
        return {**self.old, **extra, "facts.yaml": facts}

    @cached_property
    def differing(self) -> list[Profile]:
        """The profiles that one of them refuses, or that they advise differently."""
        return [profile for profile in exhaustive.profiles(self.both) if self.differ(profile)]

    def differ(self, profile: Profile) -> bool:
        """Whether a profile gets something else under the mutant."""
        return told(self.old, profile) != told(self.new, profile)

    @cached_property
    def killers(self) -> list[str]:
        """The worked cases, then the properties, that fail under the mutant and only there."""
        cases = [
            f"scenario `{case['id']}`"
            for case in naive.listed(self.old.get(CASES))
            if fails(self.new, case) and not fails(self.old, case)
        ]
        laws = [
            f"property `{law['id']}`"
            for law in naive.rules(self.old, "properties.yaml")
            if broken(self.new, self.both, law) and not broken(self.old, self.both, law)
        ]
        return cases + laws


def constraints(pack: naive.Pack) -> Sequence[naive.Rule]:
    """The constraints of a pack."""
    return naive.listed(pack["facts.yaml"].get("constraints"))


def told(pack: naive.Pack, profile: Profile) -> tuple[Any, ...] | None:
    """What a profile is advised; None where it is refused."""
    return None if naive.violated(pack, profile) else exhaustive.advice(pack, profile)


def fails(pack: naive.Pack, case: Mapping[str, Any]) -> bool:
    """Whether a pack does not do what a worked case expects."""
    profile, expect = naive.complete(pack, case["profile"]), case["expect"]
    refused = naive.violated(pack, profile)
    if refused or "refused" in expect:
        return expect.get("refused") not in refused
    result = naive.advise(pack, profile)
    wrong = [expect[key] != getattr(result, key) for key in ("recommendation", "readiness") if key in expect]
    wrong += ["steps" in expect and [*result.steps] != expect["steps"]]
    wrong += ["warnings" in expect and {*result.warnings} != {*expect["warnings"]}]
    wrong += ["findings" in expect and result.findings != {*expect["findings"]}]
    return any(wrong)


def broken(pack: naive.Pack, both: naive.Pack, law: naive.Rule) -> bool:
    """Whether a property fails on a profile that the pack admits."""
    return any(
        naive.property_broken(pack, law, naive.advise(pack, profile), profile)
        for profile in exhaustive.profiles(both)
        if not naive.violated(pack, profile)
    )


# The laws


@st.composite
def with_cases(draw: random_packs.Draw) -> random_packs.Data:
    """A small pack with worked cases, most of which come out as they say."""
    pack = draw(exhaustive.small_packs(60))
    profiles = exhaustive.profiles(pack)
    chosen = draw(st.lists(st.sampled_from(profiles), max_size=3))
    cases = [case(draw, pack, f"case-{number}", profile) for number, profile in enumerate(chosen)]
    return {**pack, CASES: cases} if cases else pack


def case(draw: random_packs.Draw, pack: naive.Pack, name: str, profile: Profile) -> random_packs.Data:
    """A worked case: what the advice is, or some of it, or what it is not."""
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
    }
    kept = draw(st.lists(st.sampled_from([*whole]), min_size=1, unique=True))
    return {"id": name, "profile": profile, "expect": {key: whole[key] for key in kept}}


def held_against_everybody(pack: random_packs.Data, verdict: MutantResult) -> None:
    """Hold one verdict against all profiles."""
    before = Before(pack, verdict.mutant)
    if verdict.outcome == "invalid":
        overrides = {
            rule["id"]: naive.overridden(before.new, rule) for rule in before.new["recommendations.yaml"]
        }
        assert not random_packs.acyclic(overrides)
        return
    assert (verdict.outcome == "equivalent") == (before.differing == [])
    if verdict.outcome == "killed":
        assert verdict.reason == before.killers[0]
    if verdict.outcome == "survived":
        assert before.killers == []
        shown = naive.complete(pack, verdict.witness or {})
        assert before.differ(shown)
        assert stated(shown) == min(map(stated, before.differing))


def stated(profile: Profile) -> int:
    """How many facts a profile states; those it must are the same in all."""
    return sum(value != "unknown" for value in profile.values())


@settings(max_examples=25)
@given(with_cases(), st.data())
def test_a_verdict_is_what_looking_at_each_profile_finds(
    pack: random_packs.Data, data: st.DataObject
) -> None:
    """Equivalent where nobody is advised otherwise; else killed by the first that fails; else survived."""
    knowledge = toy.loaded(pack)
    tried = data.draw(
        st.lists(st.sampled_from(select_mutants(knowledge)), min_size=1, max_size=8, unique_by=id)
    )

    verdicts = list(run(knowledge, tried))

    assert [verdict.mutant for verdict in verdicts] == tried
    for verdict in verdicts:
        held_against_everybody(pack, verdict)


@settings(max_examples=10)
@given(with_cases())
def test_a_verdict_does_not_hang_on_what_else_is_tried(pack: random_packs.Data) -> None:
    """Alone a mutant fares as among all the others."""
    knowledge = toy.loaded(pack)
    tried = select_mutants(knowledge)

    for alone in list(run(knowledge, tried))[:: max(1, len(tried) // 6)]:
        (again,) = run(knowledge, [alone.mutant])
        assert (again.outcome, again.reason) == (alone.outcome, alone.reason)
        assert len(again.witness or {}) == len(alone.witness or {})


# By hand


RULES = """
  - {id: default, recommend: stay, because: So.}
  - {id: shut, recommend: leave, when: {door: no}, overrides: default, because: So.}
"""


def fates(operator: str, rule: str, **files: str) -> list[tuple[str, str]]:
    """What became of the mutants of one operator and one rule, and why."""
    knowledge = toy.knowledge(**({"recommendations": RULES} | files))
    tried = [each for each in select_mutants(knowledge) if (each.operator, each.rule.id) == (operator, rule)]
    return [(verdict.outcome, verdict.reason) for verdict in run(knowledge, tried)]


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

SET_ASIDE = [
    ("drop rule", "shut", {"recommendations": TWICE}, ("equivalent", "no advice rests on where it differs")),
    ("drop rule", "f", {"findings": IDLE}, ("equivalent", "no advice rests on where it differs")),
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
        ("equivalent", "no recommendation hangs on the override"),
    ),
    ("drop step edge", "two", {"plan": PLAN}, ("equivalent", "no plan has another order")),
    (
        "reverse override",
        "shut",
        {"recommendations": f"{TWICE.replace('overrides: default', 'overrides: [default, again]', 1)}"},
        ("invalid", "overriding would be cyclic"),
    ),
]


@pytest.mark.parametrize(("operator", "rule", "files", "expected"), SET_ASIDE)
def test_why_a_mutant_is_set_aside(
    operator: str, rule: str, files: dict[str, str], expected: tuple[str, str]
) -> None:
    """Each reason, where it is the case."""
    assert expected in fates(operator, rule, **files)


SHUT = "{id: shut-out, profile: {place: here, door: no}, expect: {%s}}"
GONE = "{id: gone, profile: {place: gone, door: yes}, expect: {findings: %s}}"
DEAF = "[{id: f, finding: far, when: {place: gone}, because: So.}]"
LEAVE_IF_FAR = (
    RULES
    + "  - {id: away, recommend: sell, when: {finding: far}, overrides: [default, shut], because: So.}\n"
)
NOTICED: list[tuple[str, str, dict[str, str], tuple[str, str]]] = [
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
    # What fails already notices nothing, nor does a case that no profile fits.
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
        ("survived", ""),
    ),
    # A case may notice by a finding, where its own advice is the same.
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
    # Or by the constraint that refuses it, where another one refuses it still.
    (
        "negate condition",
        "c",
        {
            "facts": CONSTRAINED,
            "scenarios/a": "[{id: s, profile: {place: here, door: no}, expect: {refused: c}}]",
        },
        ("killed", "scenario `s`"),
    ),
    # An order of steps is advice.
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
    # Who is admitted that was refused is noticed by a case that expects to be refused.
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


@pytest.mark.parametrize(("operator", "rule", "files", "expected"), NOTICED)
def test_who_notices_a_mutant(
    operator: str, rule: str, files: dict[str, str], expected: tuple[str, str]
) -> None:
    """A case that fails or a property that is broken, which without the mutant does not."""
    assert expected in fates(operator, rule, **files)


def test_the_groups_to_try_can_be_chosen() -> None:
    """Of several groups all; of none named everything."""
    knowledge = toy.bicycle().knowledge

    assert {each.group for each in select_mutants(knowledge, ("holds", "before"))} == {"holds", "before"}
    chosen = [each for each in select_mutants(knowledge) if each.group in ("holds", "before")]
    assert [replace(each) for each in select_mutants(knowledge, ("holds", "before"))] == chosen
    assert list(run(knowledge, ())) == []

"""Why not another outcome: what stopped the arguments for it, what beat them, and what would lead there."""

from collections.abc import Mapping
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from exitwise.knowledge_base import KnowledgeBase
from exitwise.model.advice import DefeatedArgument, InapplicableArgument, WhyNot
from support.oracles import exhaustive, naive, schemas
from support.oracles.alternatives import Case, Of, Pack, gets
from support.packs import random_packs, shipped, toy

FACTS = """
  facts:
    - {id: place, question: Q?, kind: choice, values: {here: Here, near: Near, gone: Gone}}
    - {id: past, question: Q?, kind: choice, fixed: true, unknown: true, values: {yes: Y, no: N}}
    - {id: first, question: Q?, kind: choice, fixed: true, unknown: true, values: {yes: Y, no: N}}
    - {id: days, question: Q?, kind: integer, unit: days, unknown: true, minimum: 0}
    - {id: door, question: Q?, kind: choice, unknown: true, values: {yes: Y, no: N, ajar: A}}
"""
FINDINGS = """
  - {id: a, finding: shut, when: {door: no}, because: So.}
  - {id: b, finding: locked, when: {finding: shut, days: {above: 7}}, because: So.}
"""
RULES = """
  - {id: default, recommend: stay, because: So.}
  - {id: late, recommend: leave, when: {days: {above: 7}}, because: 'It is {days}.', overrides: default}
  - {id: lost, recommend: leave, when: {place: gone, finding: locked}, because: 'You are {place}.',
     overrides: default}
  - {id: old, recommend: sell, when: {past: yes, first: yes}, because: Old., overrides: [default, late]}
  - {id: firm, recommend: stay, when: {door: [no, yes]}, because: Firm., overrides: [late, lost, old]}
  - {id: firmer, recommend: stay, when: {place: here, door: yes}, because: Firmer., overrides: late}
"""


def asked(outcome: str, rules: str = RULES, **answers: Any) -> WhyNot:
    """What the advice of the pack above says of an outcome."""
    base = toy.base(facts=FACTS, findings=FINDINGS, recommendations=rules)
    found = base.advise(answers, why_not=outcome).why_not
    assert found is not None
    return found


def test_each_argument_for_it_was_stopped_or_beaten() -> None:
    """In the order of their places, with their reasons filled and what beat them, or stopped them, alone."""
    assert asked("leave", place="here", past="no", days=9, door="yes") == WhyNot(
        recommendation="leave",
        stopped=(
            InapplicableArgument(
                rule="lost",
                because="You are Here.",
                unmet=("place: gone", "finding: locked"),
                stopped_by={"place": "here"},
            ),
        ),
        beaten=(DefeatedArgument(rule="late", because="It is 9 days.", overridden_by=("firm", "firmer")),),
        change={"door": "ajar"},
        ruled_out_by=None,
    )


def test_what_was_itself_beaten_beats_nobody() -> None:
    """Only undefeated arguments are named, as among the reasons."""
    more = (
        RULES + "  - {id: best, recommend: sell, when: {place: near}, because: So., overrides: [firm, late]}"
    )

    (late,) = asked("leave", more, place="near", past="no", days=9, door="no").beaten

    assert late.overridden_by == ("best",)


def test_an_outcome_that_is_recommended_needs_no_change() -> None:
    """Its arguments are told apart all the same."""
    found = asked("leave", place="here", past="no", days=9)

    assert (found.change, found.ruled_out_by, found.beaten) == ({}, None, ())
    assert [each.rule for each in found.stopped] == ["lost"]


@pytest.mark.parametrize(
    ("past", "ruled_out_by"),
    [
        ({"past": "no", "first": "yes"}, {"past": "no"}),
        ({"past": "yes", "first": "no"}, {"first": "no"}),
        # Of two that would do each the earlier fact is kept.
        ({"past": "no", "first": "no"}, {"past": "no"}),
        ({}, {"past": "unknown"}),
    ],
    ids=str,
)
def test_the_past_can_rule_an_outcome_out(past: dict[str, str], ruled_out_by: dict[str, str]) -> None:
    """No change leads there, and the fixed answers that are to blame are named, and no more."""
    found = asked("sell", place="here", **past)

    assert (found.change, found.ruled_out_by) == (None, ruled_out_by)


def test_what_contradicts_the_past_does_not_lead_there() -> None:
    """A profile that a constraint refuses is no way to an outcome."""
    constraint = "constraints: [{id: c, when: {past: yes, door: no}, because: So.}]"
    rules = """
      - {id: default, recommend: stay, because: So.}
      - {id: shut, recommend: sell, when: {door: no}, because: So., overrides: default}
    """
    base = toy.base(facts=f"{FACTS}  {constraint}", recommendations=rules)

    found = base.advise({"place": "here", "past": "yes", "door": "yes"}, why_not="sell").why_not

    assert found is not None
    assert (found.change, found.ruled_out_by) == (None, {"past": "yes"})


def test_what_nobody_gets_is_ruled_out_by_nothing() -> None:
    """An outcome that no profile reaches: no answer is to blame."""
    found = asked("sell", "[{id: default, recommend: stay, because: So.}]", place="here")

    assert found == WhyNot(recommendation="sell", stopped=(), beaten=(), change=None, ruled_out_by={})


def test_where_only_not_knowing_leads_there_nothing_is_to_blame() -> None:
    """To forget is no change, and the past is not what stands in the way."""
    rules = """
      - {id: default, recommend: stay, because: So.}
      - {id: lost, recommend: leave, when: {door: unknown}, because: So., overrides: default}
    """

    found = asked("leave", rules, place="here", door="yes")

    assert (found.change, found.ruled_out_by) == (None, None)


@pytest.mark.parametrize(
    ("when", "unmet", "stopped_by"),
    [
        ("{place: gone}", ["place: gone"], {"place": "here"}),
        ("{place: here, door: yes}", ["door: yes"], {"door": "no"}),
        # What stands together is looked into; what stands as alternatives fails as one.
        (
            "[{all: [{door: yes}, {days: 3}]}, {place: near}]",
            ["door: yes", "days: 3", "place: near"],
            {"place": "here"},
        ),
        ("{any: [{door: yes}, {days: 3}]}", ["any: [door: yes, days: 3]"], {"days": 9, "door": "no"}),
        ("{not: {finding: locked}}", ["not: {finding: locked}"], {"days": 9, "door": "no"}),
        (
            "{door: {not: [no, ajar]}, days: {below: 5}}",
            ["door: {not: [no, ajar]}", "days: {below: 5}"],
            {"days": 9},
        ),
        ("{past: no}", ["past: no"], {"past": "unknown"}),
        # What can never be needs no answer to stop it.
        ("{finding: shut, door: ajar}", ["door: ajar"], {}),
    ],
)
def test_what_stopped_an_argument(when: str, unmet: list[str], stopped_by: dict[str, Any]) -> None:
    """What it asks for in vain, as the pack spells it, and the fewest answers that alone keep it so."""
    rules = f"""
      - {{id: default, recommend: stay, because: So.}}
      - {{id: other, recommend: leave, when: {when}, because: So., overrides: default}}
    """

    (found,) = asked("leave", rules, place="here", days=9, door="no").stopped

    assert list(found.unmet) == unmet
    assert found.stopped_by == stopped_by


def test_what_is_asked_for_in_vain_is_what_the_answers_explain() -> None:
    """An answer that would stop the argument too, had that been granted, is not named in its place."""
    findings = """
      - {id: a, finding: old, when: {days: {above: 7}}, because: So.}
      - {id: b, finding: loved, when: {finding: old, place: here}, because: So.}
    """
    rules = """
      - {id: default, recommend: stay, because: So.}
      - {id: worn, recommend: leave, when: {finding: old, not: {finding: loved}}, because: So.,
         overrides: default}
    """
    base = toy.base(facts=FACTS, findings=findings, recommendations=rules)

    found = base.advise({"place": "here", "days": 3}, why_not="leave").why_not

    assert found is not None
    assert [(each.unmet, each.stopped_by) for each in found.stopped] == [(("finding: old",), {"days": 3})]


def applies(rule: naive.Rule) -> Of:
    """The argument applies."""
    return lambda profile, result: naive.applies(rule, naive.State(profile, result.findings))


def read(spelled: str) -> naive.Condition:
    """A condition as data, from how the pack spells it."""
    condition: naive.Condition = yaml.load(f"{{{spelled}}}", naive.Loader)  # noqa: S506 (a subclass of SafeLoader)
    return condition


def behind(pack: random_packs.Data, condition: naive.Condition) -> set[str]:
    """The facts that a condition looks at, or that a finding does which it names."""
    if not isinstance(condition, Mapping):
        return {fact for part in condition for fact in behind(pack, part)}
    found = condition.keys() - {"all", "any", "not", "finding"}
    for key in condition.keys() & {"all", "any", "not"}:
        found |= behind(pack, condition[key])
    for name in naive.listed(condition.get("finding")):
        rules = (rule for rule in naive.rules(pack, "findings.yaml") if rule["finding"] == name)
        found |= {fact for rule in rules for fact in behind(pack, rule.get("when", []))}
    return found


def holds(unmet: str) -> Of:
    """A condition, as it was spelled, holds."""
    condition = read(unmet)
    return lambda profile, result: naive.holds(condition, naive.State(profile, result.findings))


def check(case: Case, found: WhyNot) -> None:
    """Hold it against what trying every other profile finds."""
    pack, own = case.pack, case.result
    arguments = naive.rules(pack.data, "recommendations.yaml")
    rules = [rule for rule in arguments if rule["recommend"] == found.recommendation]
    beaten = naive.argue(pack.data, [rule for rule in arguments if rule["id"] in own.applied])

    assert [each.rule for each in found.stopped] == [
        rule["id"] for rule in rules if rule["id"] not in own.applied
    ]
    assert {each.rule: frozenset(each.overridden_by) for each in found.beaten} == {
        rule["id"]: beaten[rule["id"]] for rule in rules if beaten.get(rule["id"])
    }
    for each in found.stopped:
        rule = next(rule for rule in rules if rule["id"] == each.rule)
        check_stopped(case, rule, each)
    check_way(case, found)


def check_stopped(case: Case, rule: naive.Rule, found: InapplicableArgument) -> None:
    """Answers behind what it asks for alone stop it; that is false here, and true wherever it applies."""
    claim = applies(rule)
    facts = {fact for unmet in found.unmet for fact in behind(case.pack.data, read(unmet))}

    assert found.stopped_by == case.sufficient(lambda *other: not claim(*other), facts)
    assert found.unmet
    for unmet in map(holds, found.unmet):
        assert not unmet(case.values, case.result)
        assert all(unmet(*other) for other in case.pack.advised if claim(*other))


def check_way(case: Case, found: WhyNot) -> None:
    """The fewest answers lead there; or the past stands in the way, or only not knowing leads there."""
    there = gets(found.recommendation)
    past = case.pack.fixed

    assert found.change == case.change(there)
    if found.change is not None or not case.suffices(past, lambda *other: not there(*other)):
        assert found.ruled_out_by is None
    else:
        assert found.ruled_out_by == case.sufficient(lambda *other: not there(*other), past)


@settings(max_examples=40)
@given(exhaustive.small_packs(), st.data())
def test_of_random_packs_it_is_what_trying_every_profile_finds(
    data: random_packs.Data, drawn: st.DataObject
) -> None:
    """Of every outcome, recommended or not."""
    pack = Pack(data)
    base = KnowledgeBase(toy.loaded(data))
    profile = drawn.draw(random_packs.profiles(data).filter(lambda each: not naive.violated(data, each)))

    for outcome in data["pack.yaml"]["outcomes"]:
        advice = base.advise(profile, why_not=outcome)
        found = advice.why_not
        assert schemas.accepts("advice", advice.as_dict())
        assert found is not None
        assert found.recommendation == outcome
        check(Case(pack, profile), found)


@pytest.mark.parametrize("seed", range(4))
def test_of_the_shipped_pack_every_argument_is_accounted_for(seed: int) -> None:
    """Stopped by answers that stop it for others too, beaten by what stands, or itself standing."""
    profile = shipped.admissible(seed)
    result = naive.advise(shipped.raw(), profile)
    rules = {rule["id"]: rule for rule in naive.rules(shipped.raw(), "recommendations.yaml")}

    for outcome in shipped.raw()["pack.yaml"]["outcomes"]:
        found = shipped.base().advise(profile, why_not=outcome).why_not
        assert found is not None
        stopped, beaten = [each.rule for each in found.stopped], [each.rule for each in found.beaten]
        own = [name for name, rule in rules.items() if rule["recommend"] == outcome]
        assert sorted([*stopped, *beaten, *result.undefeated & set(own)]) == sorted(own)
        assert result.undefeated >= {name for each in found.beaten for name in each.overridden_by}
        for each in found.stopped:
            assert not any(condition(profile, result) for condition in map(holds, each.unmet))
            alike = like(each, 10)
            assert alike
            assert not any(each.rule in other.applied for other in alike)


def like(stopped: InapplicableArgument, most: int) -> list[naive.Result]:
    """What others are advised who answer as the one whose argument was stopped."""
    profiles = ({**shipped.admissible(seed), **stopped.stopped_by} for seed in range(100, 150))
    admissible = (each for each in profiles if not naive.violated(shipped.raw(), each))
    return [naive.advise(shipped.raw(), each) for each, _ in zip(admissible, range(most), strict=False)]

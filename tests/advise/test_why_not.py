"""Why an outcome is not recommended: inapplicable and defeated arguments, and the smallest change."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from exitwise.knowledge_base import KnowledgeBase
from exitwise.model.advice import DefeatedArgument, InapplicableArgument, WhyNot
from support.oracles import exhaustive, naive, schemas
from support.oracles.alternatives import Case, Claim, Pack, recommends
from support.packs import random_packs, shipped, toy
from support.packs.every_kind import TODAY
from support.running.examples import examples

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
    """The explanation of the pack above for an outcome."""
    base = toy.base(facts=FACTS, findings=FINDINGS, recommendations=rules)
    found = base.advise(answers, why_not=outcome).why_not
    assert found is not None
    return found


def test_every_argument_is_inapplicable_or_defeated() -> None:
    """In file order, with filled reasons and the overriding arguments or sufficient answers."""
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


def test_defeated_argument_is_not_named_as_overriding() -> None:
    """Only undefeated arguments are named."""
    more = (
        RULES + "  - {id: best, recommend: sell, when: {place: near}, because: So., overrides: [firm, late]}"
    )

    (late,) = asked("leave", more, place="near", past="no", days=9, door="no").beaten

    assert late.overridden_by == ("best",)


def test_recommended_outcome_needs_no_change() -> None:
    """Its arguments are explained all the same."""
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
def test_fixed_answers_can_rule_an_outcome_out(past: dict[str, str], ruled_out_by: dict[str, str]) -> None:
    """No change leads there, and an irredundant set of fixed answers is named."""
    found = asked("sell", place="here", **past)

    assert (found.change, found.ruled_out_by) == (None, ruled_out_by)


def test_inadmissible_profile_is_no_change() -> None:
    """A profile that a constraint refuses does not count as reachable."""
    constraint = "constraints: [{id: c, when: {past: yes, door: no}, because: So.}]"
    rules = """
      - {id: default, recommend: stay, because: So.}
      - {id: shut, recommend: sell, when: {door: no}, because: So., overrides: default}
    """
    base = toy.base(facts=f"{FACTS}  {constraint}", recommendations=rules)

    found = base.advise({"place": "here", "past": "yes", "door": "yes"}, why_not="sell").why_not

    assert found is not None
    assert (found.change, found.ruled_out_by) == (None, {"past": "yes"})


def test_unreachable_outcome_is_ruled_out_without_answers() -> None:
    """No profile gets the outcome, so no answer is responsible."""
    found = asked("sell", "[{id: default, recommend: stay, because: So.}]", place="here")

    assert found == WhyNot(recommendation="sell", stopped=(), beaten=(), change=None, ruled_out_by={})


def test_outcome_reached_only_by_unknown_has_no_change() -> None:
    """Withdrawing an answer is no change, and the fixed answers do not exclude the outcome."""
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
def test_unmet_conditions_and_sufficient_answers(
    when: str, unmet: list[str], stopped_by: dict[str, Any]
) -> None:
    """Unmet parts are in the pack's notation; the answers keep the argument from applying."""
    rules = f"""
      - {{id: default, recommend: stay, because: So.}}
      - {{id: other, recommend: leave, when: {when}, because: So., overrides: default}}
    """

    (found,) = asked("leave", rules, place="here", days=9, door="no").stopped

    assert list(found.unmet) == unmet
    assert found.stopped_by == stopped_by


def test_answers_explain_only_the_unmet_conditions() -> None:
    """An answer behind a condition that is met is not named."""
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


def applies(rule: naive.Rule) -> Claim:
    """The predicate that the argument applies."""
    return lambda profile, result: naive.applies(rule, naive.State(profile, result.findings))


class Loader(naive.Loader):
    """Reads numbers with a point exactly."""


def construct_decimal(loader: Loader, node: yaml.ScalarNode) -> Decimal:
    """Read a number with a point."""
    return Decimal(str(loader.construct_scalar(node)))


Loader.add_constructor("tag:yaml.org,2002:float", construct_decimal)


def read(spelled: str) -> naive.Condition:
    """Parse a condition in the notation of the pack."""
    text = spelled.replace("{always}", "{all: []}")
    condition: naive.Condition = yaml.load(f"{{{text}}}", Loader)  # noqa: S506 (a subclass of SafeLoader)
    return condition


def behind(pack: random_packs.Data, condition: naive.Condition) -> set[str]:
    """The facts that a condition uses, directly or through findings."""
    if not isinstance(condition, Mapping):
        return {fact for part in condition for fact in behind(pack, part)}
    found = condition.keys() - {"all", "any", "not", "finding"}
    for key in condition.keys() & {"all", "any", "not"}:
        found |= behind(pack, condition[key])
    for name in naive.listed(condition.get("finding")):
        rules = (rule for rule in naive.rules(pack, "findings.yaml") if rule["finding"] == name)
        found |= {fact for rule in rules for fact in behind(pack, rule.get("when", []))}
    return found


def holds(unmet: str) -> Claim:
    """The predicate that a condition in the notation of the pack is true."""
    condition = read(unmet)
    return lambda profile, result: naive.holds(condition, naive.State(profile, result.findings))


def check(case: Case, found: WhyNot) -> None:
    """Compare an explanation with an enumeration of all other profiles."""
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
    """Check that the answers suffice, and that unmet conditions are true only elsewhere."""
    claim = applies(rule)
    facts = {fact for unmet in found.unmet for fact in behind(case.pack.data, read(unmet))}

    assert case.read(found.stopped_by, TODAY) == case.sufficient(lambda *other: not claim(*other), facts)
    assert found.unmet
    for unmet in map(holds, found.unmet):
        assert not unmet(case.values, case.result)
        assert all(unmet(*other) for other in case.pack.advised if claim(*other))


def check_way(case: Case, found: WhyNot) -> None:
    """Check that the change is the smallest, or that the fixed answers rule the outcome out."""
    there = recommends(found.recommendation)
    past = case.pack.fixed

    fewest = case.change_of_fewest_wishes(there)
    assert (found.change is None) == (fewest is None)
    if found.change is not None and fewest is not None:
        assert case.read(found.change, TODAY) == fewest[0]
    if found.change is not None or not case.suffices(past, lambda *other: not there(*other)):
        assert found.ruled_out_by is None
    else:
        assert found.ruled_out_by is not None
        assert case.read(found.ruled_out_by, TODAY) == case.sufficient(lambda *other: not there(*other), past)


@settings(max_examples=examples(40))
@given(exhaustive.mixed_packs(), st.data())
def test_why_not_agrees_with_enumeration(data: random_packs.Data, drawn: st.DataObject) -> None:
    """Every outcome of a random pack, recommended or not."""
    pack = Pack(data)
    base = KnowledgeBase(toy.loaded(data))
    profile = drawn.draw(random_packs.profiles(data).filter(lambda each: not naive.violated(data, each)))

    for outcome in data["pack.yaml"]["outcomes"]:
        advice = base.advise(profile, why_not=outcome, as_of=TODAY)
        found = advice.why_not
        assert schemas.accepts("advice", advice.as_dict())
        assert found is not None
        assert found.recommendation == outcome
        check(Case(pack, profile), found)


@pytest.mark.parametrize("seed", range(4))
def test_every_argument_is_explained_on_shipped_pack(seed: int) -> None:
    """Each is inapplicable, defeated or undefeated."""
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
    """The oracle's results for profiles with the answers that keep an argument from applying."""
    profiles = ({**shipped.admissible(seed), **stopped.stopped_by} for seed in range(100, 150))
    admissible = (each for each in profiles if not naive.violated(shipped.raw(), each))
    return [naive.advise(shipped.raw(), each) for each, _ in zip(admissible, range(most), strict=False)]

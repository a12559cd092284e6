"""Advice difference of two packs, compared with the oracle on every profile."""

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from exitwise.diagram.advice_difference import advice_difference, advice_differences, course_difference
from exitwise.diagram.compiled_rules import CompiledRules
from exitwise.diagram.space import Space
from exitwise.model.condition import OneOf
from exitwise.model.profile import complete
from support.oracles import exhaustive, naive
from support.packs import random_overrides, random_packs, toy
from support.running.examples import examples

FILES = ("findings.yaml", "recommendations.yaml", "plan.yaml", "warnings.yaml")

RULES = """
  - {id: weak, recommend: stay, because: So.}
  - {id: shut, recommend: leave, when: {door: no}, because: So., overrides: weak}
  - {id: again, recommend: leave, when: {door: no, place: here}, because: So., overrides: weak}
"""
STEP = "[{id: knock, title: T, how: H, phase: act, when: %s, because: So.}]"
PLAN = STEP % "{recommend: stay, finding: far}"
EVERYBODY = "{place: [here, gone]}"
FAR = "[{id: f, finding: far, when: {place: gone}, because: So.}, {id: g, finding: idle, because: So.}]"


def compile_rules(**files: str) -> CompiledRules:
    """Compile a toy pack with 2 places, 4 doors, and days that no rule compares."""
    return CompiledRules.of(
        toy.knowledge(**{"recommendations": RULES, "plan": PLAN, "findings": FAR} | files)
    )


def test_equal_rules_have_no_advice_difference() -> None:
    """The difference is empty, also where the rules are compiled twice."""
    compiled = compile_rules()

    assert advice_difference(compiled, compiled) == compiled.space.false
    assert (
        advice_difference(compiled, CompiledRules(compiled.knowledge, compiled.space)) == compiled.space.false
    )


def test_steps_are_compared_only_under_equal_recommendations() -> None:
    """A changed recommendation is a difference already."""
    one, other = (
        toy.knowledge(recommendations=rules, plan=PLAN, findings=FAR)
        for rules in (RULES, RULES.replace("door: no", "door: yes"))
    )
    space = Space.of(one, other)

    (recommended,) = advice_differences(CompiledRules(one, space), CompiledRules(other, space))

    assert recommended == space.test_set(OneOf("door", ("no", "yes")))


@pytest.mark.parametrize("turned", [False, True])
def test_step_depends_on_recommendation_in_only_one_pack(*, turned: bool) -> None:
    """A step for all who stay becomes one for everybody: the difference is those who leave."""
    packs_ = [
        toy.knowledge(recommendations=RULES, plan=STEP % when) for when in ("{recommend: stay}", EVERYBODY)
    ]
    one, other = reversed(packs_) if turned else packs_
    space = Space.of(one, other)

    found = advice_difference(CompiledRules(one, space), CompiledRules(other, space))

    assert found == space.test_set(OneOf("door", ("no",)))


@settings(max_examples=examples(20))
@given(exhaustive.mixed_packs(100), st.data())
def test_advice_difference_agrees_with_oracle(pack: random_packs.Data, data: st.DataObject) -> None:
    """A rule gets the condition of another of its file, or none."""
    file = data.draw(st.sampled_from([name for name in FILES if name in pack]))
    rule, other = (data.draw(st.sampled_from(pack[file])) for _ in range(2))
    changed = exhaustive.with_rule(pack, file, rule["id"], when=other.get("when"))
    assume(file != "findings.yaml" or is_acyclic(changed))
    one, two = toy.loaded(pack), toy.loaded(changed)
    space = Space.of(one, two)
    first, second = CompiledRules(one, space), CompiledRules(two, space)

    found = advice_difference(first, second)

    assert found == advice_difference(second, first)
    # No constant of the changed pack is new to the pack itself.
    for profile in exhaustive.profiles(pack):
        differs = exhaustive.advice(pack, profile) != exhaustive.advice(changed, profile)
        assert found.eval(space.assignment(complete(one.facts, profile).values)) == differs


def is_acyclic(pack: naive.Pack) -> bool:
    """Whether no finding depends on itself."""
    found = naive.rules(pack, "findings.yaml")
    uses: dict[str, set[str]] = {}
    for rule in found:
        uses.setdefault(rule["finding"], set()).update(naive.mentioned(rule.get("when", [])))
    return random_overrides.acyclic(uses)


OPEN = "[{id: open, title: T, how: H, phase: before, when: {door: no}, because: So., done: {door: %s}}]"
WAIT = "[{id: wait, title: T, hold: true, until: U, when: {door: ajar}, because: So., ends: {door: %s}}]"


@pytest.mark.parametrize(
    ("before", "after", "doors"),
    [
        (("ajar", "yes"), ("ajar", "yes"), []),
        (("ajar", "yes"), ("yes", "yes"), ["no"]),
        (("ajar", "yes"), ("ajar", "no"), ["ajar"]),
        (("ajar", "yes"), ("yes", "no"), ["no", "ajar"]),
    ],
)
def test_a_course_differs_where_the_next_move_does(
    before: tuple[str, str], after: tuple[str, str], doors: list[str]
) -> None:
    """A changed deed where the door is shut, and a changed end where it is ajar."""
    staying = "[{id: weak, recommend: stay, because: So.}]"
    one, other = (
        toy.knowledge(recommendations=staying, plan=OPEN % deed, warnings=WAIT % end)
        for deed, end in (before, after)
    )
    space = Space.of(one, other)

    differing = course_difference(CompiledRules(one, space), CompiledRules(other, space))

    assert differing == space.valid & space.test_set(OneOf("door", tuple(doors)))

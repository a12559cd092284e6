"""Compiled rules, compared with the oracle on every profile of small packs."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from graphlib import CycleError
from typing import Any

import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from exitwise.diagram.compiled_rules import CompiledRules, ConclusionId, Outcome
from exitwise.diagram.manager import ProfileSet
from exitwise.model.condition import ALWAYS
from exitwise.model.knowledge import Knowledge
from support.oracles import exhaustive, naive
from support.packs import random_packs, shipped, toy
from support.running import agreement
from support.running.examples import examples

CHAIN = """
  - {id: weak, recommend: stay, because: So.}
  - {id: middle, recommend: leave, when: {door: no}, because: So., overrides: weak}
  - {id: strong, recommend: stay, when: {days: {above: 7}}, because: So., overrides: middle}
"""


@cache
def chain() -> CompiledRules:
    """Three arguments, each overriding the one before it, over 2 places, 4 doors and 3 intervals of days."""
    return CompiledRules.of(toy.knowledge(recommendations=CHAIN))


def count(compiled: CompiledRules, found: ProfileSet) -> int:
    """The number of profiles in a set."""
    return compiled.space.count(found & compiled.space.valid)


def counts(compiled: CompiledRules, sets: Mapping[Any, ProfileSet]) -> dict[Any, int]:
    """The number of profiles in each set."""
    return {name: count(compiled, profiles) for name, profiles in sets.items()}


@settings(max_examples=examples(25))
@given(exhaustive.mixed_packs())
def test_all_conclusions_agree_with_oracle(pack: random_packs.Data) -> None:
    """Every profile of the space is compared, not a sample."""
    compiled = CompiledRules.of(toy.loaded(pack))
    profiles = exhaustive.profiles(pack)

    for profile in profiles:
        agreement.check_diagrams(pack, compiled, profile)
    assert count(compiled, compiled.space.valid) == len(profiles)
    assert count(compiled, compiled.domain) == len(exhaustive.admissible(pack))


@settings(max_examples=examples(20))
@given(exhaustive.small_packs(100))
def test_sets_include_inadmissible_profiles(
    pack: random_packs.Data,
) -> None:
    """Only `domain` excludes profiles; all other sets agree with the oracle on every profile."""
    compiled = CompiledRules.of(toy.loaded(pack))

    for profile in exhaustive.profiles(pack):
        found = naive.advise(pack, profile)
        assignment = compiled.space.assignment(profile)
        state = naive.State(profile, found.findings, found.recommendation)

        assert {name for name, own in compiled.finding.items() if own.eval(assignment)} == found.findings
        assert {name for name, own in compiled.undefeated.items() if own.eval(assignment)} == found.undefeated
        assert {name for name, own in compiled.outcome.items() if own.eval(assignment)} == {
            found.recommendation
        }
        assert {rule["id"] for rule in firing(pack) if compiled.fires[rule["id"]].eval(assignment)} == {
            rule["id"] for rule in firing(pack) if naive.applies(rule, state)
        }
        told = [rule.id for rule in (*compiled.knowledge.steps, *compiled.knowledge.warnings)]
        assert {name for name in told if compiled.recipients(name).eval(assignment)} == {
            *(*found.steps, *found.warnings)
        }
        settled = compiled.readiness_under(found.recommendation).items()
        assert [name for name, own in settled if own.eval(assignment)] == [found.readiness]


def firing(pack: naive.Pack) -> list[naive.Rule]:
    """The finding rules and the arguments of a pack."""
    return [*naive.rules(pack, "findings.yaml"), *naive.rules(pack, "recommendations.yaml")]


def compiled() -> CompiledRules:
    """Compile the shipped pack."""
    return CompiledRules.of(shipped.base().knowledge)


@pytest.mark.parametrize("meant", [chain, compiled], ids=["toy", "shipped"])
def test_outcomes_partition_the_profiles(meant: Callable[[], CompiledRules]) -> None:
    """Every profile has exactly one outcome, or None."""
    compiled = meant()
    every = compiled.space.false
    for own in compiled.outcome.values():
        assert not (every & own).satisfiable()
        every |= own

    assert every == compiled.space.true


def test_defeated_argument_overrides_nothing() -> None:
    """Where the strongest argument applies, the weakest is undefeated again."""
    compiled = chain()

    # 24 profiles: the door is shut on 6, and on 2 of them for longer than a week.
    assert counts(compiled, compiled.undefeated) == {"strong": 8, "middle": 4, "weak": 20}
    assert counts(compiled, compiled.outcome) == {"stay": 20, "leave": 4, "sell": 0, None: 0}


def test_no_or_several_candidates_give_no_outcome() -> None:
    """Two arguments for the same outcome are no conflict."""
    rules = """
      - {id: a, recommend: stay, when: {door: no}, because: So.}
      - {id: b, recommend: stay, when: {door: [no, yes]}, because: So.}
      - {id: c, recommend: leave, when: {door: [yes, ajar]}, because: So.}
    """
    compiled = CompiledRules.of(toy.knowledge(recommendations=rules))

    assert counts(compiled, compiled.candidates) == {"stay": 8, "leave": 8, "sell": 0}
    assert counts(compiled, compiled.outcome) == {"stay": 4, "leave": 4, "sell": 0, None: 8}


PLAN = """
  - {id: pack-up, title: T, how: H, phase: before, when: {recommend: leave}, because: So.}
  - {id: wave, title: T, how: H, phase: act, when: {door: yes}, because: So.}
"""
WAIT = "[{id: wait, title: T, hold: true, until: U, when: {recommend: leave, place: here}, because: So.}]"


def test_steps_are_compiled_for_each_outcome() -> None:
    """Each set is as if that outcome were recommended to all; steps that ignore the outcome share one set."""
    compiled = CompiledRules.of(toy.knowledge(recommendations=CHAIN, plan=PLAN, warnings=WAIT))

    assert compiled.recipients_under("leave", "pack-up") == compiled.space.true
    assert (
        compiled.recipients_under("stay", "pack-up")
        == compiled.recipients_under(None, "pack-up")
        == compiled.space.false
    )
    assert compiled.recipients_under("leave", "wave") is compiled.recipients_under("stay", "wave")
    assert compiled.recipients("pack-up") == compiled.outcome["leave"]
    # Of the four profiles that are told to leave two are here.
    assert count(compiled, compiled.recipients("wait")) == 2
    settled: dict[Outcome, list[int]] = {
        outcome: [count(compiled, own) for own in compiled.readiness_under(outcome).values()]
        for outcome in ("leave", "stay", None)
    }
    assert settled == {"leave": [12, 12, 0], "stay": [0, 0, 24], None: [24, 0, 0]}


def test_domain_excludes_every_forbidden_profile() -> None:
    """The profiles of several constraints are all excluded."""
    facts = (
        toy.DEFAULTS["facts"]
        + """
      constraints:
        - {id: one, when: {place: gone, door: yes}, because: So.}
        - {id: two, when: {place: gone, days: unknown}, because: So.}
    """
    )
    compiled = CompiledRules.of(toy.knowledge(facts=facts))

    # 2 places, 4 doors, 2 spans of days; 2 profiles break the first, 4 the second, 1 both.
    assert [count(compiled, compiled.forbidden(name)) for name in ("one", "two")] == [2, 4]
    assert count(compiled, compiled.domain) == 16 - 5


KINDS = ("findings", "arguments", "steps", "warnings")


def variant(data: st.DataObject, knowledge: Knowledge) -> Knowledge:
    """The knowledge base with one rule changed, or one argument removed."""
    kind = data.draw(st.sampled_from([kind for kind in KINDS if getattr(knowledge, kind)]))
    rules: tuple[Any, ...] = getattr(knowledge, kind)
    place = data.draw(st.integers(0, len(rules) - 1))
    changes: list[dict[str, Any]] = [{"when": when} for when in (ALWAYS, *(rule.when for rule in rules))]
    if kind == "arguments":
        changes += [{"overrides": ()}, *({"recommend": outcome} for outcome, _ in knowledge.outcomes)]
    instead: tuple[Any, ...] = (replace(rules[place], **data.draw(st.sampled_from(changes))),)
    if kind == "arguments" and len(rules) > 1 and data.draw(st.booleans()):
        instead = ()
    changed: dict[str, Any] = {kind: (*rules[:place], *instead, *rules[place + 1 :])}
    return replace(knowledge, **changed)


@settings(max_examples=examples(40))
@given(random_packs.mixed_packs(), st.data())
def test_compiling_on_a_base_gives_the_same_sets(pack: random_packs.Data, data: st.DataObject) -> None:
    """A variant compiled on its base equals the variant compiled alone."""
    knowledge = toy.loaded(pack)
    base = CompiledRules.of(knowledge)
    try:
        other = variant(data, knowledge)
        alone = CompiledRules(other, base.space)
    except CycleError:
        reject()

    shared = CompiledRules(other, base.space, base=base)

    assert shared.finding == alone.finding
    assert shared.fires == alone.fires
    assert shared.undefeated == alone.undefeated
    assert shared.outcome == alone.outcome
    for outcome in shared.outcome:
        for rule in (*other.steps, *other.warnings):
            assert shared.recipients_under(outcome, rule.id) == alone.recipients_under(outcome, rule.id)
        assert shared.readiness_under(outcome) == alone.readiness_under(outcome)
        for law in other.properties:
            assert shared.violations(outcome, law) == alone.violations(outcome, law)


def test_changed_outcome_of_argument_is_recompiled() -> None:
    """The argument applies and is undefeated as in the base, but supports another outcome."""
    base = CompiledRules.of(toy.knowledge())
    (argument,) = base.knowledge.arguments
    other = replace(base.knowledge, arguments=(replace(argument, recommend="leave"),))

    shared = CompiledRules(other, base.space, base=base)

    assert base.outcome["stay"] == shared.outcome["leave"] == base.space.true


def test_changed_overriders_are_recompiled() -> None:
    """The argument and its former overrider apply as in the base, but it is no longer overridden."""
    base = CompiledRules.of(toy.knowledge(recommendations=CHAIN))
    weak, middle, strong = base.knowledge.arguments
    other = replace(base.knowledge, arguments=(weak, replace(middle, overrides=()), strong))

    shared = CompiledRules(other, base.space, base=base)

    assert base.undefeated["weak"] != shared.undefeated["weak"] == base.space.true


def test_unchanged_sets_are_reused() -> None:
    """The sets of the base are taken over."""
    knowledge = shipped.base().knowledge
    base = CompiledRules.of(knowledge)
    first = replace(knowledge.findings[0], when=ALWAYS)
    other = replace(knowledge, findings=(first, *knowledge.findings[1:]))

    shared = CompiledRules(other, base.space, base=base)

    taken = [
        name for name in knowledge.findings_used_by if shared.fires.get(name) is base.fires.get(name, shared)
    ]
    assert len(taken) > len(knowledge.findings) / 2
    assert first.id not in taken


@pytest.mark.parametrize("value", [True, False])
def test_forced_conclusion_replaces_its_rules(*, value: bool) -> None:
    """Everything that depends on it uses the forced set."""
    findings = "[{id: x, finding: shut, when: {door: no}, because: So.}]"
    rules = """
      - {id: weak, recommend: stay, because: So.}
      - {id: strong, recommend: leave, when: {finding: shut}, because: So., overrides: weak}
    """
    base = CompiledRules.of(toy.knowledge(findings=findings, recommendations=rules))
    all_or_none = base.space.true if value else base.space.false

    nodes: list[ConclusionId] = [("finding", "shut"), ("argument", "strong")]
    for node in nodes:
        forced = CompiledRules(base.knowledge, base.space, base=base, forced={node: all_or_none})

        assert forced.outcome["leave"] == all_or_none
        assert forced.outcome["stay"] == ~all_or_none
    assert base.outcome["leave"] == base.finding["shut"]

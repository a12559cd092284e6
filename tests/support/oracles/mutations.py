"""The packs of mutants as raw data, the moves in which deeds and ends are seen, and worked cases."""

from collections.abc import Mapping
from typing import Any

from exitwise.audit.mutation.mutants import Mutant
from exitwise.model.fact import Fact
from exitwise.model.kinds import plain_values
from exitwise.model.rule import Argument, StepRule, WarningRule
from support.oracles import course, exhaustive, naive
from support.oracles.edited_packs import to_data, with_condition
from support.packs import random_packs

COURSE_KEYS = {"waits", "way_to_ready", "later_steps", "leads_to"}
"""The keys of a worked case that are about the course."""


def mutated(pack: naive.Pack, mutant: Mutant, facts: Mapping[str, Fact]) -> random_packs.Data:
    """Return the data of a pack with some facts, with the change of a mutant."""
    changed: random_packs.Data = dict(naive.expanded(pack))
    for rule in mutant.changed_rules:
        changed = with_condition(changed, rule.id, to_data(rule.when, facts))
        if isinstance(rule, Argument):
            overrides = [*rule.overrides] or None
            changed = exhaustive.with_rule(changed, "recommendations.yaml", rule.id, overrides=overrides)
        if isinstance(rule, StepRule):
            changed = exhaustive.with_rule(changed, "plan.yaml", rule.id, **of_step(rule, mutant, facts))
        if mutant.group == "ends" and isinstance(rule, WarningRule):
            changed = exhaustive.with_rule(
                changed, "warnings.yaml", rule.id, ends=of_hold(rule, facts) or None
            )
    return changed


def of_step(rule: StepRule, mutant: Mutant, facts: Mapping[str, Fact]) -> random_packs.Data:
    """Return the keys of a step that a mutant may change."""
    if mutant.group == "urgency":
        return {"urgent": None if rule.urgent is None else to_data(rule.urgent, facts)}
    if mutant.group == "deeds":
        return {"done": plain_values(facts, dict(rule.done)) or None}
    return {"after": [*rule.after] or None}


def of_hold(rule: WarningRule, facts: Mapping[str, Fact]) -> list[random_packs.Data]:
    """Return the ends of a hold."""
    return [
        {"known": [*end.known]} if end.known else plain_values(facts, dict(end.answers)) for end in rule.ends
    ]


def ways(pack: naive.Pack, facts: Mapping[str, Any]) -> tuple[set[str], set[str]]:
    """Return the moves from a state, and the ends of the holds that stand."""
    moves = {repr((name, sorted(answers.items()))) for name, answers in course.moves(pack, dict(facts))}
    holds = naive.advise(pack, facts).holds
    ends = [
        (hold, end)
        for hold in holds
        for end in naive.listed(course.rule(pack, "warnings.yaml", hold).get("ends"))
    ]
    return moves, {
        repr((hold, sorted((fact, naive.listed(value)) for fact, value in end.items()))) for hold, end in ends
    }


# Worked cases


def fails(pack: naive.Pack, case: Mapping[str, Any]) -> bool:
    """Return whether a worked case fails on a pack."""
    profile, expect = naive.complete(pack, case["profile"]), case["expect"]
    refused = naive.violated(pack, profile)
    if refused or "refused" in expect:
        return expect.get("refused") not in refused
    result = naive.advise(pack, profile)
    wrong = [expect[key] != getattr(result, key) for key in ("recommendation", "readiness") if key in expect]
    wrong += ["steps" in expect and [*result.steps] != expect["steps"]]
    wrong += ["warnings" in expect and {*result.warnings} != {*expect["warnings"]}]
    wrong += [key in expect and {*getattr(result, key)} != {*expect[key]} for key in ("findings", "urgent")]
    return any(wrong) or misses_course(pack, profile, expect)


def misses_course(pack: naive.Pack, profile: naive.Profile, expect: Mapping[str, Any]) -> bool:
    """Return whether the course is not as a worked case expects it; a step may come up twice."""
    if not COURSE_KEYS & expect.keys():
        return False
    own = course.simulate(pack, profile)
    later, stated = brought_up(pack, own), expect.get("later_steps")
    wanted = {(item["step"], item["comes_after"]) for item in stated or ()}
    wrong = stated is not None and not (wanted <= later and dict(wanted).keys() == dict(later).keys())
    wrong |= "waits" in expect and {*expect["waits"]} != course.met(pack, profile)
    wrong |= any(own.moments[-1].facts[fact] != value for fact, value in expect.get("leads_to", {}).items())
    return wrong or ("way_to_ready" in expect and expect["way_to_ready"] != own.way)


def brought_up(pack: naive.Pack, own: course.Course) -> set[tuple[str, str]]:
    """Return the steps that a course brings up, each with what it comes after."""
    return {(name, after) for name, after in course.listed_steps(pack, own) if after is not None}


def expected_course(pack: naive.Pack, profile: naive.Profile) -> dict[str, Any]:
    """Return what a worked case can expect of the course of a profile."""
    own = course.simulate(pack, profile)
    later = sorted(dict(sorted(brought_up(pack, own))).items())
    return {
        "waits": sorted(course.met(pack, profile)),
        "way_to_ready": own.way,
        "leads_to": {
            fact: value
            for fact, value in own.moments[-1].facts.items()
            if not isinstance(value, list | tuple)
        },
        "later_steps": [{"step": name, "comes_after": after} for name, after in later],
    }

"""The packs of mutants as raw data, and the moves by which a change of deeds and ends is seen."""

from collections.abc import Mapping
from typing import Any

from exitwise.audit.mutation.mutants import Mutant
from exitwise.model.fact import Fact
from exitwise.model.kinds import plain_values
from exitwise.model.rule import Argument, StepRule, WarningRule
from support.oracles import course, exhaustive, naive
from support.oracles.edited_packs import to_data, with_condition
from support.packs import random_packs


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

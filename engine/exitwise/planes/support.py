"""The rules that the advice rests on: those that conclude it, and those behind the findings they use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exitwise.model.condition import Concluded, Disjunction, Literal
from exitwise.model.rule import Argument, FindingRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exitwise.model.condition import Conjunction
    from exitwise.model.knowledge import Knowledge
    from exitwise.model.rule import Rule
    from exitwise.planes.circuit import Signal
    from exitwise.planes.rules import RuleCircuit


def support(rules: RuleCircuit) -> dict[str, Signal]:
    """Return for each rule that it is among the reasons, by stratum and then by place.

    A finding rule is among them if it fires, and a rule among them has its finding in a branch that is true.
    """
    knowledge = rules.knowledge
    signals = {
        rule.id: _root(rules, rule) for rule in _ordered(knowledge) if not isinstance(rule, FindingRule)
    }
    uses = _uses(rules)
    for name in reversed(knowledge.findings_by_level):
        needed = rules.any(signals[rule] & branch for rule, branch in uses.get(name, ()))
        for rule in knowledge.rules_by_finding[name]:
            signals[rule.id] = rules.fires[rule.id] & needed
    return {rule.id: signals[rule.id] for rule in _ordered(knowledge)}


def _root(rules: RuleCircuit, rule: Rule) -> Signal:
    return rules.undefeated[rule.id] if isinstance(rule, Argument) else rules.fires[rule.id]


def _ordered(knowledge: Knowledge) -> list[Rule]:
    strata = knowledge.finding_strata
    rules = (*knowledge.findings, *knowledge.arguments, *knowledge.steps, *knowledge.warnings)
    return sorted(rules, key=lambda rule: strata.get(rule.id, len(strata)))


def _uses(rules: RuleCircuit) -> dict[str, list[tuple[str, Signal]]]:
    """Return for each finding the rules that use it, and the truth of the branches in which they do."""
    uses: dict[str, list[tuple[str, Signal]]] = {}
    for rule in _ordered(rules.knowledge):
        for name, branch in _used(rules, rules.knowledge.normal_form[rule.id], rules.circuit.true):
            uses.setdefault(name, []).append((rule.id, branch))
    return uses


def _used(rules: RuleCircuit, form: Conjunction, branch: Signal) -> Iterator[tuple[str, Signal]]:
    for part in form.of:
        match part:
            case Literal(Concluded("finding", names), positive=True):
                yield from ((name, branch) for name in names)
            case Disjunction(branches):
                for inner in branches:
                    yield from _used(rules, inner, branch & rules.conjunction(inner))

"""The rules that the advice rests on: those that conclude it, and those behind the findings they use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exitwise.model.condition import Concluded, Disjunction, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from exitwise.model.algebra import T
    from exitwise.model.condition import Conjunction
    from exitwise.model.knowledge import Knowledge
    from exitwise.model.rule import Rule

    Within = Callable[[T, Conjunction], T]
    """Returns the part of an element in which a conjunction is true."""


def support(knowledge: Knowledge, fires: Callable[[Rule], T], within: Within[T], false: T) -> dict[str, T]:
    """Return for each rule that it is among the reasons, by stratum and then by place.

    A finding rule is among them if it fires, and a rule among them has its finding in a branch that is true.
    `fires` is true of an argument only if it is undefeated.
    """
    signals: dict[str, T] = {}
    needed = dict.fromkeys(knowledge.rules_by_finding, false)

    def add(rule: Rule, signal: T) -> None:
        signals[rule.id] = signal
        if signal != false:
            for name, branch in _used(knowledge.normal_form[rule.id], signal, within):
                needed[name] = needed[name] | branch

    for rule in (*knowledge.arguments, *knowledge.steps, *knowledge.warnings):
        add(rule, fires(rule))
    for name in reversed(knowledge.findings_by_level):
        for own in knowledge.rules_by_finding[name]:
            add(own, false if needed[name] == false else fires(own) & needed[name])
    return {rule.id: signals[rule.id] for rule in in_order(knowledge)}


def in_order(knowledge: Knowledge) -> list[Rule]:
    """Return the rules that may be reasons, by stratum and then by place."""
    strata = knowledge.finding_strata
    rules = (*knowledge.findings, *knowledge.arguments, *knowledge.steps, *knowledge.warnings)
    return sorted(rules, key=lambda rule: strata.get(rule.id, len(strata)))


def _used(form: Conjunction, branch: T, within: Within[T]) -> Iterator[tuple[str, T]]:
    """Yield the findings that a conjunction uses, and the truth of the branches in which it does."""
    for part in form.of:
        match part:
            case Literal(Concluded("finding", names), positive=True):
                yield from ((name, branch) for name in names)
            case Disjunction(branches):
                for inner in branches:
                    yield from _used(inner, within(branch, inner), within)

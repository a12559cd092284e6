"""Conflicts of an answer with the other answers, and the constraints that cause them."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING

from exitwise.diagnostic import ProfileDiagnostic
from exitwise.model.fact import UNKNOWN
from exitwise.model.placeholder import fill_placeholders
from exitwise.model.profile import pointer, unknown_key_diagnostic, value_diagnostic

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from exitwise.ask.interview import Interview
    from exitwise.diagram.compiled_rules import CompiledRules
    from exitwise.model.fact import Value
    from exitwise.model.rule import Constraint


def invalid_value(interview: Interview, name: str, value: object) -> ProfileDiagnostic | None:
    """Return why the vocabulary does not allow a fact this value; None if it does."""
    facts = interview.compiled.knowledge.fact
    return value_diagnostic(facts[name], value) if name in facts else unknown_key_diagnostic(name, facts)


def conflict_with(interview: Interview, name: str, value: Value) -> ProfileDiagnostic | None:
    """Return how a valid value contradicts the answers; None if it does not."""
    return None if interview.admits(name, value) else contradiction(interview, name, value)


def contradiction(interview: Interview, name: str, value: Value) -> ProfileDiagnostic:
    """Return the diagnostic of an answer that contradicts the others, which names the constraints."""
    compiled = interview.compiled
    answers = {**interview.answers, name: value}
    rules = minimal_conflict(compiled, answers)
    names = ", ".join(rule.id for rule in rules)
    absent = dict.fromkeys(compiled.knowledge.fact, UNKNOWN)
    because = (
        fill_placeholders(rule.because, compiled.knowledge.fact, {**absent, **answers}) for rule in rules
    )
    return ProfileDiagnostic(
        pointer=pointer(name),
        cause="contradiction",
        message=f"`{name}` = `{value}` contradicts the other answers ({names})",
        help=" ".join(because),
    )


def minimal_conflict(compiled: CompiledRules, answers: Mapping[str, Value]) -> list[Constraint]:
    """Return the first constraint that the answers violate by itself, or else a minimal set of constraints.

    A minimal set leaves no completion of the answers, and each of its proper subsets leaves one. It is found
    by deletion: a constraint is dropped if the rest still conflict.
    """
    completions = compiled.space.valid & compiled.space.with_values(answers)

    def is_conflict(rules: Iterable[Constraint]) -> bool:
        remaining = reduce(lambda left, rule: left & ~compiled.forbidden(rule.id), rules, completions)
        return not remaining.satisfiable()

    conflict = list(compiled.knowledge.constraints)
    single = next((rule for rule in conflict if is_conflict([rule])), None)
    if single is not None:
        return [single]
    for rule in reversed(compiled.knowledge.constraints):
        rest = [other for other in conflict if other is not rule]
        conflict = rest if is_conflict(rest) else conflict
    return conflict

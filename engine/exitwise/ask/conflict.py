"""Conflicts of an answer with the other answers, and the constraints that cause them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exitwise.diagnostic import ProfileDiagnostic
from exitwise.diagram.completions.conflict import minimal_conflict
from exitwise.model.fact import UNKNOWN
from exitwise.model.kinds import write
from exitwise.model.placeholder import fill_placeholders
from exitwise.model.profile import pointer, unknown_key_diagnostic, value_diagnostic

if TYPE_CHECKING:
    from exitwise.ask.interview import Interview
    from exitwise.model.fact import Value


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
    space = compiled.space
    rules = minimal_conflict(compiled, space.valid & space.with_values(answers))
    names = ", ".join(rule.id for rule in rules)
    absent = dict.fromkeys(compiled.knowledge.fact, UNKNOWN)
    because = (
        fill_placeholders(rule.because, compiled.knowledge.fact, {**absent, **answers}, interview.as_of)
        for rule in rules
    )
    written = write(compiled.knowledge.fact[name], value)
    return ProfileDiagnostic(
        pointer=pointer(name),
        cause="contradiction",
        message=f"`{name}` = `{written}` contradicts the other answers ({names})",
        help=" ".join(because),
    )

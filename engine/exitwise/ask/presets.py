"""Presets: answers that a call gives in advance, so that they are not asked for."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from exitwise.ask.conflict import contradiction, invalid_value
from exitwise.errors import ProfileError
from exitwise.model.profile import valid

if TYPE_CHECKING:
    from collections.abc import Mapping

    from exitwise.ask.interview import Interview
    from exitwise.model.fact import Value


def with_presets(interview: Interview, presets: Mapping[str, object]) -> Interview:
    """Return the interview with answers given in advance, in the pack's order.

    A preset replaces an earlier answer to the same fact, and with it the answers that no longer fit or count.

    Raises:
        ProfileError: lists every preset that is invalid, or else the first that contradicts earlier presets
            or the answers before it.
    """
    facts = interview.compiled.knowledge.fact
    diagnostics = [
        diagnostic
        for name, value in presets.items()
        if (diagnostic := invalid_value(interview, name, value)) is not None
    ]
    if diagnostics:
        raise ProfileError(diagnostics)
    values = {name: valid(fact, presets[name]) for name, fact in facts.items() if name in presets}
    for name, value in values.items():
        interview = _insert(replace(interview, preset=interview.preset | set(presets)), name, value)
    return interview


def _insert(interview: Interview, name: str, value: Value) -> Interview:
    """Return the interview with an answer in place of an earlier one, or after all others."""
    before = interview.before(name) if name in interview.answers else interview
    if not before.admits(name, value):
        raise ProfileError([contradiction(before, name, value)])
    if name not in interview.answers:
        return interview.with_answer(name, value)
    changed = interview.with_change(name, value)
    dropped = next((fact for fact in interview.dropped_answers(changed) if fact in interview.preset), None)
    if dropped is not None:
        raise ProfileError([contradiction(changed, dropped, interview.answers[dropped])])
    return changed

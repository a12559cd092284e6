"""The reasons of a refusal: contradictions, missing answers, or the rules that leave no single outcome."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exitwise.advise.contradiction import contradictions
from exitwise.diagnostic import ProfileDiagnostic
from exitwise.diagram.evaluation import conclude
from exitwise.errors import ProfileError
from exitwise.knowledge_base import explain_no_recommendation
from exitwise.model.kinds import dated
from exitwise.model.profile import complete, missing_diagnostic

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from exitwise.knowledge_base import KnowledgeBase


def refusal_diagnostics(
    base: KnowledgeBase,
    raw: Mapping[str, object],
    constraints: Sequence[str],
    today: date,
    needed: Sequence[str] = (),
) -> tuple[ProfileDiagnostic, ...]:
    """Return the diagnostics of a valid profile that is refused, for missing facts if some are needed.

    Null is absent.
    """
    facts = base.knowledge.fact
    if needed:
        return tuple(missing_diagnostic(facts[name]) for name in needed)
    stated = {key: raw[key] for key in raw if key in facts}
    profile = complete(base.knowledge.facts, dated(facts, stated, today))
    try:
        profile, _ = base.completed(profile)
    except ProfileError as error:
        return error.diagnostics
    if constraints:
        return tuple(contradictions(base.knowledge, profile, constraints))
    undefeated = conclude(base.compiled, profile.values).undefeated
    cause = "conflict" if undefeated else "gap"
    message = explain_no_recommendation(base.knowledge, undefeated)
    return (ProfileDiagnostic(pointer="", cause=cause, message=message),)

"""Why a profile gets no advice: the constraints that it breaks, or the rules that leave no single outcome."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exitwise.diagnostic import ProfileDiagnostic
from exitwise.diagram.evaluation import conclude
from exitwise.knowledge_base import explain_no_recommendation
from exitwise.model.profile import complete

if TYPE_CHECKING:
    from collections.abc import Mapping

    from exitwise.batch.advising import Refused
    from exitwise.knowledge_base import KnowledgeBase


def faults(base: KnowledgeBase, raw: Mapping[str, object], refused: Refused) -> tuple[ProfileDiagnostic, ...]:
    """Return what is wrong with the answers of a profile that was refused; null is absent."""
    profile = complete(base.knowledge.facts, {key: raw[key] for key in raw if key in base.knowledge.fact})
    if refused.constraints:
        return tuple(base.contradictions(profile, refused.constraints))
    standing = conclude(base.compiled, profile.values).undefeated
    cause = "conflict" if standing else "gap"
    return (
        ProfileDiagnostic(
            pointer="", cause=cause, message=explain_no_recommendation(base.knowledge, standing)
        ),
    )

"""Missing answers: a profile is completed where they make no difference, and refused where they do."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from exitwise.advise.contradiction import contradictions, joint_contradiction
from exitwise.diagram.completions.partial_profile import Completions
from exitwise.errors import ProfileError
from exitwise.model.profile import missing_diagnostic

if TYPE_CHECKING:
    from exitwise.diagram.compiled_rules import CompiledRules
    from exitwise.model.profile import Profile


def complete_missing(compiled: CompiledRules, profile: Profile) -> tuple[Profile, Completions]:
    """Return a profile with the values of its first completion, and all its completions.

    Raises:
        ProfileError: a missing fact can change the advice, or the answers leave no completion.
    """
    completions = Completions(compiled, profile.values)
    if not completions.is_possible:
        raise _contradiction(completions, profile)
    if not completions.is_settled:
        facts = compiled.knowledge.fact
        raise ProfileError([missing_diagnostic(facts[name]) for name in completions.needed], keep_order=True)
    free = frozenset(profile.missing) - completions.implied.keys()
    completed = replace(profile, values=completions.first, implied=completions.implied, free=free)
    return completed, completions


def representative(compiled: CompiledRules, profile: Profile) -> Profile:
    """Return the first completion of a profile, or one that violates the same constraints if there is none.

    Raises:
        ProfileError: a missing fact can change the advice.
    """
    if not profile.missing:
        return profile
    if Completions(compiled, profile.values).is_possible:
        return complete_missing(compiled, profile)[0]
    axes = compiled.space.axes.items()
    values = {name: profile.values[name] if name in profile.values else axis.value(0) for name, axis in axes}
    return replace(profile, values=values)


def _contradiction(completions: Completions, profile: Profile) -> ProfileError:
    knowledge = completions.compiled.knowledge
    if completions.violated:
        return ProfileError(contradictions(knowledge, profile, completions.violated), completions.violated)
    conflict = completions.conflict
    return ProfileError([joint_contradiction(knowledge, profile, conflict)], conflict)

"""Contradictory answers: the diagnostics of a profile that constraints exclude."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exitwise.diagnostic import Diagnostic, ProfileDiagnostic
from exitwise.model.condition import facts_of
from exitwise.model.fact import UNKNOWN
from exitwise.model.kinds import write
from exitwise.model.placeholder import PLACEHOLDER, fill_placeholders
from exitwise.model.profile import pointer

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from exitwise.model.knowledge import Knowledge
    from exitwise.model.profile import Profile
    from exitwise.model.rule import Rule


def contradictions(
    knowledge: Knowledge, profile: Profile, constraints: Iterable[str]
) -> list[ProfileDiagnostic]:
    """Return the diagnostics of a profile that violates each of these constraints."""
    return [_contradiction(knowledge, profile, knowledge.rules[name]) for name in constraints]


def _contradiction(knowledge: Knowledge, profile: Profile, rule: Rule) -> ProfileDiagnostic:
    facts = facts_of(rule.when)
    answered = [fact for fact in facts if fact not in profile.absent] or list(facts)
    verdict = "contradict each other" if len(answered) > 1 else "is not possible"
    return ProfileDiagnostic(
        pointer=pointer(answered[0]),
        cause="contradiction",
        message=f"{_answers(knowledge, profile, answered)} {verdict} ({rule.id})",
        help=_because(knowledge, profile, rule),
        redacted=_without_answers([rule], answered),
    )


def joint_contradiction(
    knowledge: Knowledge, profile: Profile, constraints: Sequence[str]
) -> ProfileDiagnostic:
    """Return the diagnostic of answers that leave no answer to a missing fact under these constraints."""
    rules = [knowledge.rules[name] for name in constraints]
    facts = dict.fromkeys(fact for rule in rules for fact in facts_of(rule.when))
    answered = [fact for fact in facts if fact not in profile.absent] or list(facts)
    answers = _answers(knowledge, profile, answered)
    rules_out = "rule out" if len(answered) > 1 else "rules out"
    return ProfileDiagnostic(
        pointer=pointer(answered[0]),
        cause="contradiction",
        message=f"{answers} {rules_out} every other answer ({', '.join(constraints)})",
        help=" ".join(_because(knowledge, profile, rule) for rule in rules),
        redacted=_without_answers(rules, answered),
    )


def _answers(knowledge: Knowledge, profile: Profile, facts: Iterable[str]) -> str:
    values = ((knowledge.fact[name], profile.values.get(name, UNKNOWN)) for name in facts)
    return " and ".join(f"`{fact.id}` = `{write(fact, value)}`" for fact, value in values)


def _because(knowledge: Knowledge, profile: Profile, rule: Rule) -> str:
    values = {**dict.fromkeys(knowledge.fact, UNKNOWN), **profile.values}
    return fill_placeholders(rule.because, knowledge.fact, values)


def _without_answers(rules: Sequence[Rule], facts: Sequence[str]) -> Diagnostic:
    """Return the diagnostic of violated constraints without the answers that violate them."""
    verdict = "contradict each other" if len(facts) > 1 else "has a value that is not possible"
    names = " and ".join(f"`{fact}`" for fact in facts)
    ids = ", ".join(rule.id for rule in rules)
    help_ = " ".join(PLACEHOLDER.sub(r"`\1`", rule.because) for rule in rules)
    return Diagnostic(message=f"{names} {verdict} ({ids})", help=help_)

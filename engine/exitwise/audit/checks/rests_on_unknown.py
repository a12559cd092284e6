"""A recommendation rests on an unknown: as soon as the fact is known, whatever it is, it changes.

Why it matters:
    Whoever gets the recommendation has not answered one question, and every answer would lead elsewhere. That
    may be caution, and meant; or a rule for `unknown` that should have been a hold or a question.

Example:
    recommendations.yaml:
        - id: ask-first
          recommend: wait
          when: {door: unknown}
          because: Somebody has to look first.
    where every answer about the door leads to another outcome.

Fix:
    If it is meant, nothing. Otherwise let the rules recommend what the likeliest answer would, and warn.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from exitwise.audit.check import Violation
from exitwise.model.fact import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exitwise.audit.subject import Subject
    from exitwise.diagnostic import Severity
    from exitwise.diagram.manager import ProfileSet

SEVERITY: Final[Severity] = "info"


def find(subject: Subject) -> Iterator[Violation]:
    """Yield a violation for each outcome and each fact that has to be unknown for it."""
    for outcome, _ in subject.knowledge.outcomes:
        for fact in subject.knowledge.facts:
            extent = subject.extent(_resting(subject, outcome, fact.id)) if fact.unknown else None
            if extent is not None:
                yield Violation(
                    message=f"`{outcome}` rests on `{fact.id}` being unknown: every answer leads elsewhere",
                    place=fact.place,
                    help="inspect the advice for the witness with each answer",
                    extent=extent,
                    about=(outcome, fact.id),
                )


def _resting(subject: Subject, outcome: str, fact: str) -> ProfileSet:
    """Return the profiles that get the outcome while the fact is unknown, and with no possible answer.

    Profiles for which no answer is possible are left out.
    """
    space, domain = subject.space, subject.compiled.domain
    recommended = subject.compiled.outcome[outcome] & domain
    unknown = space.with_values({fact: UNKNOWN})
    answerable = space.exists(domain & ~unknown, fact)
    kept = space.exists(recommended & ~unknown, fact)
    return recommended & unknown & answerable & ~kept

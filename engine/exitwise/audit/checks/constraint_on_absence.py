"""A profile can violate a constraint just by omitting a fact.

Why it matters:
    A fact that a profile does not state is unknown. If not knowing violates a constraint, people are refused
    although they said nothing wrong, and would be admitted if they said more.

Example:
    facts.yaml:
        constraints:
            - id: knows-the-key
              when: {door: no, key: unknown}
              because: To shut a door you must know where the key is.

Fix:
    Name the incompatible values in the constraint instead of `unknown` or `{not: ...}`; or remove
    `unknown: true` from the fact, so that it has to be answered wherever it matters.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from exitwise.audit.check import Violation
from exitwise.model.condition import facts_of
from exitwise.model.fact import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exitwise.audit.subject import Subject
    from exitwise.diagnostic import Severity
    from exitwise.diagram.manager import ProfileSet
    from exitwise.model.rule import Constraint

SEVERITY: Final[Severity] = "error"


def find(subject: Subject) -> Iterator[Violation]:
    """Yield a violation for each constraint and optional fact whose omission violates the constraint."""
    for rule in subject.knowledge.constraints:
        for fact in facts_of(rule.when):
            if not subject.space.axes[fact].is_required:
                extent = subject.extent(_refused_without(subject, rule, fact))
                if extent is not None:
                    yield Violation(
                        message=f"omitting `{fact}` can violate constraint `{rule.id}`",
                        place=rule.place,
                        help=f"let its condition test known values of `{fact}` only",
                        extent=extent,
                        about=(rule.id, fact),
                    )


def _refused_without(subject: Subject, rule: Constraint, fact: str) -> ProfileSet:
    """Return the profiles that violate the constraint once they omit a fact.

    Profiles that omit it already are included; they violate the constraint and so are not admissible.
    """
    absent = subject.compiled.forbidden(rule.id) & subject.space.with_values({fact: UNKNOWN})
    return subject.space.exists(absent, fact)

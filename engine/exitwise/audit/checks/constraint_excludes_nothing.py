"""A constraint has no effect: no profile violates it, or other constraints exclude the same profiles.

Why it matters:
    The constraint looks like a rule of the vocabulary, but without it the same profiles would be refused. If
    no profile can violate it, its condition is probably wrong.

Example:
    facts.yaml:
        constraints:
            - id: shut-is-shut
              when: {all: [{door: no}, {door: yes}]}
              because: A door is not open and shut.

Fix:
    Correct its condition, or delete it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from exitwise.audit.check import Violation
from exitwise.audit.predicates import is_effective

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exitwise.audit.subject import Subject
    from exitwise.diagnostic import Severity
    from exitwise.model.rule import Constraint

SEVERITY: Final[Severity] = "warning"


def find(subject: Subject) -> Iterator[Violation]:
    """Yield a violation for each constraint without which the same profiles would be admissible."""
    for rule in subject.knowledge.constraints:
        if not is_effective(subject, rule):
            yield Violation(
                message=f"constraint `{rule.id}` has no effect: {_reason(subject, rule)}",
                place=rule.place,
                help="correct its condition, or delete it",
            )


def _reason(subject: Subject, rule: Constraint) -> str:
    if (subject.compiled.forbidden(rule.id) & subject.space.valid).satisfiable():
        return "other constraints exclude the same profiles"
    return "no profile satisfies its condition"

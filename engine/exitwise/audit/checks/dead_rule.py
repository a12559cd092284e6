"""A rule never fires: no admissible profile satisfies its condition.

Why it matters:
    The rule looks like knowledge and has no effect. Its condition is probably wrong.

Example:
    findings.yaml:
        - id: draughty
          finding: cold
          when: {all: [{door: yes}, {door: no}]}
          because: The door is open and shut.

Fix:
    Correct the condition, or the constraint that excludes its profiles; or delete the rule.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from exitwise.audit.check import Violation
from exitwise.audit.predicates import explain_dead, is_dead

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exitwise.audit.subject import Subject
    from exitwise.diagnostic import Severity

SEVERITY: Final[Severity] = "warning"


def find(subject: Subject) -> Iterator[Violation]:
    """Yield a violation for each finding rule, argument and warning that never fires; rows have a check."""
    knowledge = subject.knowledge
    for rule in (*knowledge.findings, *knowledge.arguments, *knowledge.warnings):
        if rule.id not in knowledge.rows and is_dead(subject, rule):
            yield Violation(
                message=f"`{rule.id}` never fires: {explain_dead(subject, rule)}",
                place=rule.place,
                help="correct its condition, or delete it",
            )

"""A step stands in no plan: no admissible profile makes its condition true.

Why it matters:
    Somebody wrote down what is to be done, and nobody is ever told.

Example:
    plan.yaml:
        - id: lock-up
          title: Lock the door
          how: Turn the key twice.
          phase: act
          when: {recommend: stay, bags: packed}
          because: Whoever leaves locks up.
    where an argument recommends `leave` to everybody whose bags are packed.

Mend:
    Correct the condition, often the outcome in `recommend`; or delete the step.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from exitwise.audit.check import Violation
from exitwise.audit.checks.dead_rule import dead, why

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exitwise.audit.subject import Subject
    from exitwise.diagnostic import Severity

SEVERITY: Final[Severity] = "warning"


def find(subject: Subject) -> Iterator[Violation]:
    """Yield one flaw for each step that is in no plan."""
    for step in subject.knowledge.steps:
        if dead(subject, step):
            yield Violation(
                message=f"the step `{step.id}` is in no plan: {why(subject, step)}",
                place=step.place,
                help="correct its condition, or delete it",
            )

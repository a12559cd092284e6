"""A step is never part of a plan: no admissible profile satisfies its condition.

Why it matters:
    The step describes something to do, and nobody is ever told to do it.

Example:
    plan.yaml:
        - id: unpack
          title: Unpack the bags
          how: Put everything back.
          phase: act
          when: {recommend: stay, bags: packed}
          because: Nobody needs them now.
    where an argument recommends `leave` to everybody whose bags are packed.

Fix:
    Correct the condition, often the outcome in `recommend`; or delete the step.
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
    """Yield a violation for each step that is in no plan."""
    for step in subject.knowledge.steps:
        if is_dead(subject, step):
            yield Violation(
                message=f"step `{step.id}` is never part of a plan: {explain_dead(subject, step)}",
                place=step.place,
                help="correct its condition, or delete it",
            )

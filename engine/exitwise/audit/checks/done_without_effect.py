"""A step is still in the plan after it has been done: its `done` does not take it out.

Why it matters:
    Somebody ticks the step and is told to do it again, or the answer in `done` has nothing to do with the
    reason for the step.

Example:
    plan.yaml:
        - id: oil-the-lock
          phase: before
          when: {lock: [stiff, smooth]}
          done: {lock: smooth}

Fix:
    Correct `done`, or leave the answer that it sets out of the step's `when`. A step that stays in the plan,
    such as a reminder, needs no `done`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from exitwise.audit.check import Violation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exitwise.audit.subject import Subject
    from exitwise.diagnostic import Severity
    from exitwise.diagram.manager import ProfileSet
    from exitwise.model.rule import StepRule

SEVERITY: Final[Severity] = "warning"


def find(subject: Subject) -> Iterator[Violation]:
    """Yield a violation for each step that is still in some plan once it is done."""
    for step in subject.knowledge.steps:
        extent = subject.extent(_still_due(subject, step)) if step.done else None
        if extent is not None:
            yield Violation(
                message=f"step `{step.id}` is still in the plan after it is done, for some profiles",
                place=step.place,
                help="correct `done`, or the step's `when`",
                extent=extent,
            )


def _still_due(subject: Subject, step: StepRule) -> ProfileSet:
    """Return the profiles in whose plan a step is, and is still once its `done` has been set."""
    space, done = subject.space, dict(step.done)
    planned = subject.compiled.recipients(step.id) & subject.compiled.domain
    return planned & space.exists(planned & space.with_values(done), *done)

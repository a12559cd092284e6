"""A step of preparation, or the end of a wait, changes the recommendation.

Why it matters:
    The plan prepares for one outcome, and halfway another one is recommended: what was done may have been
    in vain. The course of the plan ends there, and shows nothing after it.

Example:
    plan.yaml:
        - id: oil-the-lock
          phase: before
          when: {recommend: leave, lock: stiff}
          done: {lock: smooth}
    where a rule in recommendations.yaml argues for `stay` once the lock is smooth.

Fix:
    Let the argument depend on what the person wants, and not on what the plan changes; or correct `done` or
    `ends`. Accept it, with the reason, if such a turn is meant.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from exitwise.audit.check import Violation
from exitwise.audit.course import departures

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exitwise.audit.subject import Subject
    from exitwise.diagnostic import Severity

SEVERITY: Final[Severity] = "warning"


def find(subject: Subject) -> Iterator[Violation]:
    """Yield a violation for each step and each end of a hold that changes the recommendation."""
    for deed, profiles in departures(subject, admissible=True):
        extent = subject.extent(profiles)
        if extent is not None:
            yield Violation(
                message=f"{deed.describe(subject)} changes the recommendation",
                place=deed.rule.place,
                help="correct what it sets, or the argument that depends on it",
                extent=extent,
                about=(deed.rule.id,),
            )

"""A step of preparation, or the end of a wait, makes a profile inadmissible.

Why it matters:
    Whoever does as the plan says, and then answers truthfully, is refused: the new answers contradict a
    constraint, and there is no advice any more.

Example:
    facts.yaml:
        constraints:
          - {id: no-lock-no-key, when: {lock: none, key: here}, because: A key fits a lock.}
    plan.yaml:
        - id: fetch-key
          phase: before
          when: {key: lost}
          done: {key: here}
    where somebody without a lock is sent for the key.

Fix:
    Let `done` or `ends` also set the answer that changes with it, restrict the step or the hold with `when`,
    or correct the constraint.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from exitwise.audit.check import Violation
from exitwise.audit.course import departures

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exitwise.audit.subject import Subject
    from exitwise.diagnostic import Severity

SEVERITY: Final[Severity] = "error"


def find(subject: Subject) -> Iterator[Violation]:
    """Yield a violation for each step and each end of a hold that leads to answers that are refused."""
    for deed, profiles in departures(subject, admissible=False):
        extent = subject.extent(profiles)
        if extent is not None:
            yield Violation(
                message=f"{deed.describe(subject)} leads to answers that a constraint refuses",
                place=deed.rule.place,
                help="set all the answers that change with it, or correct the constraint",
                extent=extent,
                about=(deed.rule.id,),
            )

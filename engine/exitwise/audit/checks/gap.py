"""Some profiles get no recommendation: no argument for them is undefeated.

Why it matters:
    People with such a profile get no advice, and a batch writes a row without a recommendation.

Example:
    recommendations.yaml:
        - {id: shut, recommend: leave, when: {door: no}, because: The door is shut.}

Fix:
    Add an argument that covers the profiles; the witness is the smallest of them. Many packs start with one
    default argument without `when`, which the others override.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from exitwise.audit.check import Violation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exitwise.audit.subject import Subject
    from exitwise.diagnostic import Severity

SEVERITY: Final[Severity] = "error"


def find(subject: Subject) -> Iterator[Violation]:
    """Yield one violation if some profile has no undefeated argument."""
    compiled = subject.compiled
    uncovered = subject.space.true
    for profiles in compiled.candidates.values():
        uncovered &= ~profiles
    extent = subject.extent(uncovered)
    if extent is not None:
        yield Violation(
            message="some profiles get no recommendation: no argument for them is undefeated",
            place=min(rule.place for rule in subject.knowledge.arguments),
            help="add an argument that covers the witness",
            extent=extent,
        )

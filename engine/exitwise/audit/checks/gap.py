"""Some profiles are left without advice: no argument stands undefeated for them.

Why it matters:
    Whoever has such a profile is told nothing, and a batch writes a line without a recommendation.

Example:
    recommendations.yaml:
        - id: shut
          recommend: leave
          when: {door: no}
          because: The door is shut.

Mend:
    Add an argument that covers the profiles; the witness is the smallest of them. A pack often begins with
    one argument without `when`, which the others override.
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
    """Yield one flaw where a profile has no undefeated argument."""
    compiled = subject.compiled
    none = subject.space.true
    for argued in compiled.candidates.values():
        none &= ~argued
    extent = subject.extent(none)
    if extent is not None:
        yield Violation(
            message="no argument stands undefeated, so there is no recommendation",
            place=min(rule.place for rule in subject.knowledge.arguments),
            help="add an argument that covers the witness",
            extent=extent,
        )

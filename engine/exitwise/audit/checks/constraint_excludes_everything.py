"""The constraints leave no profile: with this one the last is excluded.

Why it matters:
    Every profile is refused, so that nobody gets advice. Of such a pack nothing else can be said, and no
    other check is made.

Example:
    facts.yaml:
        constraints:
            - id: not-open
              when: {door: yes}
              because: The door cannot be open.
            - id: not-shut
              when: {door: {not: yes}}
              because: The door must be open.

Mend:
    Correct this constraint, or one of those before it.
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
    """Yield one flaw where constraints exclude every profile: at that which excludes the last."""
    left = subject.space.valid
    for rule in subject.knowledge.constraints:
        left &= ~subject.compiled.forbidden(rule.id)
        if not left.satisfiable():
            yield Violation(
                message=f"the constraints up to `{rule.id}` exclude every profile",
                place=rule.place,
                help="correct this constraint, or one of those before it",
            )
            return

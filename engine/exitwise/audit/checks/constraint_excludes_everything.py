"""The constraints exclude every profile: this one excludes the last.

Why it matters:
    Every profile is refused, so nobody gets advice. Any other check would be vacuous on such a pack, and
    none is run.

Example:
    facts.yaml:
        constraints:
            - id: not-open
              when: {door: yes}
              because: The door cannot be open.
            - id: not-shut
              when: {door: {not: yes}}
              because: The door must be open.

Fix:
    Correct this constraint or an earlier one.
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
    """Yield one violation if no profile is admissible, at the constraint that excludes the last."""
    admitted = subject.space.valid
    for rule in subject.knowledge.constraints:
        admitted &= ~subject.compiled.forbidden(rule.id)
        if not admitted.satisfiable():
            yield Violation(
                message=f"constraint `{rule.id}` excludes the last admissible profile",
                place=rule.place,
                help="correct this constraint or an earlier one",
            )
            return

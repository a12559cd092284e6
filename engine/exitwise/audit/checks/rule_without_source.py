"""A rule cites no source, so its origin cannot be verified.

Why it matters:
    Advice is only as good as its evidence. A rule without a citation relies on its author's word, and is
    overlooked when a source changes. Constraints are exempt: they state matters of logic.

Example:
    plan.yaml:
        - id: lock-up
          title: Lock the door
          how: Turn the key twice.
          phase: act
          because: The insurance asks for it.

Fix:
    List the statements that support the rule in `cites`; if there are none yet, add them to a source.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from exitwise.audit.check import Violation
from exitwise.audit.predicates import rules_without_source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exitwise.audit.subject import Subject
    from exitwise.diagnostic import Severity

SEVERITY: Final[Severity] = "warning"


def find(subject: Subject) -> Iterator[Violation]:
    """Yield a violation for each rule that cites no statement."""
    for rule in rules_without_source(subject.knowledge):
        yield Violation(
            message=f"`{rule.id}` cites no source",
            place=rule.place,
            help="list the statements that support it in `cites`",
        )

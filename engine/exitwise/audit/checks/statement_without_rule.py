"""A statement that matters is cited by no rule; or it is marked `unused` although a rule cites it.

Why it matters:
    Duties and consequences from any source, and everything but narrative from an official one, must either
    reach the advice or be left out for a recorded reason. Otherwise they have been forgotten.

Example:
    sources/house-rules.yaml:
        - id: house-rules.2
          says: The last to leave locks the door.
          kind: duty

Fix:
    Cite the statement in the rule that follows from it; or record in `unused` why no rule does, and remove
    `unused` once a rule cites it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from exitwise.audit.check import Violation
from exitwise.audit.predicates import cited_statements, uncited_statements

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exitwise.audit.subject import Subject
    from exitwise.diagnostic import Severity

SEVERITY: Final[Severity] = "warning"


def find(subject: Subject) -> Iterator[Violation]:
    """Yield a violation for each uncited statement that matters, and for each outdated `unused`."""
    for statement in uncited_statements(subject.knowledge):
        yield Violation(
            message=f"no rule cites statement `{statement.id}`",
            place=statement.place,
            help="cite it in the rule that follows from it, or record in `unused` why no rule does",
        )
    cited = cited_statements(subject.knowledge)
    for statement in subject.knowledge.statement.values():
        if statement.id in cited and statement.unused:
            yield Violation(
                message=f"statement `{statement.id}` is marked `unused`, but a rule cites it",
                place=statement.place,
                help="delete its `unused`",
                severity="info",
            )

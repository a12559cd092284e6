"""A row of a decision table is never reached: it applies to no admissible profile.

Why it matters:
    The row looks like knowledge and has no effect. Its cells are probably wrong, or it stands below rows that
    match everything it matches.

Example:
    tables/fees.yaml:
        id: fees
        hit_policy: first
        because: The fee depends on the days.
        rows:
          - {days: "< 30", finding: free}
          - {days: "< 14", finding: cheap}
    where the first row matches whatever the second one does.

Fix:
    Move the row up, correct its cells, or delete it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from exitwise.audit.check import Violation
from exitwise.audit.predicates import explain_dead, is_dead

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exitwise.audit.subject import Subject
    from exitwise.diagnostic import Severity
    from exitwise.model.table import Row, Table

SEVERITY: Final[Severity] = "warning"


def find(subject: Subject) -> Iterator[Violation]:
    """Yield a violation for each row whose rule fires on no admissible profile."""
    knowledge = subject.knowledge
    for table in knowledge.tables:
        for row in table.rows:
            if is_dead(subject, knowledge.rules[row.id]):
                yield Violation(
                    message=f"row `{row.id}` is never reached: {_reason(subject, table, row)}",
                    place=row.place,
                    help="move it up, correct its cells, or delete it",
                )


def _reason(subject: Subject, table: Table, row: Row) -> str:
    matches = subject.compiled.condition_set(row.when, None) & subject.compiled.domain
    if table.hit_policy == "first" and matches.satisfiable():
        return "wherever it matches, an earlier row does too"
    return explain_dead(subject, subject.knowledge.rules[row.id])

"""Rows of a decision table overlap against its hit policy.

Why it matters:
    In a table with the hit policy `unique`, at most one row matches a profile; with `any`, all rows that
    match conclude the same. A reader relies on that, and here two rows answer one question twice.

Example:
    tables/fees.yaml:
        id: fees
        hit_policy: unique
        because: The fee depends on the days.
        rows:
          - {days: "<= 14", finding: free}
          - {days: ">= 14", finding: paid}
    where both rows match 14 days.

Fix:
    Narrow one of the rows; or, if the first row that matches is meant, use `hit_policy: first`. With
    `collect` every row that matches counts.
"""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Final

from exitwise.audit.check import Violation
from exitwise.nearest import join_names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exitwise.audit.subject import Subject
    from exitwise.diagnostic import Severity
    from exitwise.diagram.manager import ProfileSet
    from exitwise.model.table import Row, Table

SEVERITY: Final[Severity] = "error"


def find(subject: Subject) -> Iterator[Violation]:
    """Yield a violation for each row that overlaps earlier ones of its table against the hit policy."""
    for table in subject.knowledge.tables:
        if table.hit_policy in {"unique", "any"}:
            yield from _overlaps(subject, table)


def _overlaps(subject: Subject, table: Table) -> Iterator[Violation]:
    compiled = subject.compiled
    earlier: list[tuple[Row, ProfileSet]] = []
    for row in table.rows:
        matches = compiled.condition_set(row.when, None) & compiled.domain
        shared = [
            (other, both)
            for other, profiles in earlier
            if (table.hit_policy == "unique" or other.concludes != row.concludes)
            and (both := profiles & matches).satisfiable()
        ]
        earlier.append((row, matches))
        if shared:
            yield _violation(subject, table, row, shared)


def _violation(subject: Subject, table: Table, row: Row, shared: list[tuple[Row, ProfileSet]]) -> Violation:
    others = join_names(other.id for other, _ in shared)
    differently = ", and concludes something else" if table.hit_policy == "any" else ""
    return Violation(
        message=f"row `{row.id}` overlaps {others}{differently}",
        place=row.place,
        help=f"narrow one of them, or change the hit policy of the table, which is `{table.hit_policy}`",
        extent=subject.extent(reduce(or_, (both for _, both in shared), subject.space.false)),
    )

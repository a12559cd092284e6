"""A source is past its review date, so its statements may be out of date.

Why it matters:
    Rules are only as good as the pages they cite, and pages change.

Example:
    sources/house-rules.yaml:
        source:
            id: house-rules
            title: The house rules
            dated: 2019-05-01
            reliability: official
            review_by: 2020-05-01

Fix:
    Read the source again, correct its statements and the rules that cite them, and update `dated` and
    `review_by`.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from exitwise.audit.check import Violation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exitwise.audit.subject import Subject
    from exitwise.diagnostic import Severity

SEVERITY: Final[Severity] = "warning"


def find(subject: Subject) -> Iterator[Violation]:
    """Yield a violation for each source whose review date has passed."""
    for source in subject.knowledge.sources:
        if subject.as_of > date.fromisoformat(source.review_by):
            yield Violation(
                message=f"source `{source.id}` is past its review date, {source.review_by}",
                place=source.place,
                help="read it again, correct its statements, and update `dated` and `review_by`",
            )

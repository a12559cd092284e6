"""A source was to be reviewed by now: what it says may no longer be so.

Why it matters:
    Rules are only as good as the pages they rest on, and pages change.

Example:
    sources/house-rules.yaml:
        source:
            id: house-rules
            title: The house rules
            dated: 2019-05-01
            reliability: official
            review_by: 2020-05-01

Mend:
    Read the source again, correct its statements and the rules that cite them, and set `dated` and
    `review_by` anew.
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
    """Yield one flaw for each source whose day of review has passed."""
    for source in subject.knowledge.sources:
        if subject.as_of > date.fromisoformat(source.review_by):
            yield Violation(
                message=f"the source `{source.id}` was to be reviewed by {source.review_by}",
                place=source.place,
                help="read it again, correct what has changed, and set `dated` and `review_by` anew",
            )

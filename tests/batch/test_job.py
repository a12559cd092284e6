"""The reject limit of a job: a number of records, or a share of all."""

import pytest

from exitwise.batch.job import Limit, TooMany
from exitwise.batch.summary import Summary

LIMITS = [
    (Limit(0), False),
    (Limit(1), True),
    (Limit(33, share=True), False),
    (Limit(34, share=True), True),
    (Limit(100, share=True), True),
]


@pytest.mark.parametrize(("limit", "is_allowed"), LIMITS)
def test_reject_limit(limit: Limit, is_allowed: bool) -> None:  # noqa: FBT001
    """One reject among three records exceeds 33 %; a share is checked at the end only."""
    summary = Summary(2)
    summary.rejected["not-json"] = 1

    if limit.share:
        limit.check(summary, ended=False)
    if is_allowed:
        limit.check(summary, ended=True)
        return
    with pytest.raises(TooMany):
        limit.check(summary, ended=True)

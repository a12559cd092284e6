"""How many rejects may be: a number, or a share of all."""

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


@pytest.mark.parametrize(("limit", "enough"), LIMITS)
def test_one_of_three_may_be_too_many(limit: Limit, enough: bool) -> None:  # noqa: FBT001
    """It is more than 33 %; of a share nobody knows before the end."""
    summary = Summary(2)
    summary.rejected["not-json"] = 1

    if limit.share:
        limit.check(summary, ended=False)
    if enough:
        limit.check(summary, ended=True)
        return
    with pytest.raises(TooMany):
        limit.check(summary, ended=True)

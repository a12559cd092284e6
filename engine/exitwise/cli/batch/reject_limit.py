"""The limit of `exitwise batch --max-rejects`: parsing it, and the error when it is exceeded."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from exitwise.cli.usage import UsageError
from exitwise.errors import InputError

if TYPE_CHECKING:
    from exitwise.batch.job import Limit
    from exitwise.batch.reject import Reject

PERCENTAGE: Final = re.compile(r"\d{1,3}(\.\d+)?", re.ASCII)
ALL: Final = 100
"""The percentage of all records."""
COUNT: Final = re.compile(r"\d{1,15}", re.ASCII)


def parse_limit(text: str | None) -> Limit | None:
    """Return the limit that a number or a percentage stands for; None without one.

    Raises:
        UsageError: it is neither.
    """
    from exitwise.batch.job import Limit  # noqa: PLC0415 (an invalid call loads no reader)

    if text is None:
        return None
    number = text.removesuffix("%")
    is_share = number != text
    is_number = (PERCENTAGE if is_share else COUNT).fullmatch(number)
    if not is_number or (is_share and float(number) > ALL):
        advice = "write a number of records, or a percentage such as 0.5%"
        raise UsageError(f"`{text}` is not a valid limit", help=advice)
    return Limit(float(number), is_share)


def limit_exceeded(limit: Limit | None, first: Reject | None = None) -> InputError:
    """Return the error of a run that rejected more records than its limit allows."""
    advice = "run without the limit and with --rejects FILE to see the causes"
    return InputError(f"stopped {_reason(limit, first)}; nothing is written", help=advice)


def _reason(limit: Limit | None, first: Reject | None) -> str:
    if limit is None or (limit.most == 0 and not limit.share):
        return "at the first reject" if first is None else f"at the first reject, {_summary(first)}"
    if limit.share:
        return f"after rejecting more than {limit.most:g} % of the records"
    return f"after rejecting more than {limit.most:,.0f} {'record' if limit.most == 1 else 'records'}"


def _summary(reject: Reject) -> str:
    """Return the place and the cause of a reject, without values of its record."""
    message = reject.faults[0].without_values().message
    return f"record {reject.line} of {reject.file}: {message} ({reject.cause})"

"""Numbers, days and lists as people type them."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from exitwise.model.kinds import number_kind
from exitwise.model.kinds.date import MONTHS, count_of, day_of
from exitwise.model.kinds.decimal import scaled
from exitwise.model.kinds.integer import INTEGER

if TYPE_CHECKING:
    from collections.abc import Callable

    from exitwise.model.fact import Fact

NUMBER: Final = re.compile(r"([+-]?\d{1,20}(?:[.,]\d{1,20})?)\s*(.*)", re.ASCII)
DISTANCE: Final = re.compile(r"(?:in\s+)?(\d{1,7})\s+(days?|weeks?)(\s+ago)?", re.ASCII)
WRITTEN: Final = re.compile(r"(\d{1,2})\.?\s+([a-z]{3,9})\.?,?\s+(\d{4})", re.ASCII)
NEAR: Final = {"yesterday": -1, "today": 0, "tomorrow": 1}
ITEMS: Final = re.compile(r"\s*[,;]\s*|\s+and\s+")
POSITIONS: Final = re.compile(r"\d{1,3}(?:[\s,;]+\d{1,3})+", re.ASCII)
WEEK: Final = 7


def typed_number(text: str, fact: Fact, normalize: Callable[[str], str]) -> int | None:
    """Return a number, alone or followed by the first letters of its unit, as a value of the fact."""
    from decimal import Decimal  # noqa: PLC0415 (needed only once a number is typed)

    matched, kind = NUMBER.fullmatch(text), number_kind(fact)
    if matched is None or kind is None or not normalize(fact.unit).startswith(normalize(matched[2])):
        return None
    digits = matched[1].replace(",", ".")
    if kind.has_point:
        return scaled(Decimal(digits), fact.digits)
    return int(digits) if INTEGER.match(digits) else None


def typed_days(text: str, fact: Fact, as_of: date | None) -> int | None:
    """Return the number of days that a typed day, or a distance, stands for; None if it is neither."""
    if INTEGER.match(text):
        return int(text)
    day = None if as_of is None else typed_day(text, as_of)
    return None if day is None or as_of is None else count_of(fact, day, as_of)


def typed_day(text: str, as_of: date) -> date | None:
    """Return the day that a line stands for, as `2026-11-16`, `16 November 2026`, `yesterday`, `10 days ago`.

    >>> [str(typed_day(text, date(2026, 12, 5))) for text in ("yesterday", "10 days ago", "5 dec 2026")]
    ['2026-12-04', '2026-11-25', '2026-12-05']
    """
    words = " ".join(text.casefold().split())
    if words in NEAR:
        return as_of + timedelta(NEAR[words])
    if written := WRITTEN.fullmatch(words):
        return _written_day(*written.groups())
    matched = DISTANCE.fullmatch(words)
    if matched is None or (matched[3] is not None) == words.startswith("in "):
        return day_of(words)
    days = int(matched[1]) * (WEEK if matched[2].startswith("week") else 1)
    try:
        return as_of - timedelta(days) if matched[3] else as_of + timedelta(days)
    except OverflowError:
        return None


def _written_day(day: str, month: str, year: str) -> date | None:
    months = [number for number, name in enumerate(MONTHS, 1) if name.casefold().startswith(month)]
    try:
        return date(int(year), months[0], int(day)) if len(months) == 1 else None
    except ValueError:
        return None


def typed_items(text: str) -> list[str]:
    """Return the parts of a list: what stands between commas, semicolons or `and`, or positions alone.

    >>> [typed_items(text) for text in ("1 3", "1, 3", "a and b; c")]
    [['1', '3'], ['1', '3'], ['a', 'b', 'c']]
    """
    if POSITIONS.fullmatch(text):
        return re.findall(r"\d+", text)
    return [item for item in ITEMS.split(text.strip()) if item]

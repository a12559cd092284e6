"""Dates: days, of which rules see how many have passed, or are to come, on the day of the advice."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from exitwise.catalogue import N_, _
from exitwise.model.interval import Interval
from exitwise.model.kinds.kind import Misfit
from exitwise.model.kinds.number import Number
from exitwise.nearest import did_you_mean

if TYPE_CHECKING:
    from exitwise.model.fact import Fact, Value

CALENDAR: Final = (date.max - date.min).days
"""The longest time between two days of the calendar."""
DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}\Z", re.ASCII)
COUNT: Final = re.compile(r"[+-]?\d{1,20}\Z", re.ASCII)
DAY_WORDS: Final = "a day as YYYY-MM-DD"
MONTHS: Final = (
    *(N_("January"), N_("February"), N_("March"), N_("April"), N_("May"), N_("June"), N_("July")),
    *(N_("August"), N_("September"), N_("October"), N_("November"), N_("December")),
)


class Date(Number):
    """A day; its value is the number of days since then, or until then, counted on the day of the advice.

    A text for a day is turned into that number by `days_on`, before it is read.
    """

    name = "date"
    phrase = "a date"
    keys = ("counts", "minimum", "maximum")
    required = ("counts",)

    def bounds(self, fact: Fact) -> Interval:
        """Return the numbers of days that the fact can have: since a day, they are not negative."""
        least = 0 if fact.counts == "since" else -CALENDAR
        low, high = super().bounds(fact)
        return Interval(min(max(low, least), CALENDAR), max(min(high, CALENDAR), least))

    def read(self, fact: Fact, raw: object) -> Value | Misfit:
        """Return a whole number of days; a text is not a day of the fact, or `days_on` had replaced it."""
        if isinstance(raw, str):
            is_day = day_of(raw) is not None
            return Misfit("out-of-range" if is_day else "unknown-value", did_you_mean(raw, fact.names))
        if isinstance(raw, bool) or not isinstance(raw, int):
            return Misfit("wrong-kind")
        return raw if raw in self.bounds(fact) else Misfit("out-of-range")

    def number(self, _: Fact, text: str) -> int | None:
        """Return the number of days in digits."""
        return int(text) if COUNT.match(text) else None

    def noun(self, fact: Fact) -> str:
        """Return an answer of this kind in words."""
        if fact.counts == "since":
            return f"{DAY_WORDS} that is not after the day of the advice, or a whole number of days since it,"
        return f"{DAY_WORDS}, or a whole number of days until it,"

    def typed_noun(self, fact: Fact) -> str:
        """Return in words what is typed at a question."""
        if fact.counts == "since":
            return _("a day such as 2026-12-05, `yesterday`, `10 days ago`, or a number of days")
        return _("a day such as 2026-12-05, `tomorrow`, `in 10 days`, or a number of days")

    def natural_ends(self, fact: Fact) -> tuple[int, int]:
        """Return the ends of the range that go without saying."""
        return (0 if fact.counts == "since" else -CALENDAR), CALENDAR

    def noun_in_packs(self, _: Fact) -> str:
        """Return in words what conditions compare the fact with."""
        return "a whole number of days"

    def written(self, _: Fact, number: int) -> str:
        """Return the number of days."""
        return str(number)

    def plain(self, fact: Fact, value: Value, as_of: date | None = None) -> Any:
        """Return the day as text; the number of days if the day of the advice is not known."""
        day = None if as_of is None else day_at(fact, value, as_of)
        return value if day is None else day.isoformat()

    def text(self, _: Fact, value: Value) -> str:
        """Return the number of days."""
        return str(value)

    def label(self, fact: Fact, value: Value, as_of: date | None = None) -> str:
        """Return the day as people write it, or how far it is away."""
        day = None if as_of is None else day_at(fact, value, as_of)
        if day is not None:
            return day_label(day)
        days = int(value) if fact.counts == "until" else -int(value)  # type: ignore[arg-type]  # a number
        return distance(days)

    def schema(self, fact: Fact) -> list[dict[str, Any]]:
        """Return a day as text, or a whole number within the bounds."""
        low, high = self.bounds(fact)
        return [{"type": "string", "format": "date"}, {"type": "integer", "minimum": low, "maximum": high}]


def day_label(day: date) -> str:
    """Return a day as people write it.

    >>> day_label(date(2026, 12, 5))
    '5 December 2026'
    """
    words = _("{day} {month} {year}")
    return words.format(day=day.day, month=_(MONTHS[day.month - 1]), year=day.year)


def distance(days: int) -> str:
    """Return how far away a day is, in words.

    >>> [distance(days) for days in (-2, -1, 0, 1, 14)]
    ['2 days ago', 'yesterday', 'today', 'tomorrow', 'in 14 days']
    """
    near = {-1: _("yesterday"), 0: _("today"), 1: _("tomorrow")}
    words = _("in {days} days") if days > 0 else _("{days} days ago")
    return near.get(days) or words.format(days=abs(days))


def day_of(text: str) -> date | None:
    """Return the day that a text is, as YYYY-MM-DD; None if it is none."""
    try:
        return date.fromisoformat(text) if DAY.match(text) else None
    except ValueError:
        return None


def count_of(fact: Fact, day: date, as_of: date) -> int:
    """Return the number of days that rules see for a day."""
    days = (as_of - day).days
    return days if fact.counts == "since" else -days


def day_at(fact: Fact, value: Value, as_of: date) -> date | None:
    """Return the day of a number of days; None if it is beyond the calendar."""
    days = int(value)  # type: ignore[arg-type]  # a number
    try:
        return as_of - timedelta(days) if fact.counts == "since" else as_of + timedelta(days)
    except OverflowError:
        return None


def days_later(day: date, days: int) -> date | None:
    """Return the day so many days later; None if it is beyond the calendar."""
    try:
        return day + timedelta(days)
    except OverflowError:
        return None


def days_on(fact: Fact, raw: object, as_of: date) -> object:
    """Return the number of days for a day of the fact, as text or as a date; anything else is unchanged."""
    day = day_of(raw) if isinstance(raw, str) else raw if isinstance(raw, date) else None
    day = day.date() if isinstance(day, datetime) else day
    if day is None:
        return raw
    days = count_of(fact, day, as_of)
    return days if days in DATE.bounds(fact) else raw


DATE: Final = Date()

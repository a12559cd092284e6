"""Dates."""

from datetime import date, datetime

import pytest

from exitwise.model.fact import Fact
from exitwise.model.interval import Interval
from exitwise.model.kinds import label, number_kind, on_day, plain, read, write
from exitwise.model.kinds.date import CALENDAR, distance
from exitwise.model.kinds.kind import Misfit
from support.packs import toy

TODAY = date(2026, 12, 5)


def day(counts: str, more: str = "") -> Fact:
    """Return a date that counts days since then, or until then."""
    facts = f"facts: [{{id: day, question: Q?, kind: date, counts: {counts}{more}}}]"
    return toy.knowledge(facts=facts).facts[0]


@pytest.mark.parametrize(
    ("counts", "raw", "days"),
    [
        ("since", "2026-12-05", 0),
        ("since", "2026-11-25", 10),
        ("since", "2024-02-29", 1010),
        ("since", 10, 10),
        ("until", "2026-12-05", 0),
        ("until", "2027-01-01", 27),
        ("until", "2026-12-04", -1),
        ("until", -1, -1),
    ],
)
def test_rules_see_whole_days(counts: str, raw: object, days: int) -> None:
    """On the day of the advice; a day that was to come is below zero once it is past."""
    assert read(day(counts), on_day(day(counts), raw, TODAY)) == days


@pytest.mark.parametrize("raw", [date(2026, 11, 25), datetime(2026, 11, 25, 23, 59)])  # noqa: DTZ001 (as written)
def test_a_date_of_python_is_a_day(raw: date) -> None:
    """Of a point in time the day counts."""
    assert on_day(day("since"), raw, TODAY) == 10


@pytest.mark.parametrize(
    ("raw", "cause"),
    [
        ("2026-12-06", "out-of-range"),
        ("2026-02-29", "unknown-value"),
        ("2026-1-2", "unknown-value"),
        ("20261101", "unknown-value"),
        ("10", "unknown-value"),
        (-1, "out-of-range"),
        (True, "wrong-kind"),
        (CALENDAR + 1, "out-of-range"),
    ],
)
def test_anything_else_is_a_misfit(raw: object, cause: str) -> None:
    """A day to come is none of the past, and there are no days that the calendar lacks."""
    misfit = read(day("since"), on_day(day("since"), raw, TODAY))
    assert isinstance(misfit, Misfit)
    assert misfit.cause == cause


def test_bounds_are_days() -> None:
    """Within a month; without bounds the calendar is one."""
    within = day("since", ", maximum: 31")
    kind = number_kind(within)
    assert kind is not None
    assert kind.bounds(within) == Interval(0, 31)
    assert kind.bounds(day("until")) == Interval(-CALENDAR, CALENDAR)
    assert isinstance(read(within, on_day(within, "2026-11-03", TODAY)), Misfit)
    assert read(within, on_day(within, "2026-11-04", TODAY)) == 31


@pytest.mark.parametrize(("counts", "days"), [("since", 10), ("until", -10)])
def test_a_day_is_written_as_a_day(counts: str, days: int) -> None:
    """On the day of the advice; without it, as the number of days."""
    fact = day(counts)
    assert (plain(fact, days, TODAY), label(fact, days, TODAY)) == ("2026-11-25", "25 November 2026")
    assert (plain(fact, days), write(fact, days), label(fact, days)) == (days, str(days), "10 days ago")


def test_a_day_beyond_the_calendar_stays_a_number() -> None:
    """It has no name."""
    assert plain(day("since"), CALENDAR, TODAY) == CALENDAR


@pytest.mark.parametrize(
    ("days", "words"),
    [(-2, "2 days ago"), (-1, "yesterday"), (0, "today"), (1, "tomorrow"), (2, "in 2 days")],
)
def test_a_distance_in_words(days: int, words: str) -> None:
    """Near days have words of their own."""
    assert distance(days) == words

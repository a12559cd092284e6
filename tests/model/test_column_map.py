"""Column maps: the origin of each fact, and the days in a column as they are written."""

import json
from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exitwise.model.column_map import ColumnMap, Origin, day_of
from support.running.examples import examples

NEW_YEAR = date(2026, 1, 1)
DAYS = {
    ("2026-01-01", ""): NEW_YEAR,
    ("2026-01-01T23:59", ""): NEW_YEAR,
    ("2026-01-01 00:30:15.25+14:00", ""): NEW_YEAR,
    ("20260101", ""): None,
    ("2026-W01-4", ""): None,
    ("2026-01-01T23", ""): None,
    ("2026-02-29", ""): None,
    (" 2026-01-01", ""): None,
    ("٢٠٢٦-01-01", ""): None,
    ("", ""): None,
    ("01.01.2026", ""): None,
    ("01.01.2026", "%d.%m.%Y"): NEW_YEAR,
    ("1/1/26 17:05", "%m/%d/%y %H:%M"): NEW_YEAR,
    ("2026-01-01", "%d.%m.%Y"): None,
    ("01.01.2026 ", "%d.%m.%Y"): None,
}


@pytest.mark.parametrize(("written", "day"), DAYS.items())
def test_day_of_a_text(written: tuple[str, str], day: date | None) -> None:
    """A date or a timestamp has the day that is written, in ISO 8601 or by a pattern."""
    assert day_of(*written) == day


@settings(max_examples=examples(100))
@given(st.datetimes(timezones=st.timezones() | st.none()), st.sampled_from("T "))
def test_timestamp_has_the_day_as_written(moment: datetime, separator: str) -> None:
    """The time and the time zone of a timestamp do not move its day."""
    assert day_of(moment.isoformat().replace("T", separator)) == moment.date()


def test_fact_without_origin_is_in_its_own_column() -> None:
    """Only the facts in a map have another origin than the column of their name."""
    colour = Origin(always="red")
    column_map = ColumnMap(facts={"colour": colour})

    assert column_map.origin("colour") is colour
    assert column_map.origin("age") == Origin(column="age")


def test_data_of_a_map_survive_json() -> None:
    """A map as data has every key of an origin, and equals itself after JSON."""
    origin = Origin(column="x", values={"a": "red"}, unknown=("?", "-"))
    data = ColumnMap(id="No.", facts={"colour": origin}, keep=("Region",)).as_dict()

    assert json.loads(json.dumps(data)) == data
    assert data == {
        "id": "No.",
        "facts": {
            "colour": {
                "column": "x",
                "values": {"a": "red"},
                "days": 0,
                "always": None,
                "date": "",
                "whole": False,
                "from_text": False,
                "unknown": ["?", "-"],
            }
        },
    }

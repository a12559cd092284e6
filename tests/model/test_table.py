"""Tests of decision tables: the conditions of their rows under each hit policy."""

import pytest

from exitwise.diagnostic import Place
from exitwise.model.condition import ALWAYS, All, Condition, Not, OneOf
from exitwise.model.table import HIT_POLICIES, HitPolicy, Row, Table

HERE = Place("tables/t.yaml", 1, 1)
OPEN, SHUT = OneOf("door", ("yes",)), OneOf("door", ("no",))


def table(hit_policy: HitPolicy, *conditions: Condition) -> Table:
    """A table with a row for each condition."""
    rows = tuple(
        Row(id=f"t.{number}", when=when, concludes="f", cells=(), place=Place("tables/t.yaml", number, 3))
        for number, when in enumerate(conditions, 1)
    )
    return Table(id="t", hit_policy=hit_policy, columns=("door",), rows=rows, place=HERE)


@pytest.mark.parametrize("hit_policy", [policy for policy in HIT_POLICIES if policy != "first"])
def test_a_row_applies_where_it_matches(hit_policy: HitPolicy) -> None:
    """Under `unique`, `any` and `collect` other rows do not matter."""
    rows = table(hit_policy, OPEN, SHUT, ALWAYS)

    assert [rows.condition(row) for row in rows.rows] == [OPEN, SHUT, ALWAYS]


def test_under_first_no_earlier_row_matches() -> None:
    """The first row applies where it matches; a row that always matches leaves the negations only."""
    rows = table("first", OPEN, SHUT, ALWAYS)

    assert [rows.condition(row) for row in rows.rows] == [
        OPEN,
        All((SHUT, Not(OPEN))),
        All((Not(OPEN), Not(SHUT))),
    ]

"""Tests of decision tables: the conditions of their rows under each hit policy."""

import pytest

from exitwise.diagnostic import Place
from exitwise.model.condition import ALWAYS, All, Compare, Concluded, Condition, Not, OneOf
from exitwise.model.table import HIT_POLICIES, HitPolicy, Row, Table, are_disjoint

HERE = Place("tables/t.yaml", 1, 1)
OPEN, SHUT = OneOf("door", ("yes",)), OneOf("door", ("no",))
LONG = Compare("days", (("above", 7),))


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
    rows = table("first", OPEN, LONG, ALWAYS)

    assert [rows.condition(row) for row in rows.rows] == [
        OPEN,
        All((LONG, Not(OPEN))),
        All((Not(OPEN), Not(LONG))),
    ]


def test_under_first_rows_that_exclude_each_other_need_no_negation() -> None:
    """A cell of one column keeps them apart."""
    rows = table("first", OPEN, All((SHUT, LONG)), OneOf("door", ("no", "ajar")))

    assert [rows.condition(row) for row in rows.rows] == [
        OPEN,
        All((SHUT, LONG)),
        All((OneOf("door", ("no", "ajar")), Not(All((SHUT, LONG))))),
    ]


DISJOINT = [
    (OPEN, SHUT),
    (OPEN, Not(OneOf("door", ("yes", "ajar")))),
    (OneOf("days", (3, "unknown")), LONG),
    (Compare("days", (("below", 8),)), Compare("days", (("above", 8),))),
    (Compare("days", (("below", 8),)), Compare("days", (("at_least", 8),))),
    (Compare("days", (("at_least", 1), ("at_most", 3))), Compare("days", (("at_least", 4), ("below", 9)))),
    (Concluded("finding", ("cold",)), Not(Concluded("finding", ("cold",)))),
    (All((OneOf("size", (1,)), OPEN)), All((SHUT, OneOf("size", (1,))))),
]
OVERLAPPING = [
    (ALWAYS, OPEN),
    (OPEN, LONG),
    (OneOf("door", ("yes", "no")), SHUT),
    (OneOf("door", ("yes", "no")), Not(SHUT)),
    (Not(OPEN), Not(SHUT)),
    (OneOf("days", (9, "unknown")), LONG),
    (Compare("days", (("at_most", 8),)), Compare("days", (("at_least", 8),))),
    (Not(OneOf("days", (3,))), LONG),
    (Concluded("finding", ("cold",)), Not(Concluded("finding", ("warm",)))),
]


@pytest.mark.parametrize(
    ("one", "other", "disjoint"),
    [*((*pair, True) for pair in DISJOINT), *((*pair, False) for pair in OVERLAPPING)],
)
def test_rows_are_disjoint_if_a_column_shows_it(one: Condition, other: Condition, *, disjoint: bool) -> None:
    """In either order."""
    assert are_disjoint(one, other) is disjoint
    assert are_disjoint(other, one) is disjoint

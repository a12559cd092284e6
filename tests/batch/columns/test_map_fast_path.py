"""The fast path of a map: it agrees with the full check, and valid records take it."""

import json
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exitwise.batch.columns.map_fast_path import FastPath
from exitwise.batch.columns.mapping import RecordMapper
from exitwise.batch.records import Records
from exitwise.batch.validate.record_validator import RecordValidator
from exitwise.model.column_map import ColumnMap, Origin
from support.packs import toy

KNOWLEDGE = toy.bicycle().knowledge
TODAY = date(2026, 11, 25)
COLOURS = {
    "R": "red",
    "1": "blue",
    "-0": "blue",
    "1.5": "green",
    "true": "green",
    "": "unknown",
    '"q"': "red",
}
STATES = {"0": "yes", "1": "no", "ü": "yes"}

MAPS = {
    "by own names": ColumnMap(),
    "a desk's": ColumnMap(
        id="No.",
        facts={
            "colour": Origin(column="Farbe", values=COLOURS),
            "brakes": Origin(column="state", values=STATES),
            "age": Origin(column="built", days=1),
            "spokes": Origin(column="wheel"),
        },
    ),
    "with much in one column": ColumnMap(
        facts={
            "brakes": Origin(column="state", values={"1": "yes", "": "no"}),
            "bell": Origin(column="state", values={"1": "loud"}),
            "spokes": Origin(column="state"),
            "age": Origin(always=7),
        }
    ),
    "with columns that pass through": ColumnMap(
        id="state",
        facts={
            "brakes": Origin(column="state", values=STATES),
            "colour": Origin(column="Farbe", values=COLOURS),
        },
        keep=("state", "Region"),
    ),
    "with other forms": ColumnMap(
        facts={
            "brakes": Origin(column="state", values=STATES),
            "spokes": Origin(column="wheel", whole=True, from_text=True, unknown=("", "-1")),
            "age": Origin(column="built", days=1, date="%d.%m.%Y", unknown=("n/a",)),
        }
    ),
    "with numbers of text": ColumnMap(
        facts={
            "brakes": Origin(always="yes"),
            "spokes": Origin(column="wheel", from_text=True),
            "age": Origin(column="built", unknown=("-1", "")),
        }
    ),
    "with whole numbers": ColumnMap(
        facts={
            "brakes": Origin(always="yes"),
            "spokes": Origin(column="wheel", whole=True),
            "age": Origin(column="built", days=1, date="%Y%m%d"),
        }
    ),
    "always": ColumnMap(facts={"brakes": Origin(always="yes"), "bell": Origin(column="schema")}),
}
VALIDATORS = {
    name: RecordValidator(
        KNOWLEDGE, TODAY, keep=each.keep, mapper=RecordMapper(each, KNOWLEDGE.facts, each.keep, TODAY)
    )
    for name, each in MAPS.items()
}
COLUMNS = [
    *("Farbe", "state", "built", "wheel", "No.", "Region", "id", "schema", "colour", "brakes", "age", "bell"),
    *("spokes", "strange"),
]
DAYS = [str(TODAY - timedelta(days=days)) for days in (-1, 0, 90, 91)]
VALUES = st.sampled_from(
    [
        *(
            *COLOURS,
            *STATES,
            *DAYS,
            "red",
            "yes",
            "no",
            "loud",
            "unknown",
            "36",
            "36.0",
            "20.11.2026",
            "20261120",
            "n/a",
            "-1",
            "exitwise.profile/1",
            "x" * 99,
        ),
        *(36.0, 36.5, -1, -1.0, 1e30, 20261120, 20261120.0),
        *(0, 1, 36, 90, 91, 2**63, 2**64, -0.0, 0.0, 1.0, 1.5, True, False, None, [], [1], {}, {"a": "b"}),
    ]
)


def object_of(pairs: list[tuple[str, Any]], *, spaced: bool, plain: bool) -> bytes:
    """Return pairs as a JSON object, duplicate keys included."""
    gap = " : " if spaced else ":"
    members = (f"{json.dumps(key)}{gap}{json.dumps(value, ensure_ascii=plain)}" for key, value in pairs)
    return f"{{{','.join(members)}}}".encode()


def answers_of(line: bytes) -> dict[str, Any]:
    """Return the answers of a line that are not null."""
    return {key: value for key, value in json.loads(line).items() if value is not None}


@pytest.mark.parametrize("name", MAPS)
@given(
    pairs=st.lists(st.tuples(st.sampled_from(COLUMNS), VALUES), max_size=6),
    spaced=st.booleans(),
    plain=st.booleans(),
)
def test_the_fast_path_agrees_with_the_full_check(
    name: str, pairs: list[tuple[str, Any]], *, spaced: bool, plain: bool
) -> None:
    """It gives the same profile, or the same faults."""
    line, validator = object_of(pairs, spaced=spaced, plain=plain), VALIDATORS[name]
    expected = validator._check(line, 0)  # noqa: SLF001 (the oracle of the fast path)
    result = validator.validate(Records("x", [line]))

    assert bool(result.lines) is isinstance(expected, bytes)
    if isinstance(expected, bytes):
        assert answers_of(result.lines[0]) == answers_of(expected)
    else:
        assert result.rejects[0].faults == expected


VALID = {
    '{"state":"0"}': '{"brakes":"yes"}',
    '{"state":1,"Farbe":true}': '{"colour":"green","brakes":"no"}',
    '{"state":"0","Farbe":"","wheel":36}': '{"colour":"unknown","brakes":"yes","spokes":36}',
    '{"state":"\\u00fc"}': '{"brakes":"yes"}',
    '{"state":"0","Farbe":null,"bell":null,"No.":null}': '{"brakes":"yes"}',
    '{"No.":"7","state":"0","built":"2026-11-20"}': '{"brakes":"yes","age":5,"id":"7"}',
}


@pytest.mark.parametrize(("line", "expected"), VALID.items())
def test_valid_records_take_the_fast_path(line: str, expected: str) -> None:
    """The line has the names of the pack, and no full check is needed."""
    columns = MAPS["a desk's"]
    fast = FastPath(RecordMapper(columns, KNOWLEDGE.facts, (), TODAY))

    (result,) = fast.lines([line.encode()])

    assert fast.is_final
    assert json.loads(result) == json.loads(expected)


def test_values_that_pass_through_are_unchanged() -> None:
    """Numbers keep their digits."""
    columns = MAPS["with columns that pass through"]
    fast = FastPath(RecordMapper(columns, KNOWLEDGE.facts, columns.keep, TODAY))

    (result,) = fast.lines([b'{"state":"0","Region":1.50}'])

    assert not fast.is_final
    assert result == b'{"brakes":"yes","state":"0","id":"0","Region":1.50}' or b'"Region":1.50' in result

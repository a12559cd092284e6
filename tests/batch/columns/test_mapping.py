"""Records of an export as profiles: what is taken, and every fault at the column that has it."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import pytest

from exitwise.batch.columns.mapping import RecordMapper
from exitwise.diagnostic import ProfileDiagnostic
from exitwise.errors import ProfileError
from exitwise.model.column_map import ColumnMap, Origin
from exitwise.model.profile import DUPLICATE, complete
from support.packs import toy

FACTS = toy.bicycle().knowledge.facts
TODAY: Final = date(2026, 11, 25)

DESK: Final = ColumnMap(
    id="No.",
    facts={
        "colour": Origin(column="Farbe", values={"R": "red", "1": "blue", "true": "green", "": "unknown"}),
        "brakes": Origin(column="a/b~c", values={"J": "yes", "N": "no"}),
        "age": Origin(column="built", days=1),
        "spokes": Origin(column="wheel"),
    },
    keep=("Region",),
)
"""A map in which the bell goes by its own name."""

SAFE: Final = {"a/b~c": "J"}

TAKEN: Final[dict[str, tuple[dict[str, Any], dict[str, Any]]]] = {
    "what is required": (SAFE, {"brakes": "yes"}),
    "a value": ({**SAFE, "Farbe": "R"}, {"brakes": "yes", "colour": "red"}),
    "a number as JSON spells it": ({**SAFE, "Farbe": 1}, {"brakes": "yes", "colour": "blue"}),
    "a truth as JSON spells it": ({**SAFE, "Farbe": True}, {"brakes": "yes", "colour": "green"}),
    "an empty text that is named": ({**SAFE, "Farbe": ""}, {"brakes": "yes", "colour": "unknown"}),
    "a null": ({**SAFE, "Farbe": None, "built": None, "wheel": None}, {"brakes": "yes"}),
    "a number": ({**SAFE, "wheel": 36}, {"brakes": "yes", "spokes": 36}),
    "not known": ({**SAFE, "wheel": "unknown"}, {"brakes": "yes", "spokes": "unknown"}),
    "today": ({**SAFE, "built": "2026-11-25"}, {"brakes": "yes", "age": 0}),
    "a time of today": ({**SAFE, "built": "2026-11-25T12:00:00Z"}, {"brakes": "yes", "age": 0}),
    "a time after a blank": ({**SAFE, "built": "2026-11-24 23:59:59.123"}, {"brakes": "yes", "age": 1}),
    "a day of a month before": ({**SAFE, "built": "2026-10-31"}, {"brakes": "yes", "age": 25}),
    "its own name": ({**SAFE, "bell": "loud"}, {"brakes": "yes", "bell": "loud"}),
    "an id": ({**SAFE, "No.": 7}, {"brakes": "yes", "id": 7}),
    "a schema": ({**SAFE, "schema": "exitwise.profile/1"}, {"brakes": "yes", "schema": "exitwise.profile/1"}),
    "what is kept": ({**SAFE, "Region": ["any"]}, {"brakes": "yes", "Region": ["any"]}),
}

FAULTS: Final[dict[str, tuple[dict[str, Any], str, str, tuple[str, ...]]]] = {
    "a value that is not listed": (
        {**SAFE, "Farbe": "r"},
        *("/Farbe", "unknown-value", ("`colour`", "the column `Farbe` is `r`", '`""`', "did you mean `R`?")),
    ),
    "the fact's own value": ({**SAFE, "Farbe": "red"}, "/Farbe", "unknown-value", ("is `red`",)),
    "another number": ({**SAFE, "Farbe": 1.0}, "/Farbe", "unknown-value", ("is `1.0`",)),
    "another truth": ({**SAFE, "Farbe": False}, "/Farbe", "unknown-value", ("is `false`",)),
    "a long value": ({**SAFE, "Farbe": "x" * 5000}, "/Farbe", "unknown-value", ("x…`",)),
    "a list": ({**SAFE, "Farbe": ["R"]}, "/Farbe", "wrong-kind", ("a list", "`R`")),
    "an empty text that is not named": ({"a/b~c": ""}, "/a~1b~0c", "unknown-value", ("`brakes`", "`J`, `N`")),
    "required and missing": (
        {},
        *("/a~1b~0c", "missing-fact", ("required fact `brakes` is missing", "in the column `a/b~c`")),
    ),
    "required and null": ({"a/b~c": None}, "/a~1b~0c", "missing-fact", ("`brakes`",)),
    "required and there twice": (
        {"a/b~c": DUPLICATE},
        "/a~1b~0c",
        "duplicate-key",
        ("`a/b~c` appears twice",),
    ),
    "an id that is there twice": ({**SAFE, "No.": DUPLICATE}, "/No.", "duplicate-key", ("`No.`",)),
    "what is kept twice": ({**SAFE, "Region": DUPLICATE}, "/Region", "duplicate-key", ("`Region`",)),
    "tomorrow": ({**SAFE, "built": "2026-11-26"}, "/built", "out-of-range", ("`age`", "not in the future")),
    "too long ago": ({**SAFE, "built": "2026-08-01"}, "/built", "out-of-range", ("`age` is `116`", "90")),
    "a day of another form": ({**SAFE, "built": "25.11.2026"}, "/built", "unknown-value", ("YYYY-MM-DD",)),
    "a day and an hour beyond": ({**SAFE, "built": "2026-11-25T25:00"}, "/built", "unknown-value", ("YYYY",)),
    "a week": ({**SAFE, "built": "2026-W01"}, "/built", "unknown-value", ("YYYY-MM-DD",)),
    "a day that is none": ({**SAFE, "built": "2026-02-30"}, "/built", "unknown-value", ("`2026-02-30`",)),
    "a count of days": ({**SAFE, "built": 25}, "/built", "wrong-kind", ("`25`", "YYYY-MM-DD")),
    "an empty day": ({**SAFE, "built": ""}, "/built", "unknown-value", ("YYYY-MM-DD",)),
    "a number out of bounds": ({**SAFE, "wheel": 49}, "/wheel", "out-of-range", ("`spokes`", "48")),
    "a text for a number": ({**SAFE, "wheel": "36"}, "/wheel", "unknown-value", ("`spokes`",)),
    "a column that means nothing": (
        {**SAFE, "farbe": "R"},
        *("/farbe", "unknown-fact", ("the column `farbe`", "did you mean `Farbe`?")),
    ),
    "a column that resembles nothing": ({**SAFE, "E-Mail": "x"}, "/E-Mail", "unknown-fact", ("`keep`",)),
    "the name of a fact that the map has elsewhere": (
        {**SAFE, "colour": "red"},
        *("/colour", "unknown-fact", ("no fact is read from the column `colour`",)),
    ),
    "an id of its own name": ({**SAFE, "id": 7}, "/id", "unknown-fact", ("the column `id`",)),
    "an id that is a list": ({**SAFE, "No.": [1]}, "/No.", "wrong-kind", ("`id`",)),
    "a fault under its own name": ({**SAFE, "bell": "lout"}, "/bell", "unknown-value", ("`bell` is `lout`",)),
}
"""A record, the pointer of its fault, the cause, and words of the message."""


def mapped(columns: ColumnMap) -> RecordMapper:
    """A map of the bicycle pack, ready for records."""
    return RecordMapper(columns, FACTS, columns.keep, TODAY)


def checked(raw: Mapping[str, object]) -> Mapping[str, object]:
    """The careful look at a raw profile, what is kept aside."""
    complete(FACTS, {key: value for key, value in raw.items() if key not in DESK.keep})
    return raw


def faults(record: dict[str, Any], columns: ColumnMap = DESK) -> tuple[ProfileDiagnostic, ...]:
    """What is wrong with a record."""
    with pytest.raises(ProfileError) as caught:
        mapped(columns).profile(record, checked)
    return caught.value.diagnostics


@pytest.mark.parametrize(("record", "raw"), TAKEN.values(), ids=TAKEN)
def test_a_record_is_taken_as_the_map_says(record: dict[str, Any], raw: dict[str, Any]) -> None:
    """What a column holds becomes what the pack calls it."""
    assert mapped(DESK).profile(record, checked) == raw


@pytest.mark.parametrize(("record", "at", "cause", "words"), FAULTS.values(), ids=FAULTS)
def test_a_fault_stands_at_the_column(
    record: dict[str, Any], at: str, cause: str, words: tuple[str, ...]
) -> None:
    """There is one fault for one mistake, with the pointer of the column, and it names the fact."""
    (found,) = faults(record)

    assert (found.pointer, found.cause) == (at, cause)
    assert [word for word in words if word not in str(found)] == []


FORMS: Final = ColumnMap(
    facts={
        "brakes": Origin(always="yes"),
        "age": Origin(column="age", days=1, date="%d.%m.%Y", unknown=("", "nie")),
        "spokes": Origin(column="spokes", whole=True, from_text=True, unknown=("", "n/a", "-1")),
    }
)
"""A map with other forms of dates and numbers."""
ANSWERS: Final[list[tuple[dict[str, Any], dict[str, Any]]]] = [
    ({"spokes": 36.0}, {"spokes": 36}),
    ({"spokes": "36"}, {"spokes": 36}),
    ({"spokes": "36.0"}, {"spokes": 36}),
    ({"spokes": 36}, {"spokes": 36}),
    ({"spokes": "n/a"}, {"spokes": "unknown"}),
    ({"spokes": ""}, {"spokes": "unknown"}),
    ({"spokes": -1}, {"spokes": "unknown"}),
    ({"spokes": -1.0}, {"spokes": "unknown"}),
    ({"spokes": None}, {}),
    ({"age": "20.11.2026"}, {"age": 5}),
    ({"age": "nie"}, {"age": "unknown"}),
]
OTHER_FORMS: Final[list[tuple[dict[str, Any], str, str]]] = [
    ({"spokes": 36.5}, "wrong-kind", "expected a whole number"),
    ({"spokes": "36.5"}, "unknown-value", "expected a whole number"),
    ({"spokes": "many"}, "unknown-value", "expected a whole number"),
    ({"spokes": True}, "wrong-kind", "expected a whole number"),
    ({"spokes": 49.0}, "out-of-range", "at most 48"),
    ({"age": "2026-11-20"}, "unknown-value", "a date as %d.%m.%Y"),
    ({"age": "31.11.2026"}, "unknown-value", "a date as %d.%m.%Y"),
    ({"age": ["x"]}, "wrong-kind", "a date as %d.%m.%Y"),
    ({"age": "26.11.2026"}, "out-of-range", "not in the future"),
]


@pytest.mark.parametrize(("record", "answers"), ANSWERS)
def test_numbers_and_dates_of_other_forms(record: dict[str, Any], answers: dict[str, Any]) -> None:
    """A fraction of zero, text, values that mean unknown, and dates by a pattern."""
    assert mapped(FORMS).profile(record, checked) == {"brakes": "yes", **answers}


@pytest.mark.parametrize(("record", "cause", "expected"), OTHER_FORMS)
def test_what_is_of_no_form_is_a_fault(record: dict[str, Any], cause: str, expected: str) -> None:
    """It names the fact and what was expected."""
    (fault,) = faults(record, FORMS)

    assert (fault.pointer, fault.cause) == (f"/{next(iter(record))}", cause)
    assert expected in fault.message


def test_a_date_may_be_a_number_by_its_pattern() -> None:
    """An export may write 31 May 2026 as 20260531, even as a float."""
    columns = ColumnMap(facts={"age": Origin(column="age", days=1, date="%Y%m%d")})

    for value in (20261120, 20261120.0, "20261120"):
        assert mapped(columns).profile({"brakes": "yes", "age": value}, checked)["age"] == 5


def test_all_faults_are_reported_together() -> None:
    """Those of the columns and those of the profile, sorted by pointer."""
    found = faults({"Farbe": "x", "wheel": 49, "built": "2027-01-01", "strange": 1})

    assert [fault.pointer for fault in found] == ["/Farbe", "/a~1b~0c", "/built", "/strange", "/wheel"]


def test_two_facts_may_read_one_column() -> None:
    """Each takes its own answer; an empty text that one of them names is none of the other's."""
    one = ColumnMap(
        facts={
            "brakes": Origin(column="state", values={"good": "yes", "bad": "no", "": "no"}),
            "bell": Origin(column="state", values={"good": "loud", "bad": "none"}),
        }
    )

    assert mapped(one).profile({"state": "good"}, checked) == {"brakes": "yes", "bell": "loud"}
    assert mapped(one).profile({"state": ""}, checked) == {"brakes": "no"}
    assert [fault.message.split(":")[0] for fault in faults({"state": "x"}, one)] == ["`bell`", "`brakes`"]


def test_what_is_always_so_is_no_column() -> None:
    """A record that has the fact under its own name contradicts the map."""
    always = ColumnMap(facts={"brakes": Origin(always="yes"), "age": Origin(always=5)})

    assert mapped(always).profile({}, checked) == {"brakes": "yes", "age": 5}
    assert [fault.cause for fault in faults({"brakes": "no"}, always)] == ["unknown-fact"]


def test_days_until_a_day_are_counted_too() -> None:
    """They are at least 0, as those since a day are."""
    until = ColumnMap(facts={"age": Origin(column="due", days=-1), "brakes": Origin(always="yes")})

    assert mapped(until).profile({"due": "2026-12-01"}, checked) == {"brakes": "yes", "age": 6}
    assert [fault.cause for fault in faults({"due": "2026-11-24"}, until)] == ["out-of-range"]


def test_a_saved_session_is_taken_as_it_is() -> None:
    """It was written by the program, with the pack's own names; only a desk's own column may be called so."""
    session = {"schema": "exitwise.session/1", "answers": {}}
    own = ColumnMap(facts={"bell": Origin(column="schema", values={"exitwise.session/1": "loud"})})

    assert mapped(DESK).profile(session, lambda raw: raw) is session
    assert mapped(own).map_record(session).raw == {"bell": "loud"}


def test_a_fault_of_an_answer_that_is_always_so_is_one_of_the_whole() -> None:
    """There is no column to point to."""
    always = mapped(ColumnMap(facts={"brakes": Origin(always="yes")}))
    found = always.at_columns([ProfileDiagnostic(pointer="/brakes", cause="contradiction", message="So.")])

    assert [fault.pointer for fault in found] == [""]

"""Records of an export: mapped to profiles, with faults at the columns that have them."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import pytest

from exitwise.batch.columns.mapping import RecordMapper
from exitwise.diagnostic import ProfileDiagnostic
from exitwise.errors import ProfileError
from exitwise.model.column_map import ColumnMap, Origin
from exitwise.model.profile import DUPLICATE, complete
from support.packs import every_kind, toy

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
"""A map that leaves the name of the bell unchanged."""

SAFE: Final = {"a/b~c": "J"}

MAPPED: Final[dict[str, tuple[dict[str, Any], dict[str, Any]]]] = {
    "required only": (SAFE, {"brakes": "yes"}),
    "a value": ({**SAFE, "Farbe": "R"}, {"brakes": "yes", "colour": "red"}),
    "a number in JSON": ({**SAFE, "Farbe": 1}, {"brakes": "yes", "colour": "blue"}),
    "a boolean in JSON": ({**SAFE, "Farbe": True}, {"brakes": "yes", "colour": "green"}),
    "a listed empty text": ({**SAFE, "Farbe": ""}, {"brakes": "yes", "colour": "unknown"}),
    "a null": ({**SAFE, "Farbe": None, "built": None, "wheel": None}, {"brakes": "yes"}),
    "a number": ({**SAFE, "wheel": 36}, {"brakes": "yes", "spokes": 36}),
    "unknown": ({**SAFE, "wheel": "unknown"}, {"brakes": "yes", "spokes": "unknown"}),
    "an unknown day": ({**SAFE, "built": "unknown"}, {"brakes": "yes", "age": "unknown"}),
    "today": ({**SAFE, "built": "2026-11-25"}, {"brakes": "yes", "age": 0}),
    "a time of today": ({**SAFE, "built": "2026-11-25T12:00:00Z"}, {"brakes": "yes", "age": 0}),
    "a time after a blank": ({**SAFE, "built": "2026-11-24 23:59:59.123"}, {"brakes": "yes", "age": 1}),
    "a day of a month before": ({**SAFE, "built": "2026-10-31"}, {"brakes": "yes", "age": 25}),
    "its own name": ({**SAFE, "bell": "loud"}, {"brakes": "yes", "bell": "loud"}),
    "an id": ({**SAFE, "No.": 7}, {"brakes": "yes", "id": 7}),
    "a schema": ({**SAFE, "schema": "exitwise.profile/1"}, {"brakes": "yes", "schema": "exitwise.profile/1"}),
    "a kept column": ({**SAFE, "Region": ["any"]}, {"brakes": "yes", "Region": ["any"]}),
}

FAULTS: Final[dict[str, tuple[dict[str, Any], str, str, tuple[str, ...]]]] = {
    "a value that is not listed": (
        {**SAFE, "Farbe": "r"},
        *("/Farbe", "unknown-value", ("`colour`", "the column `Farbe` is `r`", '`""`', "did you mean `R`?")),
    ),
    "the fact's own value": ({**SAFE, "Farbe": "red"}, "/Farbe", "unknown-value", ("is `red`",)),
    "another number": ({**SAFE, "Farbe": 1.0}, "/Farbe", "unknown-value", ("is `1.0`",)),
    "another boolean": ({**SAFE, "Farbe": False}, "/Farbe", "unknown-value", ("is `false`",)),
    "a long value": ({**SAFE, "Farbe": "x" * 5000}, "/Farbe", "unknown-value", ("x…`",)),
    "a list": ({**SAFE, "Farbe": ["R"]}, "/Farbe", "wrong-kind", ("a list", "`R`")),
    "an unlisted empty text": ({"a/b~c": ""}, "/a~1b~0c", "unknown-value", ("`brakes`", "`J`, `N`")),
    "required and duplicate": (
        {"a/b~c": DUPLICATE},
        "/a~1b~0c",
        "duplicate-key",
        ("`a/b~c` appears twice",),
    ),
    "a duplicate id": ({**SAFE, "No.": DUPLICATE}, "/No.", "duplicate-key", ("`No.`",)),
    "a duplicate kept column": ({**SAFE, "Region": DUPLICATE}, "/Region", "duplicate-key", ("`Region`",)),
    "tomorrow": ({**SAFE, "built": "2026-11-26"}, "/built", "out-of-range", ("`age`", "not in the future")),
    "too long ago": ({**SAFE, "built": "2026-08-01"}, "/built", "out-of-range", ("`age` is `116`", "90")),
    "a date in another form": ({**SAFE, "built": "25.11.2026"}, "/built", "unknown-value", ("YYYY-MM-DD",)),
    "a date with an invalid hour": (
        {**SAFE, "built": "2026-11-25T25:00"},
        "/built",
        "unknown-value",
        ("YYYY",),
    ),
    "a week": ({**SAFE, "built": "2026-W01"}, "/built", "unknown-value", ("YYYY-MM-DD",)),
    "an invalid date": ({**SAFE, "built": "2026-02-30"}, "/built", "unknown-value", ("`2026-02-30`",)),
    "a count of days": ({**SAFE, "built": 25}, "/built", "wrong-kind", ("`25`", "YYYY-MM-DD")),
    "an empty date": ({**SAFE, "built": ""}, "/built", "unknown-value", ("YYYY-MM-DD",)),
    "a number out of bounds": ({**SAFE, "wheel": 49}, "/wheel", "out-of-range", ("`spokes`", "48")),
    "a text for a number": ({**SAFE, "wheel": "36"}, "/wheel", "unknown-value", ("`spokes`",)),
    "an unknown column with a similar name": (
        {**SAFE, "farbe": "R"},
        *("/farbe", "unknown-fact", ("the column `farbe`", "did you mean `Farbe`?")),
    ),
    "an unknown column": ({**SAFE, "E-Mail": "x"}, "/E-Mail", "unknown-fact", ("`keep`",)),
    "the name of a fact with another column": (
        {**SAFE, "colour": "red"},
        *("/colour", "unknown-fact", ("no fact is read from the column `colour`",)),
    ),
    "the name of the id with another column": (
        {**SAFE, "id": 7},
        "/id",
        "unknown-fact",
        ("the column `id`",),
    ),
    "an id that is a list": ({**SAFE, "No.": [1]}, "/No.", "wrong-kind", ("`id`",)),
    "a fault of an unmapped fact": (
        {**SAFE, "bell": "lout"},
        "/bell",
        "unknown-value",
        ("`bell` is `lout`",),
    ),
}
"""A record, the pointer of its fault, the cause, and words of the message."""


def mapper_of(columns: ColumnMap) -> RecordMapper:
    """Return a mapper of a column map for the bicycle pack."""
    return RecordMapper(columns, FACTS, columns.keep, TODAY)


def check_profile(raw: Mapping[str, object]) -> Mapping[str, object]:
    """Validate a raw profile without its kept columns, as the record validator does."""
    complete(FACTS, {key: value for key, value in raw.items() if key not in DESK.keep})
    return raw


def faults_of(record: dict[str, Any], columns: ColumnMap = DESK) -> tuple[ProfileDiagnostic, ...]:
    """Return the faults of a record."""
    with pytest.raises(ProfileError) as caught:
        mapper_of(columns).profile(record, check_profile)
    return caught.value.diagnostics


@pytest.mark.parametrize(("record", "profile"), MAPPED.values(), ids=MAPPED)
def test_a_record_is_mapped_to_a_profile(record: dict[str, Any], profile: dict[str, Any]) -> None:
    """Columns and values get the names of the pack."""
    assert mapper_of(DESK).profile(record, check_profile) == profile


@pytest.mark.parametrize(("record", "at", "cause", "words"), FAULTS.values(), ids=FAULTS)
def test_a_fault_points_to_its_column(
    record: dict[str, Any], at: str, cause: str, words: tuple[str, ...]
) -> None:
    """A mistake has one fault, which names the fact."""
    (fault,) = faults_of(record)

    assert (fault.pointer, fault.cause) == (at, cause)
    assert [word for word in words if word not in str(fault)] == []


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
    """The map accepts fractions of zero, text, values that mean unknown, and a pattern of dates."""
    assert mapper_of(FORMS).profile(record, check_profile) == {"brakes": "yes", **answers}


@pytest.mark.parametrize(("record", "cause", "expected"), OTHER_FORMS)
def test_values_in_no_accepted_form_are_faults(record: dict[str, Any], cause: str, expected: str) -> None:
    """The fault points to the column and has the expected form."""
    (fault,) = faults_of(record, FORMS)

    assert (fault.pointer, fault.cause) == (f"/{next(iter(record))}", cause)
    assert expected in fault.message


def test_a_date_pattern_accepts_numbers() -> None:
    """An export may write 31 May 2026 as 20260531, even as a float."""
    columns = ColumnMap(facts={"age": Origin(column="age", days=1, date="%Y%m%d")})

    for value in (20261120, 20261120.0, "20261120"):
        assert mapper_of(columns).profile({"brakes": "yes", "age": value}, check_profile)["age"] == 5


@pytest.mark.parametrize("form", ["", "%d.%m.%Y"])
def test_a_day_may_be_unknown_in_the_words_of_the_pack(form: str) -> None:
    """Every fact of a pack accepts `unknown` beside the form of its column."""
    facts = every_kind.base().knowledge.facts
    mapper = RecordMapper(ColumnMap(facts={"renewal": Origin(column="until", date=form)}), facts, (), TODAY)

    mapped = mapper.map_record({"until": "unknown"})

    assert (mapped.raw, mapped.faults) == ({"renewal": "unknown"}, [])


def test_all_faults_are_reported_together() -> None:
    """Faults of columns and of the profile are sorted by pointer."""
    reported = faults_of({"Farbe": "x", "wheel": 49, "built": "2027-01-01", "strange": 1})

    assert [fault.pointer for fault in reported] == ["/Farbe", "/built", "/strange", "/wheel"]


def test_two_facts_may_read_one_column() -> None:
    """Each maps the values itself; an empty text is absent for a fact that does not list it."""
    columns = ColumnMap(
        facts={
            "brakes": Origin(column="state", values={"good": "yes", "bad": "no", "": "no"}),
            "bell": Origin(column="state", values={"good": "loud", "bad": "none"}),
        }
    )

    assert mapper_of(columns).profile({"state": "good"}, check_profile) == {"brakes": "yes", "bell": "loud"}
    assert mapper_of(columns).profile({"state": ""}, check_profile) == {"brakes": "no"}
    assert [fault.message.split(":")[0] for fault in faults_of({"state": "x"}, columns)] == [
        "`bell`",
        "`brakes`",
    ]


def test_a_constant_answer_has_no_column() -> None:
    """A record that has the fact as a column contradicts the map."""
    columns = ColumnMap(facts={"brakes": Origin(always="yes"), "age": Origin(always=5)})

    assert mapper_of(columns).profile({}, check_profile) == {"brakes": "yes", "age": 5}
    assert [fault.cause for fault in faults_of({"brakes": "no"}, columns)] == ["unknown-fact"]


def test_days_until_a_date_are_counted() -> None:
    """Like days since a date, they are at least 0."""
    columns = ColumnMap(facts={"age": Origin(column="due", days=-1), "brakes": Origin(always="yes")})

    assert mapper_of(columns).profile({"due": "2026-12-01"}, check_profile) == {"brakes": "yes", "age": 6}
    assert [fault.cause for fault in faults_of({"due": "2026-11-24"}, columns)] == ["out-of-range"]


def test_a_saved_session_is_not_mapped() -> None:
    """It has the names of the pack; an export may still have a column called `schema`."""
    session = {"schema": "exitwise.session/1", "answers": {}}
    columns = ColumnMap(facts={"bell": Origin(column="schema", values={"exitwise.session/1": "loud"})})

    assert mapper_of(DESK).profile(session, lambda raw: raw) is session
    assert mapper_of(columns).map_record(session).raw == {"bell": "loud"}


def test_a_fault_of_a_constant_answer_points_to_the_record() -> None:
    """There is no column to point to."""
    mapper = mapper_of(ColumnMap(facts={"brakes": Origin(always="yes")}))
    reported = mapper.at_columns([ProfileDiagnostic(pointer="/brakes", cause="contradiction", message="So.")])

    assert [fault.pointer for fault in reported] == [""]

"""Profiles: completion, and the diagnostics of every defect."""

from typing import Any

import pytest

from exitwise.errors import ProfileError
from exitwise.model.profile import complete, missing_diagnostic, parse_answers, pointer, quote
from support.packs import toy

FACTS = toy.bicycle().knowledge.facts
VALID = {"brakes": "yes"}


def diagnostics(**answers: Any) -> list[tuple[str, str, str, str]]:
    """Return the defects of a profile as pointer, cause, message and help."""
    with pytest.raises(ProfileError) as raised:
        complete(FACTS, VALID | answers)
    return [
        (defect.pointer, defect.cause, defect.message, defect.help) for defect in raised.value.diagnostics
    ]


def test_an_absent_fact_is_unknown() -> None:
    """Null means absent; "I don't know" is an answer. The values are in the order of the pack."""
    profile = complete(FACTS, {"bell": "unknown", "age": None, "brakes": "no"})

    assert list(profile.values.items()) == [
        ("colour", "unknown"),
        ("brakes", "no"),
        ("age", "unknown"),
        ("bell", "unknown"),
        ("spokes", "unknown"),
    ]
    assert profile.absent == ("colour", "age", "spokes")


@pytest.mark.parametrize("name", ["x", "", 7, 2**63 - 1, -1, "\U0001f680"])
def test_a_valid_id_is_unchanged(name: str | int) -> None:
    """Text, or a whole number."""
    assert complete(FACTS, VALID | {"id": name}).id == name


@pytest.mark.parametrize("more", [{}, {"id": None}])
def test_an_id_is_optional(more: dict[str, Any]) -> None:
    """Absent or null."""
    assert complete(FACTS, VALID | more).id is None


def test_a_profile_may_name_its_schema() -> None:
    """The only valid value is accepted."""
    assert complete(FACTS, VALID | {"schema": "exitwise.profile/1"}).values["brakes"] == "yes"


@pytest.mark.parametrize("number", [0, 90, 5])
def test_bounds_are_inclusive(number: int) -> None:
    """The minimum, the maximum, and a number between them."""
    assert complete(FACTS, VALID | {"age": number}).values["age"] == number


COLOURS = "one of `red`, `blue`, `green`, `unknown`"
AGES = "a whole number at least 0 and at most 90 or `unknown`"

INVALID: list[tuple[str, Any, str, str, str]] = [
    ("colour", "rde", "unknown-value", f"`colour` is `rde`, expected {COLOURS}", "did you mean `red`?"),
    ("colour", "RED", "unknown-value", f"`colour` is `RED`, expected {COLOURS}", "did you mean `red`?"),
    ("colour", "", "unknown-value", f"`colour` is ``, expected {COLOURS}", ""),
    ("colour", 7, "wrong-kind", f"`colour` is `7`, expected {COLOURS}", ""),
    ("colour", True, "wrong-kind", f"`colour` is `true`, expected {COLOURS}", ""),
    ("colour", ["red"], "wrong-kind", f"`colour` is a list, expected {COLOURS}", ""),
    ("colour", {"red": 1}, "wrong-kind", f"`colour` is an object, expected {COLOURS}", ""),
    ("brakes", "unknown", "unknown-value", "`brakes` is `unknown`, expected one of `yes`, `no`", ""),
    ("age", -1, "out-of-range", f"`age` is `-1`, expected {AGES}", ""),
    ("age", 91, "out-of-range", f"`age` is `91`, expected {AGES}", ""),
    ("age", 2**63, "out-of-range", f"`age` is a number beyond 64 bits, expected {AGES}", ""),
    ("age", 10**6000, "out-of-range", f"`age` is a number beyond 64 bits, expected {AGES}", ""),
    ("age", 5.0, "wrong-kind", f"`age` is `5.0`, expected {AGES}", ""),
    ("age", float("inf"), "wrong-kind", f"`age` is `Infinity`, expected {AGES}", ""),
    ("age", False, "wrong-kind", f"`age` is `false`, expected {AGES}", ""),
    ("age", "5", "unknown-value", f"`age` is the text `5`, expected {AGES}", ""),
    (
        "age",
        "unknwon",
        "unknown-value",
        f"`age` is the text `unknwon`, expected {AGES}",
        "did you mean `unknown`?",
    ),
    ("bel", "loud", "unknown-fact", "unknown fact `bel`", "did you mean `bell`?"),
    ("bel", None, "unknown-fact", "unknown fact `bel`", "did you mean `bell`?"),
    ("id", 1.5, "wrong-kind", "`id` is `1.5`, expected text or a whole number", ""),
    ("id", True, "wrong-kind", "`id` is `true`, expected text or a whole number", ""),
    ("id", [], "wrong-kind", "`id` is a list, expected text or a whole number", ""),
    (
        "schema",
        "exitwise.profile/2",
        "wrong-schema",
        "`schema` is `exitwise.profile/2`, expected `exitwise.profile/1`",
        "",
    ),
    ("schema", 1, "wrong-schema", "`schema` is `1`, expected `exitwise.profile/1`", ""),
]


@pytest.mark.parametrize(("key", "value", "cause", "message", "help_"), INVALID, ids=range(len(INVALID)))
def test_an_invalid_answer_is_reported_with_the_expected_ones(
    key: str, value: object, cause: str, message: str, help_: str
) -> None:
    """Nothing is coerced; the help is the nearest valid name, if one is close."""
    assert diagnostics(**{key: value}) == [(f"/{key}", cause, message, help_)]


def test_an_incomplete_profile_can_be_parsed() -> None:
    """Absent facts are omitted; "I don't know" is an answer. The order is that of the pack."""
    raw = {"age": 5, "bell": "unknown", "colour": "red", "brakes": None, "id": "Mine"}

    assert list(parse_answers(FACTS, raw).items()) == [("colour", "red"), ("age", 5), ("bell", "unknown")]
    assert parse_answers(FACTS, {}) == {}


@pytest.mark.parametrize(
    "answers",
    [{"colour": "rad"}, {"colur": "red"}, {"age": 91}, {"age": "5"}, {"id": []}, {"brakes": "unknown"}],
)
def test_complete_and_parse_answers_report_the_same_defects(answers: dict[str, Any]) -> None:
    """The defects of an answer do not depend on the others."""
    with pytest.raises(ProfileError) as raised:
        parse_answers(FACTS, answers)

    assert [str(defect) for defect in raised.value.diagnostics] == [
        f"{pointer_}: {message}\n  help: {help_}" if help_ else f"{pointer_}: {message}"
        for pointer_, _, message, help_ in diagnostics(**answers)
    ]


def test_a_fact_that_cannot_be_unknown_may_be_missing() -> None:
    """It has no value then, and null does not answer it; the diagnostic has its question as help."""
    profile = complete(FACTS, {"brakes": None})

    assert profile.missing == ("brakes",)
    assert "brakes" not in profile.values
    defect = missing_diagnostic(next(fact for fact in FACTS if fact.id == "brakes"))
    assert (defect.pointer, defect.cause) == ("/brakes", "missing-fact")
    assert defect.message == "`brakes` is missing and can change the advice, expected one of `yes`, `no`"
    assert defect.help == "Do the brakes hold?"


def test_defects_are_sorted_by_pointer() -> None:
    """As text, with `~` and `/` escaped as in JSON pointers."""
    defects = diagnostics(
        **{"b/c": 1, "a~b": 1, "~1": 1, "": 1, "colour": "x", "age": 100, "Z": None, "brakes": 5}
    )

    assert [pointer for pointer, *_ in defects] == [
        *("/", "/Z", "/age", "/a~0b", "/brakes", "/b~1c", "/colour", "/~01")
    ]


@pytest.mark.parametrize(
    ("key", "expected"),
    [("a", "/a"), ("", "/"), ("a/b", "/a~1b"), ("a~b", "/a~0b"), ("~1", "/~01"), ("é ", "/é ")],
)
def test_a_pointer_escapes_tilde_and_slash(key: str, expected: str) -> None:
    """As in RFC 6901: the tilde first."""
    assert pointer(key) == expected


def test_a_long_answer_is_cut() -> None:
    """After 60 characters."""
    assert quote("x" * 60) == f"`{'x' * 60}`"
    assert quote("x" * 61) == f"`{'x' * 60}…`"
    assert quote(None) == "`null`"


def test_the_raw_profile_is_not_modified() -> None:
    """`complete` returns a new value."""
    raw = {"brakes": "yes", "age": None}

    complete(FACTS, raw)

    assert raw == {"brakes": "yes", "age": None}

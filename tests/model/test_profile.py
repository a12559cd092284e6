"""A profile: completed where it may be, and every fault of it told."""

from typing import Any

import pytest

from exitwise.errors import ProfileError
from exitwise.model.profile import complete, parse_answers, pointer, quote
from support.packs import toy

FACTS = toy.bicycle().knowledge.facts
SOUND = {"brakes": "yes"}


def faults(**answers: Any) -> list[tuple[str, str, str, str]]:
    """What is wrong with a profile: pointer, cause, message, help."""
    with pytest.raises(ProfileError) as raised:
        complete(FACTS, SOUND | answers)
    return [(fault.pointer, fault.cause, fault.message, fault.help) for fault in raised.value.diagnostics]


def test_an_absent_fact_is_unknown() -> None:
    """Null means absent; "I don't know" is an answer. The values stand in the order of the pack."""
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
def test_an_id_is_kept_as_it_is(name: str | int) -> None:
    """Text or a whole number."""
    assert complete(FACTS, SOUND | {"id": name}).id == name


@pytest.mark.parametrize("more", [{}, {"id": None}])
def test_an_id_may_be_absent(more: dict[str, Any]) -> None:
    """As any fact that may be."""
    assert complete(FACTS, SOUND | more).id is None


def test_a_profile_may_name_its_form() -> None:
    """The one that there is."""
    assert complete(FACTS, SOUND | {"schema": "exitwise.profile/1"}).values["brakes"] == "yes"


@pytest.mark.parametrize("number", [0, 90, 5])
def test_bounds_belong_to_what_is_allowed(number: int) -> None:
    """Zero and ninety years alike."""
    assert complete(FACTS, SOUND | {"age": number}).values["age"] == number


COLOURS = "one of `red`, `blue`, `green`, `unknown`"
AGES = "a whole number at least 0 and at most 90 or `unknown`"

FAULTS: list[tuple[str, Any, str, str, str]] = [
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
    ("bel", "loud", "unknown-fact", "no fact is called `bel`", "did you mean `bell`?"),
    ("bel", None, "unknown-fact", "no fact is called `bel`", "did you mean `bell`?"),
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


@pytest.mark.parametrize(("key", "value", "cause", "message", "advice"), FAULTS, ids=range(len(FAULTS)))
def test_a_fault_says_what_stands_there_and_what_may(
    key: str, value: object, cause: str, message: str, advice: str
) -> None:
    """Nothing is coerced; the nearest valid name is said where one is near."""
    assert faults(**{key: value}) == [(f"/{key}", cause, message, advice)]


def test_what_is_answered_needs_not_be_all() -> None:
    """The answers given, in the order of the pack; what is absent is no answer, and "I don't know" is one."""
    given = {"age": 5, "bell": "unknown", "colour": "red", "brakes": None, "id": "Mine"}

    assert list(parse_answers(FACTS, given).items()) == [("colour", "red"), ("age", 5), ("bell", "unknown")]
    assert parse_answers(FACTS, {}) == {}


@pytest.mark.parametrize(
    "answers",
    [{"colour": "rad"}, {"colur": "red"}, {"age": 91}, {"age": "5"}, {"id": []}, {"brakes": "unknown"}],
)
def test_a_fault_is_one_whether_or_not_all_is_answered(answers: dict[str, Any]) -> None:
    """What is wrong with an answer does not depend on the others."""
    with pytest.raises(ProfileError) as raised:
        parse_answers(FACTS, answers)

    assert [str(fault) for fault in raised.value.diagnostics] == [
        f"{pointer_}: {message}\n  help: {help_}" if help_ else f"{pointer_}: {message}"
        for pointer_, _, message, help_ in faults(**answers)
    ]


def test_a_missing_fact_is_a_fault_with_its_question() -> None:
    """Null does not answer it."""
    with pytest.raises(ProfileError) as raised:
        complete(FACTS, {"brakes": None})

    (fault,) = raised.value.diagnostics
    assert (fault.pointer, fault.cause) == ("/brakes", "missing-fact")
    assert fault.message == "`brakes` is required and missing, expected one of `yes`, `no`"
    assert fault.help == "Do the brakes hold?"


def test_all_faults_are_told_together_by_their_pointers() -> None:
    """Sorted as text, `~` and `/` written as JSON pointers have them."""
    found = faults(**{"b/c": 1, "a~b": 1, "~1": 1, "": 1, "colour": "x", "age": 100, "Z": None, "brakes": 5})

    assert [pointer for pointer, *_ in found] == [
        *("/", "/Z", "/age", "/a~0b", "/brakes", "/b~1c", "/colour", "/~01")
    ]


@pytest.mark.parametrize(
    ("key", "expected"),
    [("a", "/a"), ("", "/"), ("a/b", "/a~1b"), ("a~b", "/a~0b"), ("~1", "/~01"), ("é ", "/é ")],
)
def test_a_pointer_escapes_two_characters(key: str, expected: str) -> None:
    """As RFC 6901 has it: first the tilde."""
    assert pointer(key) == expected


def test_a_long_answer_is_quoted_in_part() -> None:
    """A message shows what is meant, and does not repeat a megabyte."""
    assert quote("x" * 60) == f"`{'x' * 60}`"
    assert quote("x" * 61) == f"`{'x' * 60}…`"
    assert quote(None) == "`null`"


def test_the_profile_given_is_left_as_it_was() -> None:
    """Completing is making a new one."""
    raw = {"brakes": "yes", "age": None}

    complete(FACTS, raw)

    assert raw == {"brakes": "yes", "age": None}

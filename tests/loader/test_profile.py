"""JSON profiles, read strictly, and assignments."""

from decimal import Decimal

import pytest

from exitwise.errors import InputError, ProfileError
from exitwise.loader.profile import MAX_BYTES, apply_assignments, parse_profile
from exitwise.model.profile import complete
from support.packs import toy

KNOWLEDGE = toy.bicycle().knowledge
FACTS = KNOWLEDGE.fact

VALID = [
    (b"{}", {}),
    (b' {"age": 5, "colour": null}\n', {"age": 5, "colour": None}),
    (b'\xef\xbb\xbf{"age": -0}', {"age": 0}),
    ('{"id": "Größe ☂", "é": "\\u00e9"}'.encode(), {"id": "Größe ☂", "é": "é"}),
    (b'{"age": 5.0}', {"age": Decimal("5.0")}),
    (b'{"age": 9223372036854775808}', {"age": 2**63}),
    (b'{"age": 1e400}', {"age": Decimal("1E+400")}),
    (b'{"id": "\\ud800"}', {"id": "\ud800"}),
    (b'{"a": {"b": [1, {}]}, "": true}', {"a": {"b": [1, []]}, "": True}),
]


@pytest.mark.parametrize(("content", "expected"), VALID)
def test_a_json_object_is_read_unchanged(content: bytes, expected: dict[str, object]) -> None:
    """Nothing is repaired or validated yet; a byte order mark is skipped."""
    raw = parse_profile(content)

    assert raw == expected
    assert [type(value) for value in raw.values()] == [type(value) for value in expected.values()]


INVALID = [
    (b"", "not JSON: expecting value, at line 1, column 1"),
    (b"\xef\xbb\xbf", "not JSON: expecting value, at line 1, column 1"),
    (b"{", "not JSON: expecting property name enclosed in double quotes, at line 1, column 2"),
    (b'{"a": 1,\n "b"}', "not JSON: expecting ':' delimiter, at line 2, column 5"),
    (b"{} {}", "not JSON: extra data, at line 1, column 4"),
    (b"{'a': 1}", "not JSON: expecting property name enclosed in double quotes"),
    (b'{"a": "\n"}', "not JSON: invalid control character at"),
    (b'{"a": 01}', "not JSON: expecting ',' delimiter"),
    (b'{"a": NaN}', "not JSON: `NaN` is not a JSON number"),
    (b'{"a": Infinity}', "not JSON: `Infinity` is not a JSON number"),
    (b'{"a": [-Infinity]}', "not JSON: `-Infinity` is not a JSON number"),
    (b"[]", "is a list, expected a JSON object"),
    (b'[{"age": 5}]', "is a list, expected a JSON object"),
    (b'"age"', "is text, expected a JSON object"),
    (b"7", "is a number, expected a JSON object"),
    (b"1.5", "is a number, expected a JSON object"),
    (b"true", "is a boolean, expected a JSON object"),
    (b"null", "is null, expected a JSON object"),
    (b'{"a": "\xff"}', "not UTF-8 text, at byte 7"),
    (b"\xff\xfe{\x00}\x00", "not UTF-8 text, at byte 0"),
    (b"[" * 100_000, "nested too deeply"),
    (b'{"a":' * 100_000, "nested too deeply"),
    (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "nested too deeply"),
    (b" " * (MAX_BYTES + 1), "larger than 1024 KiB"),
    (b'{"id": "' + b"x" * 100_000_000 + b'"}', "larger than 1024 KiB"),
]


@pytest.mark.parametrize(("content", "message"), INVALID, ids=range(len(INVALID)))
def test_an_invalid_profile_is_rejected_with_one_line(content: bytes, message: str) -> None:
    """Not UTF-8, not JSON, not an object, too large or nested too deeply."""
    with pytest.raises(InputError) as raised:
        parse_profile(content)

    first, *others = str(raised.value).split("\n")
    assert first.startswith("the profile ")
    assert message in first
    assert all(line.startswith("  help: ") for line in others)
    assert len(first) < 200


def test_a_profile_of_the_maximum_size_is_read() -> None:
    """White space counts too."""
    assert parse_profile(b"{}".ljust(MAX_BYTES)) == {}


@pytest.mark.parametrize("digits", [b"1" * 5000, b"-" + b"9" * 31, b"9" * 20])
def test_a_number_with_many_digits_is_reported_with_its_pointer(digits: bytes) -> None:
    """Also beyond the 4,300 digits that Python reads."""
    content = b'{"brakes": "yes", "id": ' + digits + b', "age": ' + digits + b"}"
    with pytest.raises(ProfileError) as raised:
        complete(tuple(FACTS.values()), parse_profile(content))

    assert [(defect.pointer, defect.cause) for defect in raised.value.diagnostics] == [
        ("/age", "out-of-range"),
        ("/id", "out-of-range"),
    ]


def test_every_duplicate_key_is_reported() -> None:
    """Beside the other defects; the values of a duplicate key are not validated."""
    content = b'{"b/c": 1, "age": 5, "b/c": 1, "age": 6, "age": "x", "bell": 1, "brakes": "yes"}'
    with pytest.raises(ProfileError) as raised:
        complete(tuple(FACTS.values()), parse_profile(content))

    assert [(defect.pointer, defect.cause) for defect in raised.value.diagnostics] == [
        ("/age", "duplicate-key"),
        ("/bell", "wrong-kind"),
        ("/b~1c", "duplicate-key"),
        ("/b~1c", "unknown-fact"),
    ]
    assert "duplicate key `age`" in str(raised.value)


@pytest.mark.parametrize(
    "content",
    [
        b'{"brakes": "yes", "age": {"x": 1, "x": 2}}',
        b'{"brakes": "yes", "age": [{"x": 1, "x": 2}]}',
        b'{"brakes": "yes", "age": {"x": {"y": 1, "y": 2}}}',
    ],
)
def test_a_duplicate_key_inside_an_answer_is_rejected_with_the_answer(content: bytes) -> None:
    """Objects and lists are not answers."""
    with pytest.raises(ProfileError) as raised:
        complete(tuple(FACTS.values()), parse_profile(content))

    assert [defect.pointer for defect in raised.value.diagnostics] == ["/age"]


ASSIGNED: list[tuple[list[str], dict[str, object]]] = [
    ([], {"age": 5, "bell": "loud"}),
    (["colour=red"], {"age": 5, "bell": "loud", "colour": "red"}),
    (["age=6"], {"age": 6, "bell": "loud"}),
    (["age=+6"], {"age": 6, "bell": "loud"}),
    (["age=-6"], {"age": -6, "bell": "loud"}),
    (["age= 6 "], {"age": 6, "bell": "loud"}),
    (["age=unknown"], {"age": "unknown", "bell": "loud"}),
    (["age="], {"age": None, "bell": "loud"}),
    (["age= "], {"age": None, "bell": "loud"}),
    (["age=six"], {"age": "six", "bell": "loud"}),
    (["age=6.0"], {"age": "6.0", "bell": "loud"}),
    (["age=1_000"], {"age": "1_000", "bell": "loud"}),
    (["age=٦"], {"age": "٦", "bell": "loud"}),
    (["age=9223372036854775808"], {"age": 2**63, "bell": "loud"}),
    (["age=" + "1" * 5000], {"age": "1" * 5000, "bell": "loud"}),
    (["bell=7"], {"age": 5, "bell": "7"}),
    (["bell=a=b"], {"age": 5, "bell": "a=b"}),
    (["age=6", "age=7"], {"age": 7, "bell": "loud"}),
    (["age=6", "age="], {"age": None, "bell": "loud"}),
]


@pytest.mark.parametrize(("assignments", "expected"), ASSIGNED, ids=range(len(ASSIGNED)))
def test_an_assignment_replaces_an_answer(assignments: list[str], expected: dict[str, object]) -> None:
    """The last one counts; an empty value removes the answer; text that is not a number stays text."""
    raw = {"age": 5, "bell": "loud"}

    assert apply_assignments(raw, assignments, KNOWLEDGE) == expected
    assert raw == {"age": 5, "bell": "loud"}


@pytest.mark.parametrize(
    ("assignment", "message"),
    [
        ("colour", "invalid assignment `colour`\n  help: write fact=value"),
        ("", "invalid assignment ``\n  help: write fact=value"),
        ("color=red", "unknown fact `color` in `color=red`\n  help: did you mean `colour`?"),
        ("=red", "unknown fact ``"),
        (" colour=red", "unknown fact ` colour` in ` colour=red`\n  help: did you mean `colour`?"),
        ("id=7", "unknown fact `id`"),
    ],
)
def test_an_invalid_assignment_is_rejected(assignment: str, message: str) -> None:
    """Without `=`, or to an unknown fact."""
    with pytest.raises(InputError) as raised:
        apply_assignments({}, [assignment], KNOWLEDGE)

    assert str(raised.value).startswith(message)

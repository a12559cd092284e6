"""A profile's text: JSON read strictly, and assignments read as text."""

import pytest

from exitwise.errors import InputError, ProfileError
from exitwise.loader.profile import MAX_BYTES, apply_assignments, parse_profile
from exitwise.model.profile import complete
from support.packs import toy

FACTS = toy.bicycle().knowledge.fact

READ = [
    (b"{}", {}),
    (b' {"age": 5, "colour": null}\n', {"age": 5, "colour": None}),
    (b'\xef\xbb\xbf{"age": -0}', {"age": 0}),
    ('{"id": "Größe ☂", "é": "\\u00e9"}'.encode(), {"id": "Größe ☂", "é": "é"}),
    (b'{"age": 5.0}', {"age": 5.0}),
    (b'{"age": 9223372036854775808}', {"age": 2**63}),
    (b'{"age": 1e400}', {"age": float("inf")}),
    (b'{"id": "\\ud800"}', {"id": "\ud800"}),
    (b'{"a": {"b": [1, {}]}, "": true}', {"a": {"b": [1, []]}, "": True}),
]


@pytest.mark.parametrize(("content", "expected"), READ)
def test_a_json_object_is_read_as_it_is(content: bytes, expected: dict[str, object]) -> None:
    """Nothing is repaired and nothing is judged yet; a byte order mark is no part of it."""
    found = parse_profile(content)

    assert found == expected
    assert [type(value) for value in found.values()] == [type(value) for value in expected.values()]


REFUSED = [
    (b"", "not JSON: expecting value, at line 1, column 1"),
    (b"\xef\xbb\xbf", "not JSON: expecting value, at line 1, column 1"),
    (b"{", "not JSON: expecting property name enclosed in double quotes, at line 1, column 2"),
    (b'{"a": 1,\n "b"}', "not JSON: expecting ':' delimiter, at line 2, column 5"),
    (b"{} {}", "not JSON: extra data, at line 1, column 4"),
    (b"{'a': 1}", "not JSON: expecting property name enclosed in double quotes"),
    (b'{"a": "\n"}', "not JSON: invalid control character at"),
    (b'{"a": 01}', "not JSON: expecting ',' delimiter"),
    (b'{"a": NaN}', "not JSON: `NaN` is no JSON number"),
    (b'{"a": Infinity}', "not JSON: `Infinity` is no JSON number"),
    (b'{"a": [-Infinity]}', "not JSON: `-Infinity` is no JSON number"),
    (b"[]", "is a list, expected a JSON object"),
    (b'[{"age": 5}]', "is a list, expected a JSON object"),
    (b'"age"', "is a text, expected a JSON object"),
    (b"7", "is a number, expected a JSON object"),
    (b"1.5", "is a number, expected a JSON object"),
    (b"true", "is a boolean, expected a JSON object"),
    (b"null", "is null, expected a JSON object"),
    (b'{"a": "\xff"}', "not UTF-8 text, at byte 7"),
    (b"\xff\xfe{\x00}\x00", "not UTF-8 text, at byte 0"),
    (b"[" * 100_000, "nested too deep"),
    (b'{"a":' * 100_000, "nested too deep"),
    (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "nested too deep"),
    (b" " * (MAX_BYTES + 1), "larger than 1024 KiB"),
    (b'{"id": "' + b"x" * 100_000_000 + b'"}', "larger than 1024 KiB"),
]


@pytest.mark.parametrize(("content", "message"), REFUSED, ids=range(len(REFUSED)))
def test_what_is_no_profile_is_refused_in_one_sentence(content: bytes, message: str) -> None:
    """Not JSON, not one object, too large, too deep, not text."""
    with pytest.raises(InputError) as raised:
        parse_profile(content)

    first, *others = str(raised.value).split("\n")
    assert first.startswith("the profile ")
    assert message in first
    assert all(line.startswith("  help: ") for line in others)
    assert len(first) < 200


def test_a_profile_of_just_the_allowed_size_is_read() -> None:
    """White space counts too."""
    assert parse_profile(b"{}".ljust(MAX_BYTES)) == {}


@pytest.mark.parametrize("digits", [b"1" * 5000, b"-" + b"9" * 31, b"9" * 20])
def test_a_number_of_many_digits_is_a_fault_with_a_place(digits: bytes) -> None:
    """Python refuses to read more than 4,300 digits; the profile is told where they stand all the same."""
    content = b'{"brakes": "yes", "id": ' + digits + b', "age": ' + digits + b"}"
    with pytest.raises(ProfileError) as raised:
        complete(tuple(FACTS.values()), parse_profile(content))

    assert [(fault.pointer, fault.cause) for fault in raised.value.diagnostics] == [
        ("/age", "out-of-range"),
        ("/id", "out-of-range"),
    ]


def test_every_key_given_twice_is_a_fault_beside_the_others() -> None:
    """A reader of JSON would keep the last in silence; no answer given twice is judged as well."""
    content = b'{"b/c": 1, "age": 5, "b/c": 1, "age": 6, "age": "x", "bell": 1, "brakes": "yes"}'
    with pytest.raises(ProfileError) as raised:
        complete(tuple(FACTS.values()), parse_profile(content))

    assert [(fault.pointer, fault.cause) for fault in raised.value.diagnostics] == [
        ("/age", "duplicate-key"),
        ("/bell", "wrong-kind"),
        ("/b~1c", "duplicate-key"),
        ("/b~1c", "unknown-fact"),
    ]
    assert "`age` is given twice" in str(raised.value)


@pytest.mark.parametrize(
    "content",
    [
        b'{"brakes": "yes", "age": {"x": 1, "x": 2}}',
        b'{"brakes": "yes", "age": [{"x": 1, "x": 2}]}',
        b'{"brakes": "yes", "age": {"x": {"y": 1, "y": 2}}}',
    ],
)
def test_a_key_given_twice_inside_an_answer_is_refused_with_the_answer(content: bytes) -> None:
    """No answer is an object or a list."""
    with pytest.raises(ProfileError) as raised:
        complete(tuple(FACTS.values()), parse_profile(content))

    assert [fault.pointer for fault in raised.value.diagnostics] == ["/age"]


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
def test_an_assignment_puts_an_answer_in_place(assignments: list[str], expected: dict[str, object]) -> None:
    """The last of several counts; an empty value takes the answer away; what is no number stays text."""
    raw = {"age": 5, "bell": "loud"}

    assert apply_assignments(raw, assignments, FACTS) == expected
    assert raw == {"age": 5, "bell": "loud"}


@pytest.mark.parametrize(
    ("assignment", "message"),
    [
        ("colour", "`colour` is no assignment\n  help: write fact=value"),
        ("", "`` is no assignment\n  help: write fact=value"),
        ("color=red", "no fact is called `color`, in `color=red`\n  help: did you mean `colour`?"),
        ("=red", "no fact is called ``"),
        (" colour=red", "no fact is called ` colour`, in ` colour=red`\n  help: did you mean `colour`?"),
        ("id=7", "no fact is called `id`"),
    ],
)
def test_an_assignment_to_nothing_is_refused(assignment: str, message: str) -> None:
    """It must not become an answer that nobody gave."""
    with pytest.raises(InputError) as raised:
        apply_assignments({}, [assignment], FACTS)

    assert str(raised.value).startswith(message)

"""Readers of single values: what each takes, and what it says of the rest."""

from typing import Any

import pytest

from exitwise.diagnostic import Diagnostics, PackDiagnostic
from exitwise.loader.yaml.nodes import compose
from exitwise.loader.yaml.readers import (
    File,
    Reader,
    boolean,
    describe,
    integer,
    items,
    name,
    one_of,
    one_or_many,
    pairs,
    text,
)


def read(reader: Reader[Any], written: str) -> tuple[Any, list[PackDiagnostic]]:
    """What a reader makes of a text, and what it reports."""
    defects = Diagnostics()
    node = compose(written, "x.yaml", defects)
    assert node is not None
    return reader(node, File("x.yaml", defects)), list(defects)


colour = one_of("unknown-colour", "a colour", ("red", "blue"))

TAKEN: list[tuple[Reader[Any], str, Any]] = [
    (name, "a", "a"),
    (name, "A9-_.z", "A9-_.z"),
    (name, "9lives", "9lives"),
    (name, "yes", "yes"),
    (name, "off", "off"),
    (name, "'7'", "7"),
    (name, "'true'", "true"),
    (name, "'null'", "null"),
    (name, "1.5.0", "1.5.0"),
    (text, "Plain words.", "Plain words."),
    (text, "' spaced '", "spaced"),
    (text, ">\n  folded\n  lines\n", "folded lines"),
    (text, "'7'", "7"),
    (text, "2026-05-11", "2026-05-11"),
    (text, "no", "no"),
    (boolean, "true", True),
    (boolean, "FALSE", False),
    (integer, "7", 7),
    (integer, "-7", -7),
    (integer, "+7", 7),
    (integer, "010", 10),
    (integer, "0o17", 15),
    (integer, "0x1F", 31),
    (integer, "9223372036854775807", 2**63 - 1),
    (integer, "-9223372036854775808", -(2**63)),
    (integer, "0" * 28 + "5", 5),
    (integer, "0x" + "0" * 24 + "1", 1),
    (colour, "red", "red"),
    (one_of("unknown-thing", "a thing", None), "anything", "anything"),
    (one_or_many(colour), "red", ("red",)),
    (one_or_many(colour), "[red, blue]", ("red", "blue")),
]


@pytest.mark.parametrize(("reader", "written", "expected"), TAKEN)
def test_what_belongs_there_is_taken(reader: Reader[Any], written: str, expected: object) -> None:
    """Nothing is reported of it."""
    value, defects = read(reader, written)

    assert (value, defects) == (expected, [])
    assert type(value) is type(expected)


REFUSED: list[tuple[Reader[Any], str, str, str, str]] = [
    (name, "7", "not-a-name", "`7` reads as an integer where a name belongs", 'quote it: "7"'),
    (name, "1.5", "not-a-name", "`1.5` reads as a number where a name belongs", 'quote it: "1.5"'),
    (name, "true", "not-a-name", "`true` reads as a boolean where a name belongs", 'quote it: "true"'),
    (name, "~", "not-a-name", "`~` reads as nothing where a name belongs", 'quote it: "~"'),
    (name, "2026-05-11", "not-a-name", "`2026-05-11` reads as a date where a name belongs", "quote it"),
    (name, "-a", "not-a-name", "`-a` is not a name", "letters, digits"),
    (name, "a b", "not-a-name", "`a b` is not a name", "letters, digits"),
    (name, "é", "not-a-name", "`é` is not a name", "letters, digits"),
    (name, '"a\\n"', "not-a-name", "`a` is not a name", "letters, digits"),
    (name, "''", "not-a-name", "`` is not a name", "letters, digits"),
    (name, "[a]", "wrong-kind", "a list stands where a name belongs", ""),
    (name, "{a: b}", "wrong-kind", "a mapping stands where a name belongs", ""),
    (text, "7", "wrong-kind", "`7` reads as an integer where a text belongs", 'quote it: "7"'),
    (text, "~", "wrong-kind", "`~` reads as nothing where a text belongs", 'quote it: "~"'),
    (text, "' '", "empty", "the text is empty", ""),
    (text, "[a]", "wrong-kind", "a list stands where a text belongs", ""),
    (boolean, "yes", "wrong-kind", "`yes` stands where `true` or `false` belongs", ""),
    (boolean, "'true'", "wrong-kind", "`true` stands where `true` or `false` belongs", ""),
    (boolean, "1", "wrong-kind", "`1` stands where `true` or `false` belongs", ""),
    (integer, "1.0", "wrong-kind", "`1.0` stands where a whole number belongs", ""),
    (integer, "'7'", "wrong-kind", "`7` stands where a whole number belongs", ""),
    (integer, "true", "wrong-kind", "`true` stands where a whole number belongs", ""),
    (integer, "9223372036854775808", "wrong-kind", "`9223372036854775808` stands where", ""),
    (integer, "-9223372036854775809", "wrong-kind", "`-9223372036854775809` stands where", ""),
    (integer, "1" * 5000, "wrong-kind", "`" + "1" * 60 + "…` stands where a whole number belongs", ""),
    (integer, "0x" + "f" * 5000, "wrong-kind", "…` stands where a whole number belongs", ""),
    (colour, "rde", "unknown-colour", "`rde` is not a colour, expected one of `red`, `blue`", "`red`?"),
    (colour, "zzz", "unknown-colour", "`zzz` is not a colour, expected one of `red`, `blue`", ""),
    (
        one_of("unknown-colour", "a colour", ()),
        "red",
        "unknown-colour",
        "not a colour, and there is none",
        "",
    ),
    (one_or_many(colour), "[]", "empty", "the list is empty", ""),
]


@pytest.mark.parametrize(("reader", "written", "kind", "message", "advice"), REFUSED)
def test_what_does_not_belong_there_is_reported(
    reader: Reader[Any], written: str, kind: str, message: str, advice: str
) -> None:
    """The text is shown as it is written, cut when it is long; the advice is a way out."""
    value, (defect,) = read(reader, written)

    assert value is None
    assert defect.id == kind
    assert message in defect.message
    assert advice in defect.help if advice else defect.help == ""
    assert str(defect.place) == "x.yaml:1:1"


def test_a_list_keeps_what_is_right_in_it() -> None:
    """Each wrong item is reported at its own place."""
    value, defects = read(one_or_many(colour), "[red, 7, gren, blue]")

    assert value == ("red", "blue")
    assert [(defect.id, defect.place.column) for defect in defects] == [
        ("not-a-name", 7),
        ("unknown-colour", 10),
    ]


def test_the_items_of_what_is_no_list_are_none() -> None:
    """A list may be empty here; what is no list is reported."""
    assert read(items, "[]") == ((), [])
    value, (defect,) = read(items, "7")

    assert value == ()
    assert defect.message == "`7` stands where a list belongs"


def test_a_mapping_keeps_the_first_of_equal_keys() -> None:
    """The second is reported, with the line of the first; a key that is no name is reported too."""
    value, defects = read(pairs, "a: 1\nb: 2\na: 3\n7: 4\n")

    assert [(key.text, node.text) for key, node in value.items()] == [("a", "1"), ("b", "2")]
    assert [(defect.id, defect.place.line) for defect in defects] == [("duplicate-key", 3), ("not-a-name", 4)]
    assert "first in line 1" in defects[0].message


@pytest.mark.parametrize(
    ("written", "expected"),
    [("{}", "a mapping"), ("[]", "a list"), ("a:\n", "a mapping"), ("'a\n\n  b'", "`a b`"), ("' '", "``")],
)
def test_a_node_is_described_in_one_line(written: str, expected: str) -> None:
    """A message quotes what stands there, and never breaks over lines."""
    value, _ = read(lambda node, _: describe(node), written)

    assert value == expected

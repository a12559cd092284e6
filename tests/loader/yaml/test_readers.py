"""Readers of single values: accepted values, and the diagnostics of the others."""

from typing import Any

import pytest

from exitwise.diagnostic import Diagnostics, PackDiagnostic
from exitwise.loader.yaml.composer import compose
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
    """Return the value that a reader returns for a text, and the diagnostics."""
    diagnostics = Diagnostics()
    node = compose(written, "x.yaml", diagnostics)
    assert node is not None
    return reader(node, File("x.yaml", diagnostics)), list(diagnostics)


colour = one_of("unknown-colour", "colour", ("red", "blue"))

VALID: list[tuple[Reader[Any], str, Any]] = [
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
    (one_of("unknown-shape", "shape", None), "anything", "anything"),
    (one_or_many(colour), "red", ("red",)),
    (one_or_many(colour), "[red, blue]", ("red", "blue")),
]


@pytest.mark.parametrize(("reader", "written", "expected"), VALID)
def test_a_valid_value_is_returned(reader: Reader[Any], written: str, expected: object) -> None:
    """Without any diagnostic."""
    value, diagnostics = read(reader, written)

    assert (value, diagnostics) == (expected, [])
    assert type(value) is type(expected)


INVALID: list[tuple[Reader[Any], str, str, str, str]] = [
    (name, "7", "not-a-name", "expected a name, got the integer `7`", 'quote it: "7"'),
    (name, "1.5", "not-a-name", "expected a name, got the number `1.5`", 'quote it: "1.5"'),
    (name, "true", "not-a-name", "expected a name, got the boolean `true`", 'quote it: "true"'),
    (name, "~", "not-a-name", "expected a name, got the null `~`", 'quote it: "~"'),
    (name, "2026-05-11", "not-a-name", "expected a name, got the date `2026-05-11`", "quote it"),
    (name, "-a", "not-a-name", "invalid name `-a`", "letters, digits"),
    (name, "a b", "not-a-name", "invalid name `a b`", "letters, digits"),
    (name, "é", "not-a-name", "invalid name `é`", "letters, digits"),
    (name, '"a\\n"', "not-a-name", "invalid name `a`", "letters, digits"),
    (name, "''", "not-a-name", "invalid name ``", "letters, digits"),
    (name, "[a]", "wrong-kind", "expected a name, got a list", ""),
    (name, "{a: b}", "wrong-kind", "expected a name, got a mapping", ""),
    (text, "7", "wrong-kind", "expected text, got the integer `7`", 'quote it: "7"'),
    (text, "~", "wrong-kind", "expected text, got the null `~`", 'quote it: "~"'),
    (text, "' '", "empty", "the text is empty", ""),
    (text, "[a]", "wrong-kind", "expected text, got a list", ""),
    (boolean, "yes", "wrong-kind", "expected `true` or `false`, got `yes`", ""),
    (boolean, "'true'", "wrong-kind", "expected `true` or `false`, got `true`", ""),
    (boolean, "1", "wrong-kind", "expected `true` or `false`, got `1`", ""),
    (integer, "1.0", "wrong-kind", "expected a whole number, got `1.0`", ""),
    (integer, "'7'", "wrong-kind", "expected a whole number, got `7`", ""),
    (integer, "true", "wrong-kind", "expected a whole number, got `true`", ""),
    (integer, "9223372036854775808", "wrong-kind", "got `9223372036854775808`", ""),
    (integer, "-9223372036854775809", "wrong-kind", "got `-9223372036854775809`", ""),
    (integer, "1" * 5000, "wrong-kind", "expected a whole number, got `" + "1" * 60 + "…`", ""),
    (integer, "0x" + "f" * 5000, "wrong-kind", "expected a whole number, got `0xfff", ""),
    (colour, "rde", "unknown-colour", "unknown colour `rde`, expected one of `red`, `blue`", "`red`?"),
    (colour, "zzz", "unknown-colour", "unknown colour `zzz`, expected one of `red`, `blue`", ""),
    (
        one_of("unknown-colour", "colour", ()),
        "red",
        "unknown-colour",
        "unknown colour `red`, none is defined",
        "",
    ),
    (one_or_many(colour), "[]", "empty", "the list is empty", ""),
]


@pytest.mark.parametrize(("reader", "written", "kind", "message", "help_"), INVALID)
def test_an_invalid_value_is_reported(
    reader: Reader[Any], written: str, kind: str, message: str, help_: str
) -> None:
    """The message quotes the value, cut if it is long; the help names the way out."""
    value, (defect,) = read(reader, written)

    assert value is None
    assert defect.id == kind
    assert message in defect.message
    assert help_ in defect.help if help_ else defect.help == ""
    assert str(defect.place) == "x.yaml:1:1"


def test_valid_items_of_a_list_are_returned() -> None:
    """Every invalid item is reported at its own position."""
    value, diagnostics = read(one_or_many(colour), "[red, 7, gren, blue]")

    assert value == ("red", "blue")
    assert [(defect.id, defect.place.column) for defect in diagnostics] == [
        ("not-a-name", 7),
        ("unknown-colour", 10),
    ]


def test_items_of_a_scalar_are_reported() -> None:
    """A list may be empty; any other node is reported."""
    assert read(items, "[]") == ((), [])
    value, (defect,) = read(items, "7")

    assert value == ()
    assert defect.message == "expected a list, got `7`"


def test_the_first_of_duplicate_keys_is_kept() -> None:
    """The second is reported with the line of the first; a key that is not a name is reported too."""
    value, diagnostics = read(pairs, "a: 1\nb: 2\na: 3\n7: 4\n")

    assert [(key.text, node.text) for key, node in value.items()] == [("a", "1"), ("b", "2")]
    assert [(defect.id, defect.place.line) for defect in diagnostics] == [
        ("duplicate-key", 3),
        ("not-a-name", 4),
    ]
    assert diagnostics[0].message == "duplicate key `a`, first on line 1"


@pytest.mark.parametrize(
    ("written", "expected"),
    [("{}", "a mapping"), ("[]", "a list"), ("a:\n", "a mapping"), ("'a\n\n  b'", "`a b`"), ("' '", "``")],
)
def test_a_node_is_described_on_one_line(written: str, expected: str) -> None:
    """Line breaks are folded, so that a message stays on one line."""
    value, _ = read(lambda node, _: describe(node), written)

    assert value == expected

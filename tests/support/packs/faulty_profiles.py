"""Invalid profiles of the bicycle pack, each with the words that its message must have."""

from collections.abc import Callable

SAFE = {"brakes": "yes", "colour": "blue", "age": 5}
"""A valid profile."""

FAULTS: dict[str, tuple[object, tuple[str, ...]]] = {
    "not JSON": ("{brakes: yes}", ("not JSON", "line 1", "column 2")),
    "cut short": ('{"brakes":\n "yes"', ("not JSON", "line 2")),
    "two texts": ('{"brakes": "yes"}\n{}', ("not JSON", "line 2", "column 1")),
    "empty": ("", ("not JSON",)),
    "white space": (" \n ", ("not JSON",)),
    "zero bytes": (bytes(100), ("not JSON",)),
    "not UTF-8": (b'{"brakes": "\xff"}', ("not UTF-8", "12")),
    "UTF-16": ('{"brakes": "yes"}'.encode("utf-16"), ("not UTF-8",)),
    "a list": ([SAFE], ("a list", "object")),
    "a text": ("profile.json".join('""'), ("is text", "object")),
    "a number": ("7", ("a number", "object")),
    "null": ("null", ("null", "object")),
    "a boolean": ("true", ("boolean", "object")),
    "not a number": ('{"brakes": "yes", "age": NaN}', ("not JSON", "`NaN`")),
    "infinite": ('{"brakes": "yes", "age": -Infinity}', ("not JSON", "`-Infinity`")),
    "a number too large for a computer": ('{"brakes": "yes", "age": 1e999}', ("/age", "a whole number")),
    "a number of many digits": (f'{{"brakes": "yes", "age": {"7" * 5000}}}', ("/age", "64 bits")),
    "a number beyond 64 bits": (SAFE | {"age": 2**63}, ("/age", "64 bits", "at most 90")),
    "a number out of bounds": (SAFE | {"spokes": 11}, ("/spokes", "11", "12", "48")),
    "a fraction": (SAFE | {"age": 5.0}, ("/age", "5.0", "a whole number")),
    "a text for a number": (SAFE | {"age": "5"}, ("/age", "a whole number")),
    "a number for a choice": (SAFE | {"brakes": 1}, ("/brakes", "1", "`yes`, `no`")),
    "a boolean for a number": (SAFE | {"age": True}, ("/age", "true", "a whole number")),
    "a boolean for a choice": (SAFE | {"brakes": True}, ("/brakes", "true", "`yes`, `no`")),
    "a list for a choice": (SAFE | {"brakes": ["yes"]}, ("/brakes", "a list", "`yes`, `no`")),
    "an object for a choice": (SAFE | {"brakes": {}}, ("/brakes", "an object", "`yes`, `no`")),
    "an unknown key": (SAFE | {"colur": "red"}, ("/colur", "did you mean `colour`?")),
    "a key that a pointer escapes": (SAFE | {"a/b~c": 1}, ("/a~1b~0c", "`a/b~c`")),
    "an unknown value": (SAFE | {"colour": "Red"}, ("/colour", "`Red`", "did you mean `red`?")),
    "an empty text": (SAFE | {"brakes": ""}, ("/brakes", "`yes`, `no`")),
    "unknown where it is no answer": ({"brakes": "unknown"}, ("/brakes", "`yes`, `no`")),
    "a duplicate key": ('{"brakes": "yes", "brakes": "yes"}', ("/brakes", "duplicate key")),
    "a fact missing that matters": ({"colour": "red"}, ("/brakes", "is missing", "Do the brakes hold?")),
    "a fact null that matters": ({"brakes": None}, ("/brakes", "is missing")),
    "a contradiction": (
        {"brakes": "yes", "colour": "green", "age": 60},
        ("/colour", "`colour`", "`age`", "no-old-green", "Green paint is not 60 years old."),
    ),
    "an id that is a list": (SAFE | {"id": [1]}, ("/id",)),
    "an id that is a boolean": (SAFE | {"id": False}, ("/id",)),
    "an id that is a fraction": (SAFE | {"id": 1.5}, ("/id",)),
    "an id of many digits": (f'{{"brakes": "yes", "id": {"7" * 5000}}}', ("/id",)),
    "an id that is half a character": (
        r'{"brakes": "yes", "id": "a\ud83d"}',
        ("/id", "surrogate", r"\ud83d"),
    ),
    "another schema": (SAFE | {"schema": "exitwise.profile/2"}, ("/schema", "exitwise.profile/1")),
    "steering characters": (
        SAFE | {"colour": "\x1b[31m\x9b\u202e", "\x07": 1},
        ("/colour", r"\x1b", r"\x07"),
    ),
}
"""The input of each, and the words that locate the fault."""

MEASURELESS: dict[str, tuple[Callable[[], str], str]] = {
    "100 MB": (lambda: f'{{"brakes": "yes", "id": "{"x" * 100_000_000}"}}', "larger"),
    "100,000 lists": (lambda: "[" * 100_000 + "]" * 100_000, "nested"),
    "100,000 lists left open": (lambda: "[" * 100_000, "nested"),
    "100,000 objects": (lambda: '{"a":' * 100_000 + "1" + "}" * 100_000, "nested"),
    "100,000 lists in an answer": (lambda: f'{{"brakes": {"[" * 100_000 + "]" * 100_000}}}', "nested"),
}
"""Inputs beyond a limit, generated when read, each with the word for the limit."""

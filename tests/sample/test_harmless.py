"""Harmless lines: each is the same record in other bytes."""

import json
import re
from collections.abc import Callable

import pytest

from exitwise.sample import harmless
from exitwise.sample.original import Original
from support.packs.originals import RECORD, original

LINES: dict[Callable[[Original], bytes], bytes] = {
    harmless.carriage_return: b'{"id":7,"colour":"red","age":5}\r\n',
    harmless.escaped_key: b'{"\\u0069\\u0064":7,"colour":"red","age":5}\n',
    harmless.escaped_value: b'{"id":7,"colour":"\\u0072\\u0065\\u0064","age":5}\n',
    harmless.another_order: b'{"age":5,"colour":"red","id":7}\n',
    harmless.without_id: b'{"colour":"red","age":5}\n',
    harmless.without_newline: b'{"id":7,"colour":"red","age":5}',
}
"""The line with the first of its random choices."""


@pytest.mark.parametrize("change", LINES, ids=lambda change: change.__name__)
def test_line_of_each_change(change: Callable[[Original], bytes]) -> None:
    """Only what the name of the change says differs from the line of the record."""
    assert change(original("colour")) == LINES[change]


@pytest.mark.parametrize("position", range(3))
def test_any_key_may_be_escaped(position: int) -> None:
    """The chosen key has no letter left, and the record is the same."""
    line = harmless.escaped_key(original(choice=position))

    assert json.loads(line) == RECORD
    assert [key for key in RECORD if f'"{key}"'.encode() not in line] == [[*RECORD][position]]


def test_spaces_are_around_every_token() -> None:
    """No bracket, colon or comma is next to a value, and the record is the same."""
    line = harmless.spaces(original())

    assert json.loads(line) == RECORD
    assert re.search(rb"[^\s][{}:,]|[{}:,][^\s]", line) is None
    assert line != line.lstrip()
    assert line.count(b"\n") == 1


def test_record_without_id_stays_without_id() -> None:
    """A record need not have one."""
    assert json.loads(harmless.without_id(original(record={"age": 5}))) == {"age": 5}


def test_unusual_text_is_valid_json() -> None:
    """It has control characters, markup and an astral character, but no lone surrogate."""
    text = json.loads(harmless.UNUSUAL_TEXT)

    assert {"\0", "\n", "\\", '"', "\u2028", "\u202e", "\N{ROCKET}", "<", "{", "é"} <= set(text)
    assert text.encode().decode() == text

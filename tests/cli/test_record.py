"""Tests of the reading of records."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from exitwise.cli.record import parse_record
from exitwise.errors import InputError
from exitwise.loader.profile import MAX_BYTES
from exitwise.model.advice import Pack
from exitwise.model.record import Record
from support.oracles import schemas

RECORD = Record(
    profile={"door": "yes", "days": None},
    as_of=date(2026, 12, 5),
    language="en",
    pack=Pack(name="toy", version="2026.12.0", digest="sha256:0"),
    engine="0.2.0",
    advice={"schema": "exitwise.advice/1", "steps": [{"id": "a"}]},
)
RAW = RECORD.as_dict()


def text(**changed: Any) -> bytes:
    """The record as JSON, with some keys changed."""
    return json.dumps(RAW | changed).encode()


def test_a_record_is_read_back() -> None:
    """With or without a byte-order mark."""
    assert parse_record(text()) == RECORD
    assert parse_record(b"\xef\xbb\xbf" + text()) == RECORD


WRONG: dict[str, Any] = {
    "profile": [],
    "as_of": "2026-2-30",
    "language": 7,
    "pack": {"name": "toy", "version": "2026.12.0"},
    "engine": None,
    "advice": "delete",
    "stranger": 1,
}


@pytest.mark.parametrize(("key", "value"), WRONG.items())
def test_a_damaged_record_is_rejected_with_its_key(key: str, value: object) -> None:
    """Its schema rejects it too."""
    with pytest.raises(InputError, match=f"damaged record: .*`{key}`") as raised:
        parse_record(text(**{key: value}))

    assert raised.value.help
    assert not schemas.accepts("record", RAW | {key: value})


@pytest.mark.parametrize("key", [key for key in RAW if key != "schema"])
def test_a_missing_key_is_reported(key: str) -> None:
    """Every key is required."""
    rest = {name: value for name, value in RAW.items() if name != key}

    with pytest.raises(InputError, match=f"missing key `{key}`"):
        parse_record(json.dumps(rest).encode())


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"{", "not JSON: .*, at line 1, column 2"),
        (b"\xff", "not UTF-8 text, at byte 0"),
        (b"[]", "a list, expected a JSON object"),
        (b"{}", "it has no `schema`"),
        (b'{"schema": "exitwise.session/1"}', "its schema is `exitwise.session/1`"),
        (b'{"a": NaN}', "`NaN` is not a JSON number"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"schema": "exitwise.record/1", "a": ' + b"[" * 700 + b"]" * 700 + b"}", "nested too deeply"),
        (b" " * (MAX_BYTES + 1), "larger than 1024 KiB"),
    ],
)
def test_what_is_not_a_record_is_rejected(content: bytes, problem: str) -> None:
    """The message says why, and the help where records come from."""
    with pytest.raises(InputError, match=problem) as raised:
        parse_record(content)

    assert raised.value.message.startswith("not a record: ")
    assert "--record" in raised.value.help


@pytest.mark.parametrize(
    "part",
    ['"engine": "1", "engine": "2"', '"advice": {"a": 1, "a": 2}', '"advice": {"b": [[{"a": 1, "a": 2}]]}'],
)
def test_a_key_that_is_given_twice_is_reported(part: str) -> None:
    """At any depth, also within lists: which of the two was meant is not known."""
    content = f'{{"schema": "exitwise.record/1", {part}}}'.encode()

    with pytest.raises(InputError, match=r"damaged record: duplicate key `(a|engine)`"):
        parse_record(content)


def test_exact_numbers_stay_exact() -> None:
    """In a profile, and in lists of objects of the advice."""
    content = text().replace(b'"id": "a"', b'"id": 0.10').replace(b'"door": "yes"', b'"price": 19.90')
    record = parse_record(content)

    assert (record.profile["price"], record.advice["steps"]) == (Decimal("19.90"), [{"id": Decimal("0.10")}])

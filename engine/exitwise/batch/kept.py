"""Columns that pass through: as they are spelled, unless nobody can tell what they say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from exitwise.diagnostic import ProfileDiagnostic
from exitwise.model.profile import DUPLICATE, LONE_SURROGATE, pointer, quote

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

MARK = b"\xef\xbb\xbf"


def spelled(line: bytes, keys: Collection[str]) -> dict[str, Any]:
    """Return the values of some keys of a record as they stand in its line."""
    found = msgspec.json.decode(line.removeprefix(MARK), type=dict[str, msgspec.Raw])
    return {key: found[key] for key in keys}


def faults(raw: Mapping[str, object], keys: Collection[str]) -> Iterator[ProfileDiagnostic]:
    """Yield for each of some keys what keeps its value from being passed on, at most one thing."""
    for key in keys:
        for value in _within(raw[key]):
            if value is DUPLICATE:
                message = f"{quote(key)} is given twice, or holds a key twice"
                yield ProfileDiagnostic(pointer=pointer(key), cause="duplicate-key", message=message)
                break
            if isinstance(value, str) and LONE_SURROGATE.search(value):
                message = f"{quote(key)} holds half of a surrogate pair, which is no text"
                yield ProfileDiagnostic(pointer=pointer(key), cause="wrong-kind", message=message)
                break


def _within(value: object) -> Iterator[object]:
    """Yield a value and everything in it, keys included."""
    waiting = [value]
    while waiting:
        value = waiting.pop()
        yield value
        if isinstance(value, dict):
            waiting += [*value.keys(), *value.values()]
        elif isinstance(value, list):
            waiting += _pairs(value) if value and isinstance(value[0], tuple) else value


def _pairs(pairs: list[tuple[str, object]]) -> Iterator[object]:
    """Yield what is in an object that stands in a list, which the reading leaves as its pairs."""
    keys = [key for key, _ in pairs]
    yield from keys
    yield from (value for _, value in pairs)
    if len(set(keys)) < len(keys):
        yield DUPLICATE

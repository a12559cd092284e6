"""Values that pass through: copied byte for byte, unless they are ambiguous or not valid text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from exitwise.batch.records import BOM
from exitwise.diagnostic import ProfileDiagnostic
from exitwise.model.profile import DUPLICATE, LONE_SURROGATE, pointer, quote

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping


def raw_values(line: bytes, keys: Collection[str]) -> dict[str, Any]:
    """Return the values of some keys of a record, unparsed."""
    values = msgspec.json.decode(line.removeprefix(BOM), type=dict[str, msgspec.Raw])
    return {key: values[key] for key in keys}


def faults(raw: Mapping[str, object], keys: Collection[str]) -> Iterator[ProfileDiagnostic]:
    """Yield the faults that prevent values from passing through, at most one for each key."""
    for key in keys:
        for value in _within(raw[key]):
            if value is DUPLICATE:
                message = f"{quote(key)} appears twice, or contains a key twice"
                yield ProfileDiagnostic(pointer=pointer(key), cause="duplicate-key", message=message)
                break
            if isinstance(value, str) and LONE_SURROGATE.search(value):
                message = f"{quote(key)} contains an unpaired surrogate, which is not valid text"
                yield ProfileDiagnostic(pointer=pointer(key), cause="wrong-kind", message=message)
                break


def _within(value: object) -> Iterator[object]:
    """Yield a value and everything in it, keys included."""
    stack = [value]
    while stack:
        value = stack.pop()
        yield value
        if isinstance(value, dict):
            stack += [*value.keys(), *value.values()]
        elif isinstance(value, list):
            stack += _pairs(value) if value and isinstance(value[0], tuple) else value


def _pairs(pairs: list[tuple[str, object]]) -> Iterator[object]:
    """Yield the contents of an object inside a list, which the parser leaves as pairs."""
    keys = [key for key, _ in pairs]
    yield from keys
    yield from (value for _, value in pairs)
    if len(set(keys)) < len(keys):
        yield DUPLICATE

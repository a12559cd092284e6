"""Differences between two values of JSON, by the path to each."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ABSENT: Final = object()
"""The value at a path that one of the two does not have."""
ORDER: Final = "order"
"""The last part of the path to a list whose items are the same in another order."""
IDENTIFYING: Final = ("id", "rule", "hold")
"""The keys that identify an object in a list, the first that all objects have."""

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """The values at one path; one of them may be `ABSENT`."""

    path: Path
    old: Any
    new: Any


def differences(old: object, new: object, path: Path = ()) -> Iterator[Difference]:
    """Yield the smallest differing parts, in the order of the old value and then of the new one."""
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        for key in dict.fromkeys((*old, *new)):
            yield from differences(old.get(key, ABSENT), new.get(key, ABSENT), (*path, str(key)))
        return
    key = _identifying_key(old, new)
    if key is not None and isinstance(old, list) and isinstance(new, list):
        before, after = _by_id(old, key), _by_id(new, key)
        yield from differences(before, after, path)
        kept = [name for name in before if name in after], [name for name in after if name in before]
        if kept[0] != kept[1]:
            yield Difference((*path, ORDER), *kept)
    elif not _are_same(old, new):
        yield Difference(path, old, new)


def _are_same(old: object, new: object) -> bool:
    """Whether two values are the same JSON, in which 1 is not true."""
    if old is ABSENT or new is ABSENT:
        return old is new
    return _canonical(old) == _canonical(new)


def _canonical(value: object) -> str:
    """Return JSON with sorted keys; an exact decimal is no text."""
    return json.dumps(value, sort_keys=True, default=repr)


def _identifying_key(old: object, new: object) -> str | None:
    """Return the key by which the objects of two lists can be matched, if there is one."""
    if not (isinstance(old, list) and isinstance(new, list) and (old or new)):
        return None
    for key in IDENTIFYING:
        names = [
            [item.get(key) if isinstance(item, Mapping) else None for item in items] for items in (old, new)
        ]
        if all(_are_distinct(column) for column in names):
            return key
    return None


def _are_distinct(names: Sequence[object]) -> bool:
    return all(isinstance(name, str) for name in names) and len(set(names)) == len(names)


def _by_id(items: Sequence[Any], key: str) -> dict[str, Any]:
    return {item[key]: item for item in items}

"""Records: mappings with fixed keys, described as data by a reader for each key."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from exitwise.loader.yaml.readers import fixed_key, items, pairs
from exitwise.nearest import did_you_mean, join_names

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from exitwise.diagnostic import Place
    from exitwise.loader.yaml.nodes import Node
    from exitwise.loader.yaml.readers import File, Reader


@dataclass(frozen=True, slots=True)
class Key:
    """The reader of a key's value, and whether the key is required."""

    read: Reader[Any]
    required: bool = False


@dataclass(frozen=True, slots=True)
class Record:
    """A record as read: valid values by key, all value nodes by key, and the position of its beginning.

    `complete` is true if every required key has a valid value.
    """

    values: dict[str, Any]
    nodes: dict[str, Node]
    node: Node
    place: Place
    complete: bool

    def report(self, file: File, kind: str, key: str, message: str, help: str = "") -> None:  # noqa: A002
        """Report a diagnostic at the value of a key, or at the record if the key is missing."""
        file.report(kind, self.nodes.get(key, self.node), message, help)


def read_record(node: Node, file: File, expected: str, keys: Mapping[str, Key]) -> Record | None:
    """Return the record in a mapping; unknown, missing and invalid keys are reported.

    `expected` is the record in words, with its article: "a fact", "pack.yaml".
    """
    mapping = pairs(node, file, expected, fixed_key)
    if mapping is None:
        return None
    nodes = {key.text: value for key, value in mapping.items()}
    for key in mapping:
        if key.text not in keys:
            message = f"unknown key `{key.text}` in {expected}, expected one of {join_names(keys, most=20)}"
            file.report("unknown-key", key, message, did_you_mean(key.text, keys))
    read = {name: key.read(nodes[name], file) for name, key in keys.items() if name in nodes}
    values = {name: value for name, value in read.items() if value is not None}
    missing = [name for name, key in keys.items() if key.required and name not in nodes]
    for name in missing:
        file.report("missing-key", node, f"missing key `{name}` in {_subject(expected, keys, values)}")
    complete = all(name in values for name, key in keys.items() if key.required)
    return Record(values, nodes, node, file.place(node), complete)


def _subject(expected: str, keys: Mapping[str, Key], values: Mapping[str, Any]) -> str:
    """Return "fact `colour`" if the record has an id of its own, otherwise "a fact"."""
    noun = expected.removeprefix("a ").removeprefix("an ")
    return f"{noun} `{values['id']}`" if "id" in values and keys["id"].required else expected


def read_records(node: Node, file: File, read: Callable[[Node, File], Any | None]) -> tuple[Any, ...]:
    """Return the valid values in a list; the others are reported by `read`."""
    values = [read(item, file) for item in items(node, file)]
    return tuple(value for value in values if value is not None)

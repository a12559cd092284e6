"""Mappings with fixed keys, described as data: which there are, how each is read, which must be there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from exitwise.loader.yaml import nodes
from exitwise.loader.yaml.readers import fixed_key as key_of
from exitwise.loader.yaml.readers import items, pairs
from exitwise.nearest import did_you_mean, join_names

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from exitwise.diagnostic import Place
    from exitwise.loader.yaml.nodes import Node, Scalar
    from exitwise.loader.yaml.readers import File, Reader


@dataclass(frozen=True, slots=True)
class Key:
    """How the value of a key is read, and whether the key must be there."""

    read: Reader[Any]
    required: bool = False


@dataclass(frozen=True, slots=True)
class Record:
    """What was read of a mapping: the values by key, the nodes they stand at, and where it begins."""

    values: dict[str, Any]
    nodes: dict[str, Node]
    node: Node
    place: Place
    complete: bool

    def report(self, file: File, kind: str, key: str, message: str, advice: str = "") -> None:
        """Report a defect at the value of a key, or at the record where the key is absent."""
        file.report(kind, self.nodes.get(key, self.node), message, advice)


def read_record(node: Node, file: File, what: str, keys: Mapping[str, Key]) -> Record | None:
    """Return what a mapping holds; unknown, missing and faulty keys are reported."""
    found = pairs(node, file, what, key_of)
    if found is None:
        return None
    at = {key.text: value for key, value in found.items()}
    for key in found:
        if key.text not in keys:
            message = f"{what} has no key `{key.text}`, expected one of {join_names(keys, most=20)}"
            file.report("unknown-key", key, message, did_you_mean(key.text, keys))
    read = {name: key.read(at[name], file) for name, key in keys.items() if name in at}
    values = {name: value for name, value in read.items() if value is not None}
    missing = [name for name, key in keys.items() if key.required and name not in at]
    for name in missing:
        file.report("missing-key", node, f"{what} has no `{name}`{_id_suffix(values)}")
    complete = all(name in values for name, key in keys.items() if key.required)
    return Record(values, at, node, file.place(node), complete)


def _id_suffix(values: Mapping[str, Any]) -> str:
    return f" (`{values['id']}`)" if "id" in values else ""


def read_records(node: Node, file: File, read: Callable[[Node, File], Any | None]) -> tuple[Any, ...]:
    """Return what was read of each item of a list, without those that could not be."""
    found = [read(item, file) for item in items(node, file)]
    return tuple(value for value in found if value is not None)


def scalars_under(node: Node | None, key: str) -> tuple[Scalar, ...]:
    """Return the scalars under one key of each mapping of a list, without judging them."""
    if not isinstance(node, nodes.Sequence):
        return ()
    found = [pair for item in node.items if isinstance(item, nodes.Mapping) for pair in item.pairs]
    return tuple(
        value
        for name, value in found
        if isinstance(name, nodes.Scalar) and name.text == key and isinstance(value, nodes.Scalar)
    )

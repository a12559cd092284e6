"""The node types of a YAML tree: scalars, sequences and mappings with their positions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

ScalarKind = Literal["text", "null", "boolean", "integer", "number", "date"]

NUMBER: Final = r"[-+]?(?:(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:e[-+]?[0-9]+)?|\.(?:inf|nan))\Z"

_WORDS: Final[dict[str, ScalarKind]] = {
    **dict.fromkeys(("null", "Null", "NULL"), "null"),
    **dict.fromkeys(("true", "True", "TRUE", "false", "False", "FALSE"), "boolean"),
}
_PATTERNS: Final[tuple[tuple[ScalarKind, re.Pattern[str]], ...]] = (
    ("null", re.compile(r"~?\Z")),
    ("integer", re.compile(r"(?:[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+)\Z")),
    ("number", re.compile(NUMBER, re.IGNORECASE)),
    ("date", re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}\Z")),
)


class Scalar(NamedTuple):
    """A scalar as written; `plain` means unquoted. Line and column count from 0."""

    text: str
    plain: bool
    line: int
    column: int

    @property
    def kind(self) -> ScalarKind:
        """The kind by the core schema of YAML 1.2, and dates; quoted text is text."""
        if not self.plain:
            return "text"
        if self.text[:1].isalpha():
            return _WORDS.get(self.text, "text")
        return next((kind for kind, pattern in _PATTERNS if pattern.match(self.text)), "text")


class Sequence(NamedTuple):
    """A list of nodes."""

    items: tuple[Node, ...]
    line: int
    column: int


class Mapping(NamedTuple):
    """Pairs of a key and a value, in the order of the file, duplicate keys included."""

    pairs: tuple[tuple[Node, Node], ...]
    line: int
    column: int


Node = Scalar | Sequence | Mapping


def walk(node: Node) -> Iterator[Node]:
    """Yield a node and all its descendants, parents first."""
    yield node
    match node:
        case Sequence(items):
            for item in items:
                yield from walk(item)
        case Mapping(pairs):
            for key, value in pairs:
                yield from walk(key)
                yield from walk(value)


def value_under(node: Node | None, key: str) -> Node | None:
    """Return the value of a key; None, without a report, if the node is no mapping or has no such key."""
    if not isinstance(node, Mapping):
        return None
    return next((value for name, value in node.pairs if isinstance(name, Scalar) and name.text == key), None)


def scalars_under(node: Node | None, key: str, having: str | None = None) -> tuple[Scalar, ...]:
    """Return the scalars under one key of each mapping in a list; nothing is reported.

    With `having`, mappings without this other key are skipped.
    """
    if not isinstance(node, Sequence):
        return ()
    mappings = (item for item in node.items if isinstance(item, Mapping))
    pairs = [pair for item in mappings if having is None or value_under(item, having) for pair in item.pairs]
    return tuple(
        value
        for name, value in pairs
        if isinstance(name, Scalar) and name.text == key and isinstance(value, Scalar)
    )

"""Readers of single values: each returns the value, or reports a diagnostic and returns None."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeVar

from exitwise.diagnostic import PackDiagnostic, Place
from exitwise.loader.yaml.nodes import Mapping, Node, Scalar, Sequence
from exitwise.nearest import did_you_mean, join_names

if TYPE_CHECKING:
    from collections.abc import Iterable

    from exitwise.diagnostic import Diagnostics

T = TypeVar("T")

NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*\Z")
MAX_QUOTED: Final = 60
MAX_DIGITS: Final = 1000
LIMIT: Final = 2**63


@dataclass(frozen=True, slots=True)
class File:
    """A file being read: its name in positions, and the collector of its diagnostics."""

    name: str
    diagnostics: Diagnostics

    def place(self, node: Node) -> Place:
        """Return the position at which a node begins."""
        return Place(self.name, node.line + 1, node.column + 1)

    def report(self, kind: str, node: Node, message: str, help: str = "") -> None:  # noqa: A002 (the field's word)
        """Report a diagnostic at a node."""
        self.diagnostics.add(PackDiagnostic(id=kind, message=message, place=self.place(node), help=help))

    def report_unexpected(self, node: Node, expected: str, help: str = "") -> None:  # noqa: A002
        """Report a value of the wrong kind."""
        self.report("wrong-kind", node, f"expected {expected}, got {describe(node)}", help)


Reader = Callable[[Node, File], T | None]
"""A function from a node to a value; it returns None after reporting a diagnostic."""


def describe(node: Node) -> str:
    """Return a node's text in backticks, cut to 60 characters, or the kind of collection."""
    match node:
        case Mapping():
            return "a mapping"
        case Sequence():
            return "a list"
        case Scalar(text="", plain=True):
            return "nothing"
        case Scalar(text):
            line = " ".join(text.split())
            return f"`{line}`" if len(line) <= MAX_QUOTED else f"`{line[:MAX_QUOTED]}…`"


def with_article(noun: str) -> str:
    """Return a noun with its indefinite article.

    >>> with_article("outcome")
    'an outcome'
    """
    return f"an {noun}" if noun[0] in "aeiou" else f"a {noun}"


def scalar(node: Node, file: File, expected: str) -> Scalar | None:
    """Return a scalar of any kind."""
    if isinstance(node, Scalar):
        return node
    file.report_unexpected(node, expected)
    return None


def name(node: Node, file: File, expected: str = "a name") -> str | None:
    """Return a name: letters, digits, `-`, `_` and `.`; one that reads as another kind must be quoted."""
    value = scalar(node, file, expected)
    if value is None:
        return None
    if value.kind != "text":
        _report_unquoted("not-a-name", value, file, expected)
        return None
    if not NAME.match(value.text):
        file.report(
            "not-a-name",
            value,
            f"invalid name {describe(value)}",
            "use letters, digits, `-`, `_` and `.` only",
        )
        return None
    return value.text


def text(node: Node, file: File) -> str | None:
    """Return text for people, stripped; it must not be empty."""
    content = verbatim(node, file)
    if content is None:
        return None
    if not content.strip():
        file.report("empty", node, "the text is empty")
        return None
    return content.strip()


def verbatim(node: Node, file: File) -> str | None:
    """Return text exactly as written, possibly empty: a name that other software has chosen."""
    value = scalar(node, file, "text")
    if value is None or value.kind in {"text", "date"}:
        return None if value is None else value.text
    _report_unquoted("wrong-kind", value, file, "text")
    return None


def _report_unquoted(kind: str, node: Scalar, file: File, expected: str) -> None:
    if not node.text:
        file.report(kind, node, f"expected {expected}, got nothing")
        return
    file.report(
        kind, node, f"expected {expected}, got the {node.kind} {describe(node)}", f'quote it: "{node.text}"'
    )


def boolean(node: Node, file: File) -> bool | None:
    """Return `true` or `false`."""
    if isinstance(node, Scalar) and node.kind == "boolean":
        return node.text.lower() == "true"
    file.report_unexpected(node, "`true` or `false`")
    return None


def integer(node: Node, file: File, expected: str = "a whole number", minimum: int = -LIMIT) -> int | None:
    """Return a whole number within 64 bits, at least `minimum`."""
    if isinstance(node, Scalar) and node.kind == "integer":
        base = {"0x": 16, "0o": 8}.get(node.text[:2], 10)
        number = int(node.text, base) if len(node.text) <= MAX_DIGITS else LIMIT
        if minimum <= number < LIMIT:
            return number
    file.report_unexpected(node, expected)
    return None


def one_of(
    kind: str, noun: str, allowed: Iterable[str] | None, instead: dict[str, str] | None = None
) -> Reader[str]:
    """Return a reader of one of these names; it reports other names as diagnostics of `kind`.

    None instead of names means that the file that defines them could not be read: then any name is accepted.
    `instead` has the help for some other names.
    """
    names = None if allowed is None else tuple(allowed)

    def read(node: Node, file: File) -> str | None:
        value = name(node, file, with_article(noun))
        if value is None or names is None or value in names:
            return value
        expected = f"expected one of {join_names(names)}" if names else "none is defined"
        help_ = (instead or {}).get(value) or did_you_mean(value, names)
        file.report(kind, node, f"unknown {noun} {describe(node)}, {expected}", help_)
        return None

    return read


def one_or_many(read: Reader[T]) -> Reader[tuple[T, ...]]:
    """Return a reader of one value or a list of them."""

    def read_many(node: Node, file: File) -> tuple[T, ...] | None:
        if not isinstance(node, Sequence):
            value = read(node, file)
            return None if value is None else (value,)
        if not node.items:
            file.report("empty", node, "the list is empty")
            return None
        values = [read(item, file) for item in node.items]
        return tuple(value for value in values if value is not None)

    return read_many


def items(node: Node, file: File) -> tuple[Node, ...]:
    """Return the items of a list, which may be empty."""
    if isinstance(node, Sequence):
        return node.items
    file.report_unexpected(node, "a list")
    return ()


def fixed_key(node: Node, file: File) -> str | None:
    """Return a key of a record; YAML's merge key `<<` is read as an ordinary, and so unknown, key."""
    is_merge = isinstance(node, Scalar) and node.text == "<<"
    return "<<" if is_merge else name_key(node, file)


def name_key(node: Node, file: File) -> str | None:
    """Return a key that is a name."""
    return name(node, file, "a key")


def pairs(
    node: Node, file: File, expected: str = "a mapping", read_key: Reader[str] = name_key
) -> dict[Scalar, Node] | None:
    """Return the pairs of a mapping; of duplicate keys the first is kept and the others are reported."""
    if not isinstance(node, Mapping):
        file.report_unexpected(node, expected)
        return None
    first: dict[str, tuple[Scalar, Node]] = {}
    for key, value in node.pairs:
        key_text = read_key(key, file)
        if key_text is None or not isinstance(key, Scalar):
            continue
        if key_text in first:
            line = file.place(first[key_text][0]).line
            file.report("duplicate-key", key, f"duplicate key `{key_text}`, first on line {line}")
            continue
        first[key_text] = (key, value)
    return dict(first.values())

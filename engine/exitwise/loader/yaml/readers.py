"""Readers of single values: each returns the value, or reports what was expected and returns None."""

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
    """A file being read: its name in places, and where its defects go."""

    name: str
    diagnostics: Diagnostics

    def place(self, node: Node) -> Place:
        """Return where a node begins."""
        return Place(self.name, node.line + 1, node.column + 1)

    def report(self, kind: str, node: Node, message: str, advice: str = "") -> None:
        """Report a defect at a node."""
        self.diagnostics.add(PackDiagnostic(id=kind, message=message, place=self.place(node), help=advice))


Reader = Callable[[Node, File], T | None]
"""Turns a node into a value, or reports a defect and returns None."""


def describe(node: Node) -> str:
    """Say what stands there: the text as it is written, or the kind of collection."""
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


def scalar(node: Node, file: File, expected: str) -> Scalar | None:
    """Return a scalar, whatever it reads as."""
    if isinstance(node, Scalar):
        return node
    file.report("wrong-kind", node, f"{describe(node)} stands where {expected} belongs")
    return None


def name(node: Node, file: File, what: str = "a name") -> str | None:
    """Return a name: letters, digits, `-`, `_` and `.`; what reads as something else must be quoted."""
    found = scalar(node, file, what)
    if found is None:
        return None
    if found.kind != "text":
        _report_unquoted("not-a-name", found, file, what)
        return None
    if not NAME.match(found.text):
        message = f"{describe(found)} is not a name"
        file.report("not-a-name", found, message, "a name has letters, digits, `-`, `_` and `.` only")
        return None
    return found.text


def text(node: Node, file: File) -> str | None:
    """Return a text for people; not empty."""
    found = scalar(node, file, "a text")
    if found is None:
        return None
    if found.kind not in {"text", "date"}:
        _report_unquoted("wrong-kind", found, file, "a text")
        return None
    if not found.text.strip():
        file.report("empty", found, "the text is empty")
        return None
    return found.text.strip()


def verbatim(node: Node, file: File) -> str | None:
    """Return a text as it stands, of any characters or none: it is what somebody else calls something."""
    found = scalar(node, file, "a text")
    if found is None or found.kind in {"text", "date"}:
        return None if found is None else found.text
    _report_unquoted("wrong-kind", found, file, "a text")
    return None


def _report_unquoted(kind: str, found: Scalar, file: File, what: str) -> None:
    message = f"{describe(found)} reads as {_article(found.kind)} where {what} belongs"
    file.report(kind, found, message, f'quote it: "{found.text or "…"}"')


def _article(kind: str) -> str:
    return "nothing" if kind == "null" else f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"


def boolean(node: Node, file: File) -> bool | None:
    """Return `true` or `false`."""
    if isinstance(node, Scalar) and node.kind == "boolean":
        return node.text.lower() == "true"
    file.report("wrong-kind", node, f"{describe(node)} stands where `true` or `false` belongs")
    return None


def integer(node: Node, file: File) -> int | None:
    """Return a whole number within 64 bits."""
    if isinstance(node, Scalar) and node.kind == "integer":
        base = {"0x": 16, "0o": 8}.get(node.text[:2], 10)
        number = int(node.text, base) if len(node.text) <= MAX_DIGITS else LIMIT
        if -LIMIT <= number < LIMIT:
            return number
    file.report("wrong-kind", node, f"{describe(node)} stands where a whole number belongs")
    return None


def one_of(kind: str, what: str, allowed: Iterable[str] | None) -> Reader[str]:
    """Return a reader of one of these names; `kind` is the defect's, `what` the word for the name.

    Where the names are None, the file that gives them could not be read: then any name is taken.
    """
    names = None if allowed is None else tuple(allowed)

    def read(node: Node, file: File) -> str | None:
        found = name(node, file, what)
        if found is None or names is None or found in names:
            return found
        expected = f"expected one of {join_names(names)}" if names else "and there is none"
        message = f"{describe(node)} is not {what}, {expected}"
        file.report(kind, node, message, did_you_mean(found, names))
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
    file.report("wrong-kind", node, f"{describe(node)} stands where a list belongs")
    return ()


def fixed_key(node: Node, file: File) -> str | None:
    """Return a key of which there are few; what would be a merge elsewhere is one that there is not."""
    merge = isinstance(node, Scalar) and node.text == "<<"
    return "<<" if merge else _name_key(node, file)


def _name_key(node: Node, file: File) -> str | None:
    return name(node, file, "a key")


def pairs(
    node: Node, file: File, expected: str = "a mapping", key_of: Reader[str] = _name_key
) -> dict[Scalar, Node] | None:
    """Return the pairs of a mapping, whose keys are names; a key given twice is reported and kept once."""
    if not isinstance(node, Mapping):
        file.report("wrong-kind", node, f"{describe(node)} stands where {expected} belongs")
        return None
    found: dict[str, tuple[Scalar, Node]] = {}
    for key, value in node.pairs:
        text_ = key_of(key, file)
        if text_ is None or not isinstance(key, Scalar):
            continue
        if text_ in found:
            first = file.place(found[text_][0])
            file.report("duplicate-key", key, f"`{text_}` is given twice, first in line {first.line}")
            continue
        found[text_] = (key, value)
    return dict(found.values())

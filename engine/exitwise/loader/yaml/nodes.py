"""YAML text as a tree with places, composed from the event stream within stated limits.

Depth, size and aliases are counted on the events, before anything is built from them: libyaml's composer
crashes on 100,000 brackets, its event stream does not. Nothing is constructed from tags, so nothing in a
file can execute.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, NoReturn

import yaml

from exitwise.diagnostic import PackDiagnostic, Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exitwise.diagnostic import Diagnostics

LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
DEPTH_ERROR: Final = "exceeded maximum nesting depth"
"""What newer releases of the C parser say, far below our limit and before they say what lies above it."""
MAX_LEVELS: Final = 40
MAX_NODES: Final = 100_000

ScalarKind = Literal["text", "null", "boolean", "integer", "number", "date"]

_WORDS: Final[dict[str, ScalarKind]] = {
    **dict.fromkeys(("null", "Null", "NULL"), "null"),
    **dict.fromkeys(("true", "True", "TRUE", "false", "False", "FALSE"), "boolean"),
}
NUMBER: Final = r"[-+]?(?:(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:e[-+]?[0-9]+)?|\.(?:inf|nan))\Z"

_PLAIN: Final[tuple[tuple[ScalarKind, re.Pattern[str]], ...]] = (
    ("null", re.compile(r"~?\Z")),
    ("integer", re.compile(r"(?:[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+)\Z")),
    (
        "number",
        re.compile(NUMBER, re.IGNORECASE),
    ),
    ("date", re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}\Z")),
)


class Scalar(NamedTuple):
    """A scalar as written; `plain` where it stands without quotes. Line and column count from 0."""

    text: str
    plain: bool
    line: int
    column: int

    @property
    def kind(self) -> ScalarKind:
        """What the text reads as, by the core schema of YAML 1.2 and dates; quoted text is text."""
        if not self.plain:
            return "text"
        if self.text[:1].isalpha():
            return _WORDS.get(self.text, "text")
        return next((kind for kind, pattern in _PLAIN if pattern.match(self.text)), "text")


class Sequence(NamedTuple):
    """A list of nodes."""

    items: tuple[Node, ...]
    line: int
    column: int


class Mapping(NamedTuple):
    """Pairs of a key and a node, in the order they are written, duplicates included."""

    pairs: tuple[tuple[Node, Node], ...]
    line: int
    column: int


Node = Scalar | Sequence | Mapping


class _Stop(Exception):  # noqa: N818 (not an error but the end of a file that cannot be composed)
    def __init__(self, defect: PackDiagnostic) -> None:
        self.diagnostic = defect


@dataclass(slots=True)
class _OpenCollection:
    """A collection being read; `before` counts the nodes that stood before it."""

    mapping: bool
    anchor: str | None
    line: int
    column: int
    before: int
    nodes: list[Node] = field(default_factory=list)

    def close(self) -> Node:
        nodes = tuple(self.nodes)
        if self.mapping:
            return Mapping(tuple(zip(nodes[::2], nodes[1::2], strict=True)), self.line, self.column)
        return Sequence(nodes, self.line, self.column)


@dataclass(slots=True)
class _Composer:
    """Builds the tree of one document; `anchors` holds a node and the number of nodes in it."""

    file: str
    open: list[_OpenCollection] = field(default_factory=list)
    anchors: dict[str, tuple[Node, int]] = field(default_factory=dict)
    count: int = 0
    root: Node | None = None
    documents: int = 0

    def add(self, event: yaml.Event) -> None:
        match event:
            case yaml.ScalarEvent():
                plain = event.style in {None, ""} and event.implicit[0]
                node = Scalar(event.value, plain, *_start_of(event))
                self._reject_tag(event)
                self._attach(node, event.anchor, 1, event)
            case yaml.CollectionStartEvent():
                self._reject_tag(event)
                self._start(event)
            case yaml.CollectionEndEvent():
                closed = self.open.pop()
                self._attach(closed.close(), closed.anchor, self.count - closed.before, event, counted=True)
            case yaml.AliasEvent():
                self._alias(event)
            case yaml.DocumentStartEvent():
                self.documents += 1
                if self.documents > 1:
                    self._stop("bad-yaml", "a second document begins", event, "one file holds one document")

    def _start(self, event: yaml.CollectionStartEvent) -> None:
        if len(self.open) >= MAX_LEVELS:
            self._stop("too-deep", f"nested deeper than {MAX_LEVELS} levels", event)
        mapping = isinstance(event, yaml.MappingStartEvent)
        self.open.append(_OpenCollection(mapping, event.anchor, *_start_of(event), self.count))
        self._count(1, event)

    def _attach(
        self, node: Node, anchor: str | None, size: int, event: yaml.Event, *, counted: bool = False
    ) -> None:
        if not counted:
            self._count(size, event)
        if anchor is not None:
            self.anchors[anchor] = (node, size)
        if self.open:
            self.open[-1].nodes.append(node)
        else:
            self.root = node

    def _alias(self, event: yaml.AliasEvent) -> None:
        anchor = event.anchor or ""
        if any(frame.anchor == anchor for frame in self.open):
            self._stop("alias-cycle", f"`*{anchor}` stands inside what `&{anchor}` names", event)
        if anchor not in self.anchors:
            self._stop("bad-yaml", f"no anchor is called `{anchor}`", event)
        node, size = self.anchors[anchor]
        self._attach(node, None, size, event)

    def _count(self, size: int, event: yaml.Event) -> None:
        self.count += size
        if self.count > MAX_NODES:
            self._stop("alias-bomb" if self.anchors else "too-large", f"more than {MAX_NODES} values", event)

    def _reject_tag(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
        if event.tag is not None:
            self._stop("unknown-tag", f"the tag `{event.tag}` is not allowed here", event, "leave it out")

    def _stop(self, kind: str, message: str, event: yaml.Event, advice: str = "") -> NoReturn:
        line, column = _start_of(event)
        place = Place(self.file, line + 1, column + 1)
        raise _Stop(PackDiagnostic(id=kind, message=message, place=place, help=advice))


def _start_of(event: yaml.Event) -> tuple[int, int]:
    """Return the line and column of an event, from 0."""
    mark = event.start_mark
    return (mark.line, mark.column) if mark is not None else (0, 0)


def compose(text: str, file: str, diagnostics: Diagnostics) -> Node | None:
    """Return the tree of a file's one document, or None after reporting why there is none."""
    composer = _Composer(file)
    try:
        for event in _events(text):
            composer.add(event)
    except _Stop as stop:
        diagnostics.add(stop.diagnostic)
        return None
    except yaml.YAMLError as error:
        diagnostics.add(_syntax_error(error, text, file))
        return None
    if composer.root is None:
        diagnostics.add(PackDiagnostic(id="empty", message="the file is empty", place=Place(file, 1, 1)))
    return composer.root


def _events(text: str) -> Iterator[yaml.Event]:
    """Yield a file's events; where the C parser gives up, the slower one says what stood before."""
    told = 0
    try:
        for told, event in enumerate(_parser_events(LOADER(text)), 1):  # noqa: B007 (how many, should it give up)
            yield event
    except yaml.YAMLError as error:
        if getattr(error, "problem", None) != DEPTH_ERROR:
            raise
        yield from islice(_parser_events(yaml.SafeLoader(text)), told, None)


def _parser_events(loader: Any) -> Iterator[yaml.Event]:
    while (event := loader.get_event()) is not None:
        yield event


def _syntax_error(error: yaml.YAMLError, text: str, file: str) -> PackDiagnostic:
    """Say in one line what the parser objects to, at the place it stopped."""
    mark = getattr(error, "problem_mark", None)
    place = Place(file, mark.line + 1, mark.column + 1) if mark else _unprintable_location(text, file)
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or str(error)
    context = getattr(error, "context", None)
    message = f"not YAML: {problem}" + (f", {context}" if context else "")
    return PackDiagnostic(id="bad-yaml", message=" ".join(message.split()), place=place)


def _unprintable_location(text: str, file: str) -> Place:
    """The parser names bytes or characters, whichever it counts; the place is that of the character."""
    found = yaml.reader.Reader.NON_PRINTABLE.search(text)
    before = text[: found.start()] if found else ""
    return Place(file, before.count("\n") + 1, len(before) - before.rfind("\n"))


def walk(node: Node) -> Iterator[Node]:
    """Yield a node and everything in it."""
    yield node
    match node:
        case Sequence(items):
            for item in items:
                yield from walk(item)
        case Mapping(pairs):
            for key, value in pairs:
                yield from walk(key)
                yield from walk(value)

"""YAML text composed into a tree of nodes from the parser's events, within limits.

Depth, size and aliases are counted on the events, before anything is built from them: libyaml's own composer
crashes on 100,000 brackets, its event stream does not. Nothing is constructed from tags, so nothing in a file
can execute.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, NoReturn

import yaml

from exitwise.diagnostic import PackDiagnostic, Place
from exitwise.loader.yaml.nodes import Mapping, Node, Scalar, Sequence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exitwise.diagnostic import Diagnostics

LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
DEPTH_ERROR: Final = "exceeded maximum nesting depth"
"""The error of newer releases of the C parser, raised far below our limit and without the events above it."""
MAX_LEVELS: Final = 40
MAX_NODES: Final = 100_000


def compose(text: str, file: str, diagnostics: Diagnostics) -> Node | None:
    """Return the root node of a file's only document; None, after reporting a defect, if there is none."""
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


class _Stop(Exception):  # noqa: N818 (control flow: the file cannot be composed)
    def __init__(self, defect: PackDiagnostic) -> None:
        self.diagnostic = defect


@dataclass(slots=True)
class _OpenCollection:
    """A collection whose end is not read yet; `before` is the number of nodes before it."""

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
    """The tree of one document, built from events; `anchors` holds each node with its number of nodes."""

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
                collection = self.open.pop()
                size = self.count - collection.before
                self._attach(collection.close(), collection.anchor, size, event, counted=True)
            case yaml.AliasEvent():
                self._alias(event)
            case yaml.DocumentStartEvent():
                self.documents += 1
                if self.documents > 1:
                    message = "the file has a second document"
                    self._stop("bad-yaml", message, event, "put every document in a file of its own")

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
        if any(collection.anchor == anchor for collection in self.open):
            self._stop("alias-cycle", f"alias `*{anchor}` refers to a value that contains it", event)
        if anchor not in self.anchors:
            self._stop("bad-yaml", f"unknown anchor `{anchor}`", event)
        node, size = self.anchors[anchor]
        self._attach(node, None, size, event)

    def _count(self, size: int, event: yaml.Event) -> None:
        self.count += size
        if self.count > MAX_NODES:
            self._stop("alias-bomb" if self.anchors else "too-large", f"more than {MAX_NODES} values", event)

    def _reject_tag(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
        if event.tag is not None:
            self._stop("unknown-tag", f"tag `{event.tag}` is not allowed", event, "remove the tag")

    def _stop(self, kind: str, message: str, event: yaml.Event, help_: str = "") -> NoReturn:
        line, column = _start_of(event)
        place = Place(self.file, line + 1, column + 1)
        raise _Stop(PackDiagnostic(id=kind, message=message, place=place, help=help_))


def _start_of(event: yaml.Event) -> tuple[int, int]:
    """Return the line and column of an event, from 0."""
    mark = event.start_mark
    return (mark.line, mark.column) if mark is not None else (0, 0)


def _events(text: str) -> Iterator[yaml.Event]:
    """Yield a file's events; after a depth error of the C parser, the remaining ones of the Python parser."""
    count = 0
    try:
        for count, event in enumerate(_parser_events(LOADER(text)), 1):  # noqa: B007 (used after an error)
            yield event
    except yaml.YAMLError as error:
        if getattr(error, "problem", None) != DEPTH_ERROR:
            raise
        yield from islice(_parser_events(yaml.SafeLoader(text)), count, None)


def _parser_events(loader: Any) -> Iterator[yaml.Event]:
    while (event := loader.get_event()) is not None:
        yield event


def _syntax_error(error: yaml.YAMLError, text: str, file: str) -> PackDiagnostic:
    """Return the parser's error as a diagnostic of one line, at the position where it stopped."""
    mark = getattr(error, "problem_mark", None)
    place = Place(file, mark.line + 1, mark.column + 1) if mark else _unprintable_location(text, file)
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or str(error)
    context = getattr(error, "context", None)
    message = f"invalid YAML: {problem}" + (f", {context}" if context else "")
    return PackDiagnostic(id="bad-yaml", message=" ".join(message.split()), place=place)


def _unprintable_location(text: str, file: str) -> Place:
    """Return the position of the first unprintable character; the parsers give only an offset."""
    match = yaml.reader.Reader.NON_PRINTABLE.search(text)
    before = text[: match.start()] if match else ""
    return Place(file, before.count("\n") + 1, len(before) - before.rfind("\n"))

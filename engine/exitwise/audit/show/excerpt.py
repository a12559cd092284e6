"""Excerpts of files: the lines that define an item, a key or a whole file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exitwise.diagnostic import Diagnostics, Place
from exitwise.loader.yaml.composer import compose
from exitwise.loader.yaml.nodes import Mapping, Scalar, walk

if TYPE_CHECKING:
    from exitwise.loader.yaml.nodes import Node

Lines = tuple[tuple[int, str], ...]
"""Lines with their numbers, counted from 1."""


def item_lines(content: str, place: Place) -> Lines:
    """Return the lines of the YAML item that starts at a place, without trailing blank lines and comments.

    Of a CSV file they are the header and the line at the place.
    """
    if place.file.endswith(".csv"):
        lines = all_lines(content)
        return (*lines[:1], *lines[place.line - 1 : place.line])
    root = compose(content, place.file, Diagnostics())
    return () if root is None else _lines(content, root, _at(root, place))


def entry_lines(content: str, file: str, *keys: str) -> tuple[Place, Lines] | None:
    """Return the place and the lines of a key, given with the keys above it; None if it does not exist."""
    root = compose(content, file, Diagnostics())
    nodes: tuple[Node, ...] = (root,) if root is not None else ()
    for key in keys:
        nodes = _pair(nodes, key)
    if root is None or not nodes:
        return None
    place = Place(file, nodes[0].line + 1, nodes[0].column + 1)
    return place, _lines(content, root, nodes)


def all_lines(content: str) -> Lines:
    """Return all lines of a text."""
    return tuple(enumerate(content.splitlines(), 1))


def _at(root: Node, place: Place) -> tuple[Node, ...]:
    """Return the outermost node that starts at a place: the first on the walk from the root."""
    start = (place.line - 1, place.column - 1)
    return tuple(node for node in walk(root) if (node.line, node.column) == start)[:1]


def _pair(nodes: tuple[Node, ...], key: str) -> tuple[Node, ...]:
    """Return a key of the last node with its value, or an empty tuple if the key does not exist."""
    pairs = nodes[-1].pairs if nodes and isinstance(nodes[-1], Mapping) else ()
    return next((pair for pair in pairs if isinstance(pair[0], Scalar) and pair[0].text == key), ())


def _lines(content: str, root: Node, nodes: tuple[Node, ...]) -> Lines:
    """Return the lines from the first of the nodes up to the next node behind them.

    Nodes have a start and no end: a text of several lines ends at the first line that is not indented.
    """
    if not nodes:
        return ()
    own = {(node.line, node.column) for part in nodes for node in walk(part)}
    first, column = nodes[0].line, nodes[0].column
    last = max(line for line, _ in own)
    after = (node.line for node in walk(root) if (node.line, node.column) not in own and node.line > last)
    lines = content.splitlines()
    end = min(after, default=len(lines))
    while end - 1 > last and _outside(lines[end - 1], column):
        end -= 1
    return tuple((number + 1, lines[number]) for number in range(first, end))


def _outside(line: str, column: int) -> bool:
    """Whether a line is outside a node at a column: blank, indented less, or a comment at that column."""
    text = line.lstrip()
    indent = len(line) - len(text)
    return not text or indent < column or (indent == column and text.startswith("#"))

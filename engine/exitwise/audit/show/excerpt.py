"""The lines of a file in which something of a pack is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exitwise.diagnostic import Diagnostics, Place
from exitwise.loader.yaml.nodes import Mapping, Scalar, compose, walk

if TYPE_CHECKING:
    from exitwise.loader.yaml.nodes import Node

Lines = tuple[tuple[int, str], ...]
"""Lines with their numbers, which count from 1."""


def item_lines(content: str, place: Place) -> Lines:
    """Return the lines of what begins at a place, without blank lines and remarks on what follows."""
    root = compose(content, place.file, Diagnostics())
    return () if root is None else _lines(content, root, _at(root, place))


def entry_lines(content: str, file: str, *keys: str) -> tuple[Place, Lines] | None:
    """Return where a key stands that is reached through others, and its lines; None if it is not there."""
    root = compose(content, file, Diagnostics())
    found: tuple[Node, ...] = (root,) if root is not None else ()
    for key in keys:
        found = _pair(found, key)
    if root is None or not found:
        return None
    place = Place(file, found[0].line + 1, found[0].column + 1)
    return place, _lines(content, root, found)


def all_lines(content: str) -> Lines:
    """Return all lines of a text."""
    return tuple(enumerate(content.splitlines(), 1))


def _at(root: Node, place: Place) -> tuple[Node, ...]:
    """Return the collection that begins at a place: the outermost, which is walked through first."""
    where = (place.line - 1, place.column - 1)
    return tuple(node for node in walk(root) if (node.line, node.column) == where)[:1]


def _pair(within: tuple[Node, ...], key: str) -> tuple[Node, ...]:
    """Return a key and its value from the last of the nodes; nothing if there is no such key."""
    pairs = within[-1].pairs if within and isinstance(within[-1], Mapping) else ()
    return next((pair for pair in pairs if isinstance(pair[0], Scalar) and pair[0].text == key), ())


def _lines(content: str, root: Node, nodes: tuple[Node, ...]) -> Lines:
    """Return the lines from the first of the nodes to the last, up to where the next thing begins.

    Only nodes have places, and no ends: a text of several lines ends where no line is indented any more.
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
    """Whether a line is no longer of what begins at a column: blank, indented less, or a remark beside it."""
    text = line.lstrip()
    indent = len(line) - len(text)
    return not text or indent < column or (indent == column and text.startswith("#"))

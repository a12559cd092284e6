"""The graph of the rules as a flowchart of Mermaid, which code hosts draw."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from exitwise.audit.graph.build import NODE_KINDS
from exitwise.audit.graph.relations import kind_label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exitwise.audit.graph.build import Graph
    from exitwise.audit.graph.relations import Kind

SHAPES: Final[dict[Kind, tuple[str, str]]] = {
    "fact": ("[", "]"),
    "constraint": ("{{", "}}"),
    "finding-rule": ("[/", "/]"),
    "finding": ("(", ")"),
    "argument": (">", "]"),
    "outcome": ("([", "])"),
    "step": ("[[", "]]"),
    "warning": ("[(", ")]"),
    "hold": ("{", "}"),
}
ARROWS: Final = {
    "looks-at": "-->",
    "by-recommendation": "-.->",
    "concludes": "==>",
    "argues-for": "==>",
    "overrides": "--x|overrides|",
    "after": "-->|then|",
}
PLAIN: Final = re.compile(r"[^A-Za-z0-9 ._-]")


def to_mermaid(graph: Graph) -> str:
    """Return the graph with a box for each kind; arrows run from what something rests on to it."""
    return "\n".join(_lines(graph)) + "\n"


def _lines(graph: Graph) -> Iterator[str]:
    number = {node: f"n{index}" for index, node in enumerate(graph.nodes)}
    yield "flowchart LR"
    for kind in NODE_KINDS:
        nodes = graph.of_kind(kind)
        if nodes:
            before, after = SHAPES[kind]
            yield f"  subgraph {kind.replace('-', '_')} [{_quoted(kind_label(kind, plural=True))}]"
            yield from (f"    {number[node]}{before}{_quoted(node.name)}{after}" for node in nodes)
            yield "  end"
    for link in graph.edges:
        yield f"  {number[link.dependency]} {ARROWS[link.verb]} {number[link.dependent]}"


def _quoted(text: str) -> str:
    """Return a label; whatever might mean something in one is written by its number.

    >>> _quoted('a "b" #c')
    '"a #34;b#34; #35;c"'
    """
    return '"' + PLAIN.sub(lambda found: f"#{ord(found[0])};", text) + '"'

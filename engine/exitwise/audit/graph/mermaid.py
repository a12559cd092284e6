"""The graph of the rules as a Mermaid flowchart, which code hosts render."""

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
NOT_PLAIN: Final = re.compile(r"[^A-Za-z0-9 ._-]")


def to_mermaid(graph: Graph) -> str:
    """Return the graph with a box for each kind; arrows run from a dependency to its dependent."""
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
    for edge in graph.edges:
        yield f"  {number[edge.dependency]} {ARROWS[edge.verb]} {number[edge.dependent]}"


def _quoted(text: str) -> str:
    """Return a quoted label, with every special character written as its character code.

    >>> _quoted('a "b" #c')
    '"a #34;b#34; #35;c"'
    """
    return '"' + NOT_PLAIN.sub(lambda match: f"#{ord(match[0])};", text) + '"'

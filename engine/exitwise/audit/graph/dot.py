"""The graph of the rules in DOT, the language of Graphviz."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from exitwise.audit.graph.build import NODE_KINDS
from exitwise.audit.graph.relations import VERBS, kind_label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exitwise.audit.graph.build import Graph
    from exitwise.audit.graph.relations import Entity, Kind, Relation

SHAPES: Final[dict[Kind, str]] = {
    "fact": "box",
    "constraint": "octagon",
    "finding-rule": "component",
    "finding": "ellipse",
    "argument": "house",
    "outcome": "doubleoctagon",
    "step": "folder",
    "warning": "note",
    "hold": "diamond",
}
STYLES: Final = {
    "looks-at": "solid",
    "by-recommendation": "dashed",
    "concludes": "bold",
    "argues-for": "bold",
    "overrides": "solid",
    "after": "dotted",
}
DEFEAT: Final = ', color="red", arrowhead="tee"'


def to_dot(graph: Graph) -> str:
    """Return the graph with a cluster for each kind; arrows run from a dependency to its dependent."""
    return "\n".join(_lines(graph)) + "\n"


def _lines(graph: Graph) -> Iterator[str]:
    yield f"digraph {_quoted(graph.name)} {{"
    yield "  rankdir=LR;"
    for kind in NODE_KINDS:
        nodes = graph.of_kind(kind)
        if nodes:
            yield from _cluster(kind, nodes)
    for edge in graph.edges:
        yield f"  {_edge(edge)}"
    yield "}"


def _cluster(kind: Kind, nodes: tuple[Entity, ...]) -> Iterator[str]:
    yield f"  subgraph {_quoted(f'cluster_{kind}')} {{"
    yield f"    label={_quoted(kind_label(kind, plural=True))};"
    yield f"    node [shape={SHAPES[kind]}];"
    for node in nodes:
        yield f"    {_quoted(str(node))} [label={_quoted(node.name)}];"
    yield "  }"


def _edge(relation: Relation) -> str:
    """Return an edge whose style shows its verb and whose tooltip is a sentence."""
    sentence = f"{relation.subject.name} {VERBS[relation.verb].active} {relation.object.name}"
    style = f"style={STYLES[relation.verb]}, tooltip={_quoted(sentence)}"
    arrow = DEFEAT if relation.verb == "overrides" else ""
    return f"{_quoted(str(relation.dependency))} -> {_quoted(str(relation.dependent))} [{style}{arrow}];"


def _quoted(text: str) -> str:
    r"""Return a text as DOT's quoted string, in which a backslash would begin an escape.

    >>> _quoted(r'a "quoted" \N')
    '"a \\"quoted\\" \\\\N"'
    """
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'

"""The graph of the rules: facts, rules, findings, outcomes and steps, and the relations of inference."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from exitwise.audit.graph.relations import entities, relations
from exitwise.errors import InputError
from exitwise.nearest import did_you_mean
from exitwise.present.printable import escaped_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from exitwise.audit.graph.relations import Entity, Kind, Relation
    from exitwise.model.knowledge import Knowledge

NODE_KINDS: Final[tuple[Kind, ...]] = (
    *("fact", "constraint", "finding-rule", "finding", "argument", "outcome"),
    *("step", "warning", "hold"),
)
"""The kinds of nodes, in the order of inference."""
EDGE_VERBS: Final = frozenset(
    {"looks-at", "by-recommendation", "concludes", "argues-for", "overrides", "after"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Graph:
    """Entities as nodes and relations between them as edges, both in the order of the pack."""

    name: str
    nodes: tuple[Entity, ...]
    edges: tuple[Relation, ...]

    def of_kind(self, kind: Kind) -> tuple[Entity, ...]:
        """Return the nodes of one kind."""
        return tuple(node for node in self.nodes if node.kind == kind)

    def as_dict(self) -> dict[str, Any]:
        """Return the graph as plain data; an edge reads from its subject to its object."""
        return {
            "nodes": [{"id": str(node), "kind": node.kind, "label": node.name} for node in self.nodes],
            "edges": [
                {"from": str(edge.subject), "to": str(edge.object), "kind": edge.verb} for edge in self.edges
            ],
        }


def build_graph(knowledge: Knowledge) -> Graph:
    """Return the graph of all rules."""
    every = entities(knowledge)
    nodes = tuple(entity for kind in NODE_KINDS for entity in every if entity.kind == kind)
    return _subgraph(knowledge.name, nodes, relations(knowledge))


def neighbourhood(whole: Graph, name: str, depth: int) -> Graph:
    """Return the part of a graph within `depth` edges of the nodes of that name, in either direction.

    Raises:
        InputError: no node has the name.
    """
    near = {node for node in whole.nodes if node.name == name}
    if not near:
        raise InputError(
            f"unknown rule, finding, fact or outcome `{escaped_line(name)}`",
            help=did_you_mean(name, (node.name for node in whole.nodes))
            or "`exitwise audit show` also takes the names of sources, scenarios and letters",
        )
    for _ in range(depth):
        touched = [edge for edge in whole.edges if edge.subject in near or edge.object in near]
        wider = near.union(*((edge.subject, edge.object) for edge in touched))
        if wider == near:
            break
        near = wider
    return _subgraph(whole.name, tuple(node for node in whole.nodes if node in near), whole.edges)


def _subgraph(name: str, nodes: tuple[Entity, ...], links: Iterable[Relation]) -> Graph:
    """Return the graph of some nodes with every edge between two of them."""
    inside = frozenset(nodes)
    own = (link for link in links if link.verb in EDGE_VERBS and {link.subject, link.object} <= inside)
    return Graph(name=name, nodes=nodes, edges=tuple(own))

"""The rules as a graph: what looks at what, what concludes what, and what beats or follows what."""

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
"""What the graph is of, in the order of inference."""
EDGE_VERBS: Final = frozenset(
    {"looks-at", "by-recommendation", "concludes", "argues-for", "overrides", "after"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Graph:
    """Things and the links between them, both in the order of the pack; every link's ends are nodes."""

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
                {"from": str(link.subject), "to": str(link.object), "kind": link.verb} for link in self.edges
            ],
        }


def build_graph(knowledge: Knowledge) -> Graph:
    """Return the graph of all rules."""
    known = entities(knowledge)
    nodes = tuple(thing for kind in NODE_KINDS for thing in known if thing.kind == kind)
    return _among(knowledge.name, nodes, relations(knowledge))


def neighbourhood(whole: Graph, name: str, depth: int) -> Graph:
    """Return the part of a graph that lies within so many links of a name, in either direction.

    Raises:
        InputError: no node has the name.
    """
    near = {node for node in whole.nodes if node.name == name}
    if not near:
        raise InputError(
            f"no rule, finding, fact or outcome is called `{escaped_line(name)}`",
            help=did_you_mean(name, (node.name for node in whole.nodes))
            or "`exitwise audit show` shows what has no place in the graph",
        )
    for _ in range(depth):
        touched = [link for link in whole.edges if link.subject in near or link.object in near]
        wider = near.union(*((link.subject, link.object) for link in touched))
        if wider == near:
            break
        near = wider
    return _among(whole.name, tuple(node for node in whole.nodes if node in near), whole.edges)


def _among(name: str, nodes: tuple[Entity, ...], found: Iterable[Relation]) -> Graph:
    """Return the graph of some nodes with every link between two of them."""
    inside = frozenset(nodes)
    own = (link for link in found if link.verb in EDGE_VERBS and {link.subject, link.object} <= inside)
    return Graph(name=name, nodes=nodes, edges=tuple(own))

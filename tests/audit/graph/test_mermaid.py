"""Tests of the graph as a Mermaid flowchart, parsed line by line."""

import re
from html import unescape

import pytest
from hypothesis import given, settings

from exitwise.audit.graph.build import NODE_KINDS, Graph, build_graph
from exitwise.audit.graph.mermaid import to_mermaid
from exitwise.audit.graph.relations import Entity, kind_label
from support.packs import random_packs, toy
from support.running.examples import examples

BOX = re.compile(r'  subgraph ([a-z_]+) \["([^"]*)"\]')
NODE = re.compile(r'    (n[0-9]+)([\[({>/]+)"([^"]*)"([\])}/]+)')
EDGE = re.compile(r"  (n[0-9]+) (-->|-\.->|==>|--x)(?:\|([a-z]+)\|)? (n[0-9]+)")

Edge = tuple[str, str, str | None, str]


def parse(text: str) -> tuple[dict[str, list[str]], dict[str, str], list[Edge]]:
    """The names in each box, the shape of its nodes, and the edges by name; fail on any other line."""
    boxes: dict[str, list[str]] = {}
    shapes: dict[str, str] = {}
    names: dict[str, str] = {}
    edges: list[Edge] = []
    first, *lines = text.splitlines()
    assert first == "flowchart LR"
    box = ""
    for line in lines:
        if begun := BOX.fullmatch(line):
            assert box == ""
            box = unescape(begun[2])
            boxes[box] = []
        elif node := NODE.fullmatch(line):
            label = unescape(node[3].replace("#", "&#"))
            assert node[1] not in names
            names[node[1]] = f"{box}/{label}"
            boxes[box].append(label)
            shapes[box] = node[2] + node[4]
        elif line == "  end":
            box = ""
        else:
            edge = EDGE.fullmatch(line)
            assert edge, line
            edges.append((names[edge[1]], edge[2], edge[3], names[edge[4]]))
    return boxes, shapes, edges


def box_name(entity: Entity) -> str:
    """An entity by its box and its name."""
    return f"{kind_label(entity.kind, plural=True)}/{entity.name}"


@given(random_packs.packs())
@settings(max_examples=examples(40))
def test_text_has_the_nodes_and_edges_of_random_graphs(data: random_packs.Data) -> None:
    """Each kind is a box with its nodes, and each edge an arrow from dependency to dependent."""
    whole = build_graph(toy.loaded(data))

    boxes, _, edges = parse(to_mermaid(whole))

    kinds = {
        kind_label(kind, plural=True): [node.name for node in whole.of_kind(kind)] for kind in NODE_KINDS
    }
    assert boxes == {kind: nodes for kind, nodes in kinds.items() if nodes}
    assert [(one, other) for one, _, _, other in edges] == [
        (box_name(edge.dependency), box_name(edge.dependent)) for edge in whole.edges
    ]


def test_kinds_have_distinct_shapes() -> None:
    """Each kind of node has its own shape, and arrows that look alike have a label."""
    _, shapes, edges = parse(to_mermaid(build_graph(toy.bicycle().knowledge)))

    assert len(set(shapes.values())) == len(shapes) == len(NODE_KINDS)
    assert ("facts/age", "-->", None, "finding rules/old-is-worn") in edges
    assert ("finding rules/old-is-worn", "==>", None, "findings/worn") in edges
    assert ("arguments/just-ride", "==>", None, "outcomes/ride") in edges
    assert ("arguments/sell-worn", "--x", "overrides", "arguments/just-ride") in edges
    assert ("steps/oil", "-->", "then", "steps/set-out") in edges
    assert ("outcomes/ride", "-.->", None, "steps/set-out") in edges


@pytest.mark.parametrize("name", ['a "b"', "a#b;", "<b>", "a]b", "`a`", "a\nb", "ä"])
def test_name_is_quoted(name: str) -> None:
    """The writer quotes names that the loader would reject."""
    boxes, _, _ = parse(to_mermaid(Graph(name="toy", nodes=(Entity("fact", name),), edges=())))

    assert boxes == {"facts": [name]}

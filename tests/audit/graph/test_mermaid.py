"""The graph for Mermaid, read back line by line."""

import re
from html import unescape

import pytest
from hypothesis import given, settings

from exitwise.audit.graph.build import NODE_KINDS, Graph, build_graph
from exitwise.audit.graph.mermaid import to_mermaid
from exitwise.audit.graph.relations import Entity, kind_label
from support.packs import random_packs, toy

BOX = re.compile(r'  subgraph ([a-z_]+) \["([^"]*)"\]')
NODE = re.compile(r'    (n[0-9]+)([\[({>/]+)"([^"]*)"([\])}/]+)')
EDGE = re.compile(r"  (n[0-9]+) (-->|-\.->|==>|--x)(?:\|([a-z]+)\|)? (n[0-9]+)")

Edge = tuple[str, str, str | None, str]


def read(text: str) -> tuple[dict[str, list[str]], dict[str, str], list[Edge]]:
    """The names in each box, the shape of its nodes, and the edges by name; no other line may stand."""
    boxes: dict[str, list[str]] = {}
    shapes: dict[str, str] = {}
    names: dict[str, str] = {}
    found: list[Edge] = []
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
            found.append((names[edge[1]], edge[2], edge[3], names[edge[4]]))
    return boxes, shapes, found


def named(thing: Entity) -> str:
    """A thing by its box and its name."""
    return f"{kind_label(thing.kind, plural=True)}/{thing.name}"


@given(random_packs.packs())
@settings(max_examples=40)
def test_the_text_is_the_graph(data: random_packs.Data) -> None:
    """On any pack: a box for each kind with its nodes, and for each link an arrow to what rests on it."""
    whole = build_graph(toy.loaded(data))

    boxes, _, found = read(to_mermaid(whole))

    kinds = {
        kind_label(kind, plural=True): [node.name for node in whole.of_kind(kind)] for kind in NODE_KINDS
    }
    assert boxes == {kind: nodes for kind, nodes in kinds.items() if nodes}
    assert [(one, other) for one, _, _, other in found] == [
        (named(link.dependency), named(link.dependent)) for link in whole.edges
    ]


def test_kinds_are_told_apart() -> None:
    """Each kind of node has its shape, and what looks alike is labelled."""
    _, shapes, found = read(to_mermaid(build_graph(toy.bicycle().knowledge)))

    assert len(set(shapes.values())) == len(shapes) == len(NODE_KINDS)
    assert ("facts/age", "-->", None, "finding rules/old-is-worn") in found
    assert ("finding rules/old-is-worn", "==>", None, "findings/worn") in found
    assert ("arguments/just-ride", "==>", None, "outcomes/ride") in found
    assert ("arguments/sell-worn", "--x", "overrides", "arguments/just-ride") in found
    assert ("steps/oil", "-->", "then", "steps/set-out") in found
    assert ("outcomes/ride", "-.->", None, "steps/set-out") in found


@pytest.mark.parametrize("name", ['a "b"', "a#b;", "<b>", "a]b", "`a`", "a\nb", "ä"])
def test_no_name_ends_the_text_it_stands_in(name: str) -> None:
    """The loader lets no such name pass; the writer does not rely on that."""
    boxes, _, _ = read(to_mermaid(Graph(name="toy", nodes=(Entity("fact", name),), edges=())))

    assert boxes == {"facts": [name]}

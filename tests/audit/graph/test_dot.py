"""The graph for Graphviz, read back by a small parser of DOT's grammar."""

import re
from collections import defaultdict
from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings

from exitwise.audit.graph.build import NODE_KINDS, Graph, build_graph
from exitwise.audit.graph.dot import to_dot
from exitwise.audit.graph.relations import Entity
from support.packs import random_packs, shipped, toy

TOKEN = re.compile(r'\s*("(?:[^"\\]|\\.)*"|->|[{}\[\];,=]|[A-Za-z_][A-Za-z_0-9]*|-?[0-9]+(?:\.[0-9]+)?)')


@dataclass
class Read:
    """What a text in DOT says: its tokens, and then nodes by cluster and edges with what is said of them."""

    tokens: list[str]
    name: str = ""
    clusters: dict[str, dict[str, dict[str, str]]] = field(default_factory=lambda: defaultdict(dict))
    shapes: dict[str, str] = field(default_factory=dict)
    edges: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)

    def take(self, *expected: str) -> str:
        """Take the next token, which must be one of these if any are named."""
        token = self.tokens.pop(0)
        assert not expected or token in expected, f"{token} where one of {expected} belongs"
        return token

    def name_of(self) -> str:
        """Take an identifier: a word, a number or a quoted text."""
        token = self.take()
        return re.sub(r"\\(.)", r"\1", token[1:-1]) if token.startswith('"') else token

    def attributes(self) -> dict[str, str]:
        """Take a list of attributes, if there is one."""
        found: dict[str, str] = {}
        if self.tokens[0] == "[":
            self.take("[")
            while self.tokens[0] != "]":
                key = self.name_of()
                self.take("=")
                found[key] = self.name_of()
                if self.tokens[0] != "]":
                    self.take(",")
            self.take("]")
        return found

    def statements(self, cluster: str = "") -> None:
        """Take statements up to the end of what they stand in."""
        self.take("{")
        while self.tokens[0] != "}":
            self.statement(cluster)
        self.take("}")

    def statement(self, cluster: str) -> None:
        """Take a subgraph, an attribute, an edge, or a node."""
        first = self.name_of()
        if first == "subgraph":
            self.statements(self.name_of())
            return
        if self.tokens[0] == "=":
            self.take("=")
            self.name_of()
        elif self.tokens[0] == "->":
            self.take("->")
            other = self.name_of()
            self.edges.append((first, other, self.attributes()))
        elif first == "node":
            self.shapes[cluster] = self.attributes()["shape"]
        else:
            self.clusters[cluster][first] = self.attributes()
        self.take(";")


def read(text: str) -> Read:
    """Read a graph; whatever is not DOT fails."""
    tokens, at = [], 0
    while at < len(text.rstrip()):
        found = TOKEN.match(text, at)
        assert found, f"no DOT: {text[at : at + 40]}"
        tokens.append(found[1])
        at = found.end()
    content = Read(tokens)
    content.take("digraph")
    content.name = content.name_of()
    content.statements()
    assert content.tokens == []
    return content


def agrees(whole: Graph) -> Read:
    """Hold the text against the graph: the same nodes, and for each link an arrow to what rests on it."""
    found = read(to_dot(whole))
    expected = {
        kind: {str(node): {"label": node.name} for node in whole.of_kind(kind)} for kind in NODE_KINDS
    }
    assert dict(found.clusters) == {f"cluster_{kind}": nodes for kind, nodes in expected.items() if nodes}
    assert [(one, other) for one, other, _ in found.edges] == [
        (str(link.dependency), str(link.dependent)) for link in whole.edges
    ]
    return found


@given(random_packs.packs())
@settings(max_examples=40)
def test_the_text_is_the_graph(data: random_packs.Data) -> None:
    """On any pack, whatever its things are called."""
    agrees(build_graph(toy.loaded(data)))


def test_the_shipped_graph_can_be_drawn() -> None:
    """It is the largest there is."""
    assert agrees(build_graph(shipped.base().knowledge)).name == "coursera"


def test_kinds_are_told_apart() -> None:
    """Each kind has a shape of its own, and each kind of link its look."""
    found = agrees(build_graph(toy.bicycle().knowledge))
    looks = {
        (one, other): (about["style"], about.get("arrowhead"), about["tooltip"])
        for one, other, about in found.edges
    }

    assert len(set(found.shapes.values())) == len(found.shapes) == len(NODE_KINDS)
    assert looks["fact:age", "finding-rule:old-is-worn"] == ("solid", None, "old-is-worn looks at age")
    assert looks["finding-rule:old-is-worn", "finding:worn"] == ("bold", None, "old-is-worn concludes worn")
    assert looks["outcome:ride", "step:set-out"] == ("dashed", None, "set-out looks at ride")
    assert looks["step:oil", "step:set-out"] == ("dotted", None, "set-out comes after oil")
    beaten = looks["argument:sell-worn", "argument:just-ride"]
    assert beaten == ("solid", "tee", "sell-worn overrides just-ride")


@pytest.mark.parametrize("name", ['a "b"', r"a\N", "a\\", "<b>", '"]; x -> y; ["'])
def test_no_name_ends_the_text_it_stands_in(name: str) -> None:
    """The loader lets no such name pass; the writer does not rely on that."""
    node = Entity("fact", name)

    found = read(to_dot(Graph(name=name, nodes=(node,), edges=())))

    assert found.name == name
    assert found.clusters["cluster_fact"] == {str(node): {"label": name}}

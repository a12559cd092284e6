"""Tests of the graph in DOT, parsed by a small parser of its grammar."""

import re
from collections import defaultdict
from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings

from exitwise.audit.graph.build import NODE_KINDS, Graph, build_graph
from exitwise.audit.graph.dot import to_dot
from exitwise.audit.graph.relations import Entity
from support.packs import random_packs, shipped, toy
from support.running.examples import examples

TOKEN = re.compile(r'\s*("(?:[^"\\]|\\.)*"|->|[{}\[\];,=]|[A-Za-z_][A-Za-z_0-9]*|-?[0-9]+(?:\.[0-9]+)?)')


@dataclass
class Parser:
    """A parser of DOT with the nodes by cluster and the edges that it has read."""

    tokens: list[str]
    name: str = ""
    clusters: dict[str, dict[str, dict[str, str]]] = field(default_factory=lambda: defaultdict(dict))
    shapes: dict[str, str] = field(default_factory=dict)
    edges: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)

    def take(self, *expected: str) -> str:
        """Take the next token, one of the expected if there are any."""
        token = self.tokens.pop(0)
        assert not expected or token in expected, f"{token} where one of {expected} belongs"
        return token

    def identifier(self) -> str:
        """Take an identifier: a word, a number or a quoted text."""
        token = self.take()
        return re.sub(r"\\(.)", r"\1", token[1:-1]) if token.startswith('"') else token

    def attributes(self) -> dict[str, str]:
        """Take a list of attributes, if there is one."""
        pairs: dict[str, str] = {}
        if self.tokens[0] == "[":
            self.take("[")
            while self.tokens[0] != "]":
                key = self.identifier()
                self.take("=")
                pairs[key] = self.identifier()
                if self.tokens[0] != "]":
                    self.take(",")
            self.take("]")
        return pairs

    def statements(self, cluster: str = "") -> None:
        """Take statements up to the closing brace."""
        self.take("{")
        while self.tokens[0] != "}":
            self.statement(cluster)
        self.take("}")

    def statement(self, cluster: str) -> None:
        """Take a subgraph, an attribute, an edge, or a node."""
        first = self.identifier()
        if first == "subgraph":
            self.statements(self.identifier())
            return
        if self.tokens[0] == "=":
            self.take("=")
            self.identifier()
        elif self.tokens[0] == "->":
            self.take("->")
            other = self.identifier()
            self.edges.append((first, other, self.attributes()))
        elif first == "node":
            self.shapes[cluster] = self.attributes()["shape"]
        else:
            self.clusters[cluster][first] = self.attributes()
        self.take(";")


def parse(text: str) -> Parser:
    """Parse a graph, and fail on anything that is not DOT."""
    tokens, at = [], 0
    while at < len(text.rstrip()):
        match = TOKEN.match(text, at)
        assert match, f"no DOT: {text[at : at + 40]}"
        tokens.append(match[1])
        at = match.end()
    content = Parser(tokens)
    content.take("digraph")
    content.name = content.identifier()
    content.statements()
    assert content.tokens == []
    return content


def assert_same_graph(whole: Graph) -> Parser:
    """Assert that the text has the nodes and edges of the graph, and return the parsed text."""
    parsed = parse(to_dot(whole))
    expected = {
        kind: {str(node): {"label": node.name} for node in whole.of_kind(kind)} for kind in NODE_KINDS
    }
    assert dict(parsed.clusters) == {f"cluster_{kind}": nodes for kind, nodes in expected.items() if nodes}
    assert [(one, other) for one, other, _ in parsed.edges] == [
        (str(edge.dependency), str(edge.dependent)) for edge in whole.edges
    ]
    return parsed


@given(random_packs.packs())
@settings(max_examples=examples(40))
def test_text_has_the_nodes_and_edges_of_random_graphs(data: random_packs.Data) -> None:
    """Any names may occur."""
    assert_same_graph(build_graph(toy.loaded(data)))


def test_shipped_graph_is_valid_dot() -> None:
    """It is the largest graph."""
    assert assert_same_graph(build_graph(shipped.base().knowledge)).name == "coursera"


def test_kinds_have_distinct_styles() -> None:
    """Each kind of node has its own shape, and each verb its own style."""
    parsed = assert_same_graph(build_graph(toy.bicycle().knowledge))
    looks = {
        (one, other): (about["style"], about.get("arrowhead"), about["tooltip"])
        for one, other, about in parsed.edges
    }

    assert len(set(parsed.shapes.values())) == len(parsed.shapes) == len(NODE_KINDS)
    assert looks["fact:age", "finding-rule:old-is-worn"] == ("solid", None, "old-is-worn looks at age")
    assert looks["finding-rule:old-is-worn", "finding:worn"] == ("bold", None, "old-is-worn concludes worn")
    assert looks["outcome:ride", "step:set-out"] == ("dashed", None, "set-out looks at ride")
    assert looks["step:oil", "step:set-out"] == ("dotted", None, "set-out comes after oil")
    beaten = looks["argument:sell-worn", "argument:just-ride"]
    assert beaten == ("solid", "tee", "sell-worn overrides just-ride")


@pytest.mark.parametrize("name", ['a "b"', r"a\N", "a\\", "<b>", '"]; x -> y; ["'])
def test_name_is_quoted(name: str) -> None:
    """The writer quotes names that the loader would reject."""
    node = Entity("fact", name)

    parsed = parse(to_dot(Graph(name=name, nodes=(node,), edges=())))

    assert parsed.name == name
    assert parsed.clusters["cluster_fact"] == {str(node): {"label": name}}

"""Tests of the graph of the rules and of the neighbourhood of a node."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exitwise.audit.graph.build import Graph, build_graph, neighbourhood
from exitwise.audit.graph.relations import Entity
from exitwise.errors import InputError
from support.packs import random_packs, shipped, toy
from support.running.examples import examples

FINDINGS = """
  - {id: ajar-is-risky, finding: risky, when: {door: [ajar, unknown]}, because: So.}
"""
ARGUMENTS = """
  - {id: default, recommend: stay, because: So.}
  - {id: flee, recommend: leave, when: {finding: risky, days: {at_least: 3}}, because: So.,
     overrides: default}
"""
PLAN = """
  - {id: pack-up, title: T, how: H, phase: before, when: {recommend: leave}, because: So.}
  - {id: go, title: T, how: H, phase: act, when: {recommend: leave}, because: So., after: pack-up}
"""
WARNINGS = """
  - {id: rain, title: T, severity: info, because: So.}
  - {id: night, title: T, hold: true, until: morning, when: {place: here}, because: So.}
"""
EDGES = [
    ("finding-rule:ajar-is-risky", "looks-at", "fact:door"),
    ("finding-rule:ajar-is-risky", "concludes", "finding:risky"),
    ("argument:default", "argues-for", "outcome:stay"),
    ("argument:flee", "looks-at", "fact:days"),
    ("argument:flee", "looks-at", "finding:risky"),
    ("argument:flee", "argues-for", "outcome:leave"),
    ("argument:flee", "overrides", "argument:default"),
    ("step:pack-up", "by-recommendation", "outcome:leave"),
    ("step:go", "by-recommendation", "outcome:leave"),
    ("step:go", "after", "step:pack-up"),
    ("hold:night", "looks-at", "fact:place"),
]


def house() -> Graph:
    """The graph of a small pack."""
    return build_graph(
        toy.knowledge(findings=FINDINGS, recommendations=ARGUMENTS, plan=PLAN, warnings=WARNINGS)
    )


def edges(shown_graph: Graph) -> list[tuple[str, str, str]]:
    """The edges as plain data: from, kind, to."""
    return [(edge["from"], edge["kind"], edge["to"]) for edge in shown_graph.as_dict()["edges"]]


def node_ids(shown_graph: Graph) -> list[str]:
    """The ids of the nodes as plain data."""
    return [node["id"] for node in shown_graph.as_dict()["nodes"]]


def test_edges_are_the_relations_of_the_rules() -> None:
    """An edge goes from the subject of a relation to its object."""
    assert sorted(edges(house())) == sorted(EDGES)


def test_nodes_include_isolated_entities() -> None:
    """Nodes are in the order of inference, then of the pack."""
    assert node_ids(house()) == [
        *("fact:place", "fact:door", "fact:days", "finding-rule:ajar-is-risky", "finding:risky"),
        *("argument:default", "argument:flee", "outcome:stay", "outcome:leave", "outcome:sell"),
        *("step:pack-up", "step:go", "warning:rain", "hold:night"),
    ]


def test_node_has_id_kind_and_label() -> None:
    """The label is the name in the pack."""
    assert house().as_dict()["nodes"][3] == {
        "id": "finding-rule:ajar-is-risky",
        "kind": "finding-rule",
        "label": "ajar-is-risky",
    }


AROUND = [
    ("risky", 0, ["finding:risky"]),
    ("risky", 1, ["finding-rule:ajar-is-risky", "finding:risky", "argument:flee"]),
    (
        "risky",
        2,
        [
            *("fact:door", "fact:days", "finding-rule:ajar-is-risky", "finding:risky"),
            *("argument:default", "argument:flee", "outcome:leave"),
        ],
    ),
    ("rain", 9, ["warning:rain"]),
    ("place", 1_000_000, ["fact:place", "hold:night"]),
]


@pytest.mark.parametrize(("name", "depth", "expected"), AROUND)
def test_neighbourhood_follows_edges_in_both_directions(name: str, depth: int, expected: list[str]) -> None:
    """A node within the depth is included, against the direction of an edge too."""
    assert node_ids(neighbourhood(house(), name, depth)) == expected


def test_neighbourhood_has_every_edge_between_its_nodes() -> None:
    """An edge between two nodes at full depth is included."""
    assert edges(neighbourhood(house(), "leave", 1)) == [
        ("argument:flee", "argues-for", "outcome:leave"),
        ("step:pack-up", "by-recommendation", "outcome:leave"),
        ("step:go", "by-recommendation", "outcome:leave"),
        ("step:go", "after", "step:pack-up"),
    ]


@pytest.mark.parametrize(("name", "advice"), [("rysky", "did you mean `risky`?"), ("xyzzy", "audit show")])
def test_unknown_node_is_rejected(name: str, advice: str) -> None:
    """The help has the nearest name, or a command that knows more names."""
    with pytest.raises(InputError) as raised:
        neighbourhood(house(), name, 1)

    message, _, help_text = str(raised.value).partition("\n  help: ")
    assert message == f"unknown rule, finding, fact or outcome `{name}`"
    assert advice in help_text


@settings(max_examples=examples(40))
@given(st.data())
def test_neighbourhood_equals_nodes_within_distance(data: st.DataObject) -> None:
    """In a random pack, exactly the nodes within `depth` edges are included."""
    whole = build_graph(toy.loaded(data.draw(random_packs.packs())))
    start = data.draw(st.sampled_from(whole.nodes))
    depth = data.draw(st.integers(0, 4))

    distance = distances(whole, {node for node in whole.nodes if node.name == start.name})
    expected = [node for node in whole.nodes if distance.get(node, depth + 1) <= depth]

    part = neighbourhood(whole, start.name, depth)
    assert list(part.nodes) == expected
    assert set(part.edges) == {edge for edge in whole.edges if {edge.subject, edge.object} <= set(expected)}


def distances(whole: Graph, starts: set[Entity]) -> dict[Entity, int]:
    """The distance of each reachable node, relaxed edge by edge."""
    distance = dict.fromkeys(starts, 0)
    for _ in whole.nodes:
        for edge in whole.edges:
            for one, other in ((edge.subject, edge.object), (edge.object, edge.subject)):
                if one in distance:
                    distance[other] = min(distance.get(other, len(whole.nodes)), distance[one] + 1)
    return distance


def test_both_ends_of_every_shipped_edge_are_nodes() -> None:
    """Node ids are unique."""
    whole = build_graph(shipped.base().knowledge)
    ids = node_ids(whole)

    assert len(ids) == len(set(ids))
    assert {end for edge in edges(whole) for end in (edge[0], edge[2])} <= set(ids)

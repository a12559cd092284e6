"""The rules as a graph: which things and links it has, and what lies around one of them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exitwise.audit.graph.build import Graph, build_graph, neighbourhood
from exitwise.audit.graph.relations import Entity
from exitwise.errors import InputError
from support.packs import random_packs, shipped, toy

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


def edges(found: Graph) -> list[tuple[str, str, str]]:
    """The edges as data has them: from, kind, to."""
    return [(edge["from"], edge["kind"], edge["to"]) for edge in found.as_dict()["edges"]]


def names(found: Graph) -> list[str]:
    """The nodes as data has them."""
    return [node["id"] for node in found.as_dict()["nodes"]]


def test_the_graph_has_the_links_of_the_rules() -> None:
    """As an edge reads: from whoever looks, concludes, argues, overrides or waits."""
    assert sorted(edges(house())) == sorted(EDGES)


def test_the_graph_has_everything_that_rules_speak_of() -> None:
    """Also what nothing is linked to; in the order of inference, and then of the pack."""
    assert names(house()) == [
        *("fact:place", "fact:door", "fact:days", "finding-rule:ajar-is-risky", "finding:risky"),
        *("argument:default", "argument:flee", "outcome:stay", "outcome:leave", "outcome:sell"),
        *("step:pack-up", "step:go", "warning:rain", "hold:night"),
    ]


def test_a_node_says_what_it_is() -> None:
    """Its kind, and what it is called in the pack."""
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
def test_what_lies_around_is_reached_in_both_directions(name: str, depth: int, expected: list[str]) -> None:
    """Over so many links, be it against their direction."""
    assert names(neighbourhood(house(), name, depth)) == expected


def test_between_what_is_near_every_link_is_drawn() -> None:
    """Also one between two things at the rim."""
    assert edges(neighbourhood(house(), "leave", 1)) == [
        ("argument:flee", "argues-for", "outcome:leave"),
        ("step:pack-up", "by-recommendation", "outcome:leave"),
        ("step:go", "by-recommendation", "outcome:leave"),
        ("step:go", "after", "step:pack-up"),
    ]


@pytest.mark.parametrize(("name", "advice"), [("rysky", "did you mean `risky`?"), ("xyzzy", "audit show")])
def test_what_is_not_in_the_graph_is_refused(name: str, advice: str) -> None:
    """With the nearest name, or the command that knows more names."""
    with pytest.raises(InputError) as raised:
        neighbourhood(house(), name, 1)

    message, _, told = str(raised.value).partition("\n  help: ")
    assert message == f"unknown rule, finding, fact or outcome `{name}`"
    assert advice in told


@settings(max_examples=40)
@given(st.data())
def test_what_lies_within_a_distance_is_what_walking_reaches(data: st.DataObject) -> None:
    """On any pack a node is within a depth if, and only if, so many steps along links lead to it."""
    whole = build_graph(toy.loaded(data.draw(random_packs.packs())))
    start = data.draw(st.sampled_from(whole.nodes))
    depth = data.draw(st.integers(0, 4))

    distance = walked(whole, {node for node in whole.nodes if node.name == start.name})
    expected = [node for node in whole.nodes if distance.get(node, depth + 1) <= depth]

    found = neighbourhood(whole, start.name, depth)
    assert list(found.nodes) == expected
    assert set(found.edges) == {link for link in whole.edges if {link.subject, link.object} <= set(expected)}


def walked(whole: Graph, starts: set[Entity]) -> dict[Entity, int]:
    """The distance of each node that can be reached, found edge by edge until nothing gets nearer."""
    distance = dict.fromkeys(starts, 0)
    for _ in whole.nodes:
        for link in whole.edges:
            for one, other in ((link.subject, link.object), (link.object, link.subject)):
                if one in distance:
                    distance[other] = min(distance.get(other, len(whole.nodes)), distance[one] + 1)
    return distance


def test_every_edge_of_the_shipped_graph_has_its_ends() -> None:
    """Nodes are told apart by their ids, and no edge leads to what is not there."""
    whole = build_graph(shipped.base().knowledge)
    known = names(whole)

    assert len(known) == len(set(known))
    assert {end for edge in edges(whole) for end in (edge[0], edge[2])} <= set(known)

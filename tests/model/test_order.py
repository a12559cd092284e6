"""Directed graphs: cycles, levels and the topological order."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exitwise.model.order import find_cycle, levels, topological_order
from support.running.examples import examples

Edges = dict[str, set[str]]


@st.composite
def graphs(draw: st.DrawFn, *, acyclic: bool) -> tuple[list[str], Edges]:
    """Generate names in the order of ties, and the predecessors of each."""
    hidden = list("abcdefg"[: draw(st.integers(1, 7))])
    edges: Edges = {}
    for at, name in enumerate(hidden):
        possible = hidden[:at] if acyclic else hidden
        edges[name] = draw(st.sets(st.sampled_from(possible), max_size=3)) if possible else set()
    return draw(st.permutations(hidden)), edges


def naive_order(names: list[str], edges: Edges) -> tuple[str, ...]:
    """Return the order by its definition: the next is the first name whose predecessors all came before."""
    done: list[str] = []
    while len(done) < len(names):
        done.append(next(name for name in names if name not in done and edges[name] <= set(done)))
    return tuple(done)


@settings(max_examples=examples(200))
@given(graphs(acyclic=True))
def test_the_order_is_topological_with_ties_in_order(graph: tuple[list[str], Edges]) -> None:
    """Equal to the naive order by definition."""
    names, edges = graph

    assert topological_order(names, edges) == naive_order(names, edges)


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ({}, "cab"),
        ({"c": "a"}, "acb"),
        ({"c": "b"}, "abc"),
        ({"a": "b", "c": "a"}, "bac"),
        ({"a": "x", "x": "b"}, "cab"),
        ({"a": "a b"}, "cb"),
    ],
)
def test_ties_follow_the_order_of_names(before: dict[str, str], expected: str) -> None:
    """Unknown predecessors are ignored; a name in a cycle is not in the order."""
    edges = {name: set(others.split()) for name, others in before.items()}

    assert "".join(topological_order("cab", edges)) == expected


@settings(max_examples=examples(200))
@given(graphs(acyclic=False))
def test_find_cycle_returns_a_cycle_if_there_is_one(graph: tuple[list[str], Edges]) -> None:
    """A path along edges that ends at its start; without one, every name is in the order."""
    names, edges = graph

    cycle = find_cycle(edges)

    if cycle:
        assert cycle[0] == cycle[-1]
        assert all(one in edges[other] for one, other in pairwise(cycle))
        assert len(topological_order(names, edges)) < len(names)
    else:
        assert sorted(topological_order(names, edges)) == sorted(names)


@settings(max_examples=examples(200))
@given(graphs(acyclic=True))
def test_a_level_is_one_above_the_highest_predecessor(graph: tuple[list[str], Edges]) -> None:
    """A name without predecessors has level 0."""
    _, edges = graph

    level = levels(edges)

    assert level == {name: max((level[other] + 1 for other in edges[name]), default=0) for name in edges}

"""Orders over names: cycles, levels, and the one order whose ties fall by place."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exitwise.model.order import find_cycle, levels, topological_order

Edges = dict[str, set[str]]


@st.composite
def graphs(draw: st.DrawFn, *, acyclic: bool) -> tuple[list[str], Edges]:
    """Names in the order of their ties, and for each what must stand before it."""
    hidden = list("abcdefg"[: draw(st.integers(1, 7))])
    edges: Edges = {}
    for at, name in enumerate(hidden):
        possible = hidden[:at] if acyclic else hidden
        edges[name] = draw(st.sets(st.sampled_from(possible), max_size=3)) if possible else set()
    return draw(st.permutations(hidden)), edges


def by_place(names: list[str], edges: Edges) -> tuple[str, ...]:
    """The order by its definition: of those whose predecessors all stand, the first by place is next."""
    done: list[str] = []
    while len(done) < len(names):
        done.append(next(name for name in names if name not in done and edges[name] <= set(done)))
    return tuple(done)


@settings(max_examples=200)
@given(graphs(acyclic=True))
def test_the_order_is_topological_with_ties_by_place(graph: tuple[list[str], Edges]) -> None:
    """As its definition has it, name by name."""
    names, edges = graph

    assert topological_order(names, edges) == by_place(names, edges)


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
def test_ties_fall_by_place(before: dict[str, str], expected: str) -> None:
    """Names that are not to be ranked hold nothing up; a name that waits for itself never comes."""
    edges = {name: set(others.split()) for name, others in before.items()}

    assert "".join(topological_order("cab", edges)) == expected


@settings(max_examples=200)
@given(graphs(acyclic=False))
def test_a_cycle_is_found_where_there_is_one(graph: tuple[list[str], Edges]) -> None:
    """It is a way along the edges that ends where it began; without one, every name is ranked."""
    names, edges = graph

    found = find_cycle(edges)

    if found:
        assert found[0] == found[-1]
        assert all(one in edges[other] for one, other in pairwise(found))
        assert len(topological_order(names, edges)) < len(names)
    else:
        assert sorted(topological_order(names, edges)) == sorted(names)


@settings(max_examples=200)
@given(graphs(acyclic=True))
def test_a_level_is_one_more_than_the_highest_before(graph: tuple[list[str], Edges]) -> None:
    """A name with nothing before it has level 0."""
    _, edges = graph

    level = levels(edges)

    assert level == {name: max((level[other] + 1 for other in edges[name]), default=0) for name in edges}

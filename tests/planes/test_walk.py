"""Decision graphs, walked by many rows."""

import numpy as np

from exitwise.model.decision_graph import DecisionGraph, Node
from exitwise.planes.walk import Walk

GRAPH = DecisionGraph(
    (Node("b", 0, 0, 1), Node("a", 1, 2, 1), Node("a", 0, 0, 3)),
    {"b is 1": 2, "a is 3, or 1 with b": 4, "nobody": 0, "everybody": 1},
)
CODES = np.array([(a, b) for a in range(4) for b in range(2)], np.int32)


def test_each_row_ends_at_true_or_false() -> None:
    """The bits of codes lead through shared nodes; a root may be an end."""
    walk = Walk(GRAPH, ("a", "b"))

    found = {name: walk.reaches_true(name, CODES).tolist() for name in GRAPH.roots}

    assert found == {
        "b is 1": [b == 1 for a in range(4) for b in range(2)],
        "a is 3, or 1 with b": [a == 3 or (a == 1 and b == 1) for a in range(4) for b in range(2)],
        "nobody": [False] * 8,
        "everybody": [True] * 8,
    }


def test_without_rows_nothing_is_walked() -> None:
    """The result has no rows either."""
    assert Walk(GRAPH, ("a", "b")).reaches_true("b is 1", CODES[:0]).tolist() == []

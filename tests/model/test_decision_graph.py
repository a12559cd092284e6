"""Decision graphs: nodes follow those that they lead to."""

from exitwise.diagram.course.graph import wait_graph
from support.packs import shipped


def test_every_node_leads_to_earlier_ones() -> None:
    """The numbers 0 and 1 are false and true, so the first node has number 2."""
    graph = wait_graph(shipped.base().compiled)

    assert graph.nodes
    assert all(max(node.low, node.high) < number for number, node in enumerate(graph.nodes, 2))
    assert set(graph.roots.values()) <= set(range(2, len(graph.nodes) + 2))

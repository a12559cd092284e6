"""The node store of the diagrams: literals, the limit on nodes, and garbage collection."""

import pytest

from exitwise.diagram import manager
from exitwise.diagram.manager import Manager, ProfileSet, within_limits
from exitwise.errors import ExitCode, LimitError


def parity(store: Manager, variables: range) -> ProfileSet:
    """The parity function of some variables: two nodes for each of them, none shared."""
    found = store.false
    for variable in variables:
        found ^= store.literal(variable, holds=True)
    return found


def test_literal_depends_only_on_its_variable() -> None:
    """A negative literal is the complement of the positive one."""
    store = Manager(3)

    holds, fails = store.literal(1, holds=True), store.literal(1, holds=False)

    assert holds.eval([(0, False), (1, True), (2, False)])
    assert not holds.eval([(0, True), (1, False), (2, True)])
    assert fails == ~holds
    assert (holds | fails, holds & fails) == (store.true, store.false)
    assert holds.sat_count(store.variable_count) == 4


def test_managers_do_not_share_nodes() -> None:
    """Each manager has its own store and its own number of variables."""
    one, other = Manager(4), Manager(2)

    kept = one.literal(3, holds=True)

    assert one.node_count == 1
    assert other.node_count == 0
    assert kept.sat_count(one.variable_count) == 8
    assert (one.variable_count, other.variable_count) == (4, 2)


def test_exhausted_node_store_raises_limit_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """The message has the limit and its name, so that it can be found and raised."""
    monkeypatch.setattr(manager, "MOST_NODES", 1024)
    store = Manager(1200)

    with pytest.raises(LimitError) as caught, within_limits():
        parity(store, range(1200))

    assert str(caught.value) == "this cannot be decided within 1,024 diagram nodes (MOST_NODES)"
    assert caught.value.code is ExitCode.LIMIT


def test_within_limits_passes_results_and_other_errors() -> None:
    """Only an exhausted node store is translated."""
    with within_limits():
        assert parity(Manager(8), range(8)).satisfiable()

    with pytest.raises(ZeroDivisionError), within_limits():
        1 / 0  # noqa: B018 (an error that is not of the library)


def store_with_parity(size: int, variables: range) -> tuple[Manager, ProfileSet]:
    """A store, and a function of some of its variables that stays in use."""
    store = Manager(size)
    return store, parity(store, variables)


def test_unreferenced_nodes_are_collected_above_the_threshold(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Nodes in use survive, and below the threshold nothing is collected."""
    monkeypatch.setattr(manager, "GC_THRESHOLD", 100)
    store, in_use = store_with_parity(60, range(10))
    parity(store, range(10, 50))
    crowd = store.node_count

    store.collect_garbage()

    assert crowd > 100
    assert store.node_count < 100
    assert in_use == parity(store, range(10))
    few = store.node_count
    store.collect_garbage()
    assert store.node_count == few


def test_threshold_doubles_after_a_collection(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Otherwise every call would search a large store that is in use."""
    monkeypatch.setattr(manager, "GC_THRESHOLD", 10)
    store, in_use = store_with_parity(80, range(20))
    store.collect_garbage()
    least = store.node_count
    parity(store, range(40, 45))
    crowd = store.node_count

    store.collect_garbage()

    assert least < crowd < 2 * least
    assert store.node_count == crowd
    parity(store, range(80))
    store.collect_garbage()
    assert store.node_count < crowd
    assert in_use == parity(store, range(20))

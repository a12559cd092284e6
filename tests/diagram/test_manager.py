"""The store of diagrams: literals, its limit, and that it gives back what nobody needs."""

import pytest

from exitwise.diagram import manager
from exitwise.diagram.manager import Manager, ProfileSet, within_limits
from exitwise.errors import ExitCode, LimitError


def parity(store: Manager, variables: range) -> ProfileSet:
    """True where an odd number of the variables is; of two nodes a variable, and not one of them shared."""
    found = store.false
    for variable in variables:
        found ^= store.literal(variable, holds=True)
    return found


def test_a_literal_is_true_where_its_variable_is_as_said() -> None:
    """Of this variable, and of no other."""
    store = Manager(3)

    holds, fails = store.literal(1, holds=True), store.literal(1, holds=False)

    assert holds.eval([(0, False), (1, True), (2, False)])
    assert not holds.eval([(0, True), (1, False), (2, True)])
    assert fails == ~holds
    assert (holds | fails, holds & fails) == (store.true, store.false)
    assert holds.sat_count(store.variable_count) == 4


def test_two_stores_do_not_share_what_they_hold() -> None:
    """Each family of diagrams has one of its own."""
    one, other = Manager(4), Manager(2)

    kept = one.literal(3, holds=True)

    assert one.node_count == 1
    assert other.node_count == 0
    assert kept.sat_count(one.variable_count) == 8
    assert (one.variable_count, other.variable_count) == (4, 2)


def test_what_needs_too_many_nodes_is_said_to_be_undecided(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the limit, and its name, so that whoever needs more can find it."""
    monkeypatch.setattr(manager, "MOST_NODES", 1024)
    store = Manager(1200)

    with pytest.raises(LimitError) as told, within_limits():
        parity(store, range(1200))

    assert str(told.value) == "this cannot be decided within 1,024 diagram nodes (MOST_NODES)"
    assert told.value.code is ExitCode.LIMIT


def test_what_is_decided_within_the_limit_passes_unnoticed() -> None:
    """And so does an error of another kind."""
    with within_limits():
        assert parity(Manager(8), range(8)).satisfiable()

    with pytest.raises(ZeroDivisionError), within_limits():
        1 / 0  # noqa: B018 (an error that is not of the library)


def test_nodes_that_nobody_refers_to_are_given_back_once_there_are_many(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Below the mark nothing happens; and what is in use is kept."""
    monkeypatch.setattr(manager, "CROWDED", 100)
    store = Manager(60)
    kept = parity(store, range(10))
    parity(store, range(10, 50))
    crowd = store.node_count

    store.collect_garbage()

    assert crowd > 100
    assert store.node_count < 100
    assert kept == parity(store, range(10))
    few = store.node_count
    store.collect_garbage()
    assert store.node_count == few


def test_a_crowd_that_is_in_use_is_not_searched_again_until_it_has_doubled(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Otherwise whoever needs many nodes would pay at every step."""
    monkeypatch.setattr(manager, "CROWDED", 10)
    store = Manager(80)
    kept = parity(store, range(20))
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
    assert kept == parity(store, range(20))

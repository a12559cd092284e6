"""Derived values that moves can contradict, and their values after a move."""

import pytest

from exitwise.diagram.completions.settling import settler
from support.packs import toy

FACTS = """
  facts:
    - {id: door, question: Q?, kind: choice, values: {open: O, shut: S}}
    - {id: lock, question: Q?, kind: choice, values: {on: "On", off: "Off"}}
    - {id: key, question: Q?, kind: choice, values: {in: In, out: Out}}
    - {id: roof, question: Q?, kind: choice, values: {tiled: T, thatched: H}}
    - {id: wall, question: Q?, kind: choice, values: {brick: B, stone: S}}
  constraints:
    - {id: no-open-lock, when: {door: open, lock: on}, because: So.}
    - {id: key-turns, when: {lock: on, key: out}, because: So.}
    - {id: heavy, when: {roof: tiled, wall: stone}, because: So.}
"""
SHUT = "[{id: shut, title: T, how: H, phase: before, when: {door: open}, because: So., done: {door: shut}}]"
AWAIT = (
    "[{id: await, title: T, hold: true, until: U, when: {wall: brick}, because: So., ends: {wall: stone}}]"
)


@pytest.mark.parametrize(
    ("derived", "plan", "warnings", "is_needed"),
    [
        ({"lock"}, SHUT, "[]", True),
        ({"key"}, SHUT, "[]", True),
        ({"roof"}, SHUT, "[]", False),
        ({"roof"}, SHUT, AWAIT, True),
        ({"lock"}, "[]", AWAIT, False),
        (set(), SHUT, AWAIT, False),
    ],
)
def test_values_settle_where_constraints_connect_them_with_a_move(
    derived: set[str], plan: str, warnings: str, *, is_needed: bool
) -> None:
    """Directly or over a third fact, with a deed or with the end of a hold."""
    compiled = toy.base(facts=FACTS, plan=plan, warnings=warnings).compiled

    assert (settler(compiled, frozenset(derived)) is not None) is is_needed


def test_settled_values_are_those_of_the_first_completion() -> None:
    """None if there is none, or if the advice depends on which it is."""
    rules = """
      - {id: default, recommend: stay, because: So.}
      - {id: turn, recommend: leave, when: {key: out}, overrides: default, because: So.}
    """
    compiled = toy.base(facts=FACTS, plan=SHUT, recommendations=rules).compiled
    settle = settler(compiled, frozenset({"lock"}))
    assert settle is not None
    given = {"roof": "tiled", "wall": "brick"}

    assert settle({"door": "shut", "lock": "on", **given}) == {
        "door": "shut",
        "lock": "on",
        "key": "in",
        **given,
    }
    assert settle({"door": "open", "lock": "on", **given}) is None
    assert settle({"door": "shut", "lock": "off", **given}) is None

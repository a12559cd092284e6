"""The constraints that leave no admissible profile among some profiles."""

import pytest

from exitwise.diagram.completions.conflict import minimal_conflict
from exitwise.model.fact import Value
from support.packs.locked_door import COMPILED


@pytest.mark.parametrize(
    ("answers", "constraints"),
    [
        ({"place": "gone", "door": "yes"}, ["shut"]),
        ({"place": "gone", "door": "yes", "days": 2}, ["shut"]),
        ({"place": "gone", "lock": "old"}, ["shut", "old", "open"]),
        ({"place": "here"}, []),
    ],
)
def test_conflict_is_minimal(answers: dict[str, Value], constraints: list[str]) -> None:
    """One constraint that suffices is returned alone; without a conflict there is none to drop."""
    space = COMPILED.space
    conflict = minimal_conflict(COMPILED, space.valid & space.with_values(answers) & space.true)

    if constraints:
        assert [rule.id for rule in conflict] == constraints
    else:
        assert (space.with_values(answers) & COMPILED.domain).satisfiable()


def test_no_profiles_need_no_constraint() -> None:
    """An empty set is left by no constraint at all."""
    assert minimal_conflict(COMPILED, COMPILED.space.false) == []

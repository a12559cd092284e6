"""Scopes: the steps and warnings that count in each of them."""

import pytest

from exitwise.diagram.completions.scope import Scope
from support.packs import toy

PLAN = "[{id: pack, title: T, how: H, phase: act, because: So.}]"
WARNINGS = """
  - {id: note, title: T, severity: info, because: So.}
  - {id: care, title: T, severity: caution, because: So.}
  - {id: fire, title: T, severity: danger, because: So.}
  - {id: wait, title: T, severity: info, hold: true, until: U, because: So.}
"""


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        (Scope.BRIEF, ["wait"]),
        (Scope.USUAL, ["pack", "care", "fire", "wait"]),
        (Scope.FULL, ["pack", "note", "care", "fire", "wait"]),
    ],
    ids=lambda part: part.name.lower() if isinstance(part, Scope) else "",
)
def test_rules_of_a_scope(scope: Scope, expected: list[str]) -> None:
    """A hold always counts, whatever its severity; a warning of severity `info` only in the full scope."""
    rules = scope.rules(toy.knowledge(plan=PLAN, warnings=WARNINGS))

    assert [rule.id for rule in rules] == expected

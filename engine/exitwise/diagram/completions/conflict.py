"""The constraints that leave no admissible profile among some profiles."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from exitwise.diagram.compiled_rules import CompiledRules
    from exitwise.diagram.manager import ProfileSet
    from exitwise.model.rule import Constraint


def minimal_conflict(compiled: CompiledRules, profiles: ProfileSet) -> list[Constraint]:
    """Return the first constraint that forbids all of these profiles, or else a minimal set of constraints.

    A minimal set leaves none of them, and each of its proper subsets leaves one. It is found by deletion: a
    constraint is dropped if the rest still conflict.
    """

    def is_conflict(rules: Iterable[Constraint]) -> bool:
        remaining = reduce(lambda left, rule: left & ~compiled.forbidden(rule.id), rules, profiles)
        return not remaining.satisfiable()

    conflict = [] if is_conflict([]) else list(compiled.knowledge.constraints)
    single = next((rule for rule in conflict if is_conflict([rule])), None)
    if single is not None:
        return [single]
    for rule in reversed(conflict):
        rest = [other for other in conflict if other is not rule]
        conflict = rest if is_conflict(rest) else conflict
    return conflict

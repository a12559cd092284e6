"""Derived values: nobody has given them, and they are worked out anew when a move contradicts them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exitwise.diagram.completions.undecided import Undecided
from exitwise.model.condition import facts_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from exitwise.diagram.compiled_rules import CompiledRules
    from exitwise.model.course import Settle
    from exitwise.model.fact import Value
    from exitwise.model.knowledge import Knowledge


def settler(compiled: CompiledRules, derived: frozenset[str]) -> Settle | None:
    """Return a function that works derived values out anew; None if no move can contradict them."""
    if not derived & _touched_by_moves(compiled.knowledge):
        return None

    def settle(values: Mapping[str, Value]) -> Mapping[str, Value] | None:
        here = Undecided(compiled, values)
        is_settled = here.completions.satisfiable() and next(here.splits, None) is None
        return here.first_completion if is_settled else None

    return settle


def _touched_by_moves(knowledge: Knowledge) -> frozenset[str]:
    """Return the facts that constraints connect with facts that a deed or the end of a hold sets."""
    touched = set(knowledge.settable_facts)
    groups = [set(facts_of(constraint.when)) for constraint in knowledge.constraints]
    while group := next((own for own in groups if touched & own and not own <= touched), None):
        touched |= group
    return frozenset(touched)

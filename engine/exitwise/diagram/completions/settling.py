"""Derived values: nobody has given them, and they are worked out anew when a move contradicts them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exitwise.diagram.completions.undecided import Undecided

if TYPE_CHECKING:
    from collections.abc import Mapping

    from exitwise.diagram.compiled_rules import CompiledRules
    from exitwise.model.course import Settle
    from exitwise.model.fact import Value


def settler(compiled: CompiledRules, derived: frozenset[str]) -> Settle | None:
    """Return a function that works derived values out anew; None if no move can contradict them."""
    if not derived & compiled.knowledge.facts_of_moves:
        return None

    def settle(values: Mapping[str, Value]) -> Mapping[str, Value] | None:
        here = Undecided(compiled, values)
        is_settled = here.completions.satisfiable() and next(here.splits, None) is None
        return here.first_completion if is_settled else None

    return settle

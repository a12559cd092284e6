"""The sets of profiles that single ones are compared with again and again, over the facts they depend on."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from exitwise.diagram.compiled_rules import CompiledRules, Outcome
    from exitwise.diagram.space import Core


class Cores:
    """The cores of compiled rules, each made when it is first needed."""

    def __init__(self, compiled: CompiledRules) -> None:
        """Start with no core."""
        self._compiled = compiled
        self.outcome = cache(self._outcome)
        self.other_outcomes = cache(self._other_outcomes)

    def _outcome(self, outcome: Outcome) -> Core:
        """Return the admissible profiles that get an outcome."""
        return self._compiled.space.core(self._compiled.outcome[outcome] & self._compiled.domain)

    def _other_outcomes(self, outcome: Outcome) -> Core:
        """Return the admissible profiles that get another outcome, or none."""
        return self._compiled.space.core(self._compiled.domain & ~self._compiled.outcome[outcome])

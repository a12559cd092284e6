"""How much of the advice has to be settled."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from exitwise.model.knowledge import Knowledge
    from exitwise.model.rule import StepRule, WarningRule


class Scope(Enum):
    """The part of the advice that answers have to settle."""

    BRIEF = "the recommendation and the holds"
    USUAL = "everything but the warnings that only inform"
    FULL = "everything"

    def rules(self, knowledge: Knowledge) -> tuple[StepRule | WarningRule, ...]:
        """Return the rules of the steps and warnings in this part."""
        steps, warnings = knowledge.steps, knowledge.warnings
        if self is Scope.BRIEF:
            return knowledge.holds
        if self is Scope.USUAL:
            return (*steps, *(rule for rule in warnings if rule.hold or rule.severity != "info"))
        return (*steps, *warnings)

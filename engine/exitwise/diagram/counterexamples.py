"""The profiles that break a property: by their advice, or somewhere along the course of their plan."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from exitwise.model.condition import ALWAYS, Not

if TYPE_CHECKING:
    from exitwise.diagram.compiled_rules import CompiledRules, Outcome
    from exitwise.diagram.manager import ProfileSet
    from exitwise.model.rule import Property


def counterexamples(compiled: CompiledRules, law: Property) -> ProfileSet:
    """Return the admissible profiles that break a property."""
    broken = (
        own & compiled.domain & _broken_under(compiled, outcome, law)
        for outcome, own in compiled.outcome.items()
    )
    return reduce(or_, broken, compiled.space.false)


def _broken_under(compiled: CompiledRules, outcome: Outcome, law: Property) -> ProfileSet:
    """Return the profiles of an outcome that break a property; `along` it is asked of all that can follow."""
    if not law.along:
        return compiled.violations(outcome, law)
    unwanted = compiled.advice_set(Not(law.then or ALWAYS), outcome)
    affected = compiled.advice_set(law.when, outcome)
    return compiled.waits_under(outcome).leading(affected, unwanted)

"""The profiles on which two versions of the rules give different advice."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exitwise.diagram.compiled_rules import CompiledRules
    from exitwise.diagram.manager import ProfileSet


def advice_difference(one: CompiledRules, other: CompiledRules) -> ProfileSet:
    """Return the profiles, admissible or not, on which the advice of two sets of rules differs.

    Advice differs in the recommendation, a step or a warning; readiness follows from these. Both must be
    compiled in the same space and have the same outcomes, steps and warnings.
    """
    return reduce(or_, advice_differences(one, other), one.space.false)


def advice_differences(one: CompiledRules, other: CompiledRules) -> Iterator[ProfileSet]:
    """Yield the differences in the recommendation, then those in each step and warning."""
    space = one.space
    yield reduce(or_, (one.outcome[name] ^ other.outcome[name] for name in one.outcome), space.false)
    names = [rule.id for rule in (*one.knowledge.steps, *one.knowledge.warnings)]
    for outcome, recommended in one.outcome.items():
        both = recommended & other.outcome[outcome]
        for name in names:
            before, after = one.recipients_under(outcome, name), other.recipients_under(outcome, name)
            if before != after:
                yield both & (before ^ after)

"""The profiles on which two versions of the rules give different advice, or lead through it otherwise."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exitwise.diagram.compiled_rules import CompiledRules
    from exitwise.diagram.course.waits import WaitSets
    from exitwise.diagram.manager import ProfileSet
    from exitwise.model.fact import Value


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


def course_difference(one: CompiledRules, other: CompiledRules) -> ProfileSet:
    """Return the admissible profiles whose next moves, or the ends of whose holds, differ.

    The rules may differ in the deeds of steps and the ends of holds alone. Without such a profile no course
    differs, since each state of a course is a profile.
    """
    differing = (_course_difference(one, other, name) for name, _ in one.knowledge.outcomes)
    return reduce(or_, differing, one.space.false)


def _course_difference(one: CompiledRules, other: CompiledRules, outcome: str) -> ProfileSet:
    waits, nothing = one.waits_under(outcome), one.space.false
    rules = [rule.id for rule in (*one.knowledge.steps, *one.knowledge.warnings)]
    changed = [name for name in rules if one.knowledge.rules[name] != other.knowledge.rules[name]]
    if not any((waits.region & one.recipients_under(outcome, name)).satisfiable() for name in changed):
        return nothing
    before, after = (_sources(version.waits_under(outcome)) for version in (one, other))
    moves = (before.get(key, nothing) ^ after.get(key, nothing) for key in {**before, **after})
    holds = (
        waits.stands(name)
        for name, rule in one.knowledge.warning.items()
        if {*rule.ends} != {*other.knowledge.warning[name].ends}
    )
    return waits.region & reduce(or_, (*moves, *holds), nothing)


def _sources(waits: WaitSets) -> dict[tuple[str, frozenset[tuple[str, Value]]], ProfileSet]:
    """Return the profiles of each move, by its name and the answers that it gives."""
    return {(move.name, frozenset(move.answers.items())): move.source for move in waits.moves}

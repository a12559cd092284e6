"""A step that cannot be undone stands in the plan before a wait that can come up.

Why it matters:
    A plan is read once, from the top. Steps of the phases `act` and `after` are listed behind every wait that
    the course can meet; a step of preparation is done when its turn comes. If that is irreversible, and a
    hold stands or can come up later, somebody does what should have waited.

Example:
    plan.yaml:
        - id: hand-over-keys
          phase: before
          irreversible: true
    warnings.yaml:
        - {id: rent-open, hold: true, until: the rent is paid, when: {rent: due}, ends: {rent: paid}}

Fix:
    Move the step to the phase `act`, or put it in the plan only once the hold has ended.
"""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Final

from exitwise.audit.check import Violation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exitwise.audit.subject import Subject
    from exitwise.diagnostic import Severity
    from exitwise.diagram.manager import ProfileSet
    from exitwise.model.rule import StepRule

SEVERITY: Final[Severity] = "error"


def find(subject: Subject) -> Iterator[Violation]:
    """Yield a violation for each irreversible step of preparation that a plan has before a wait."""
    for step in subject.knowledge.steps:
        early = step.irreversible and step.phase == "before"
        extent = subject.extent(_too_early(subject, step)) if early else None
        if extent is not None:
            yield Violation(
                message=f"step `{step.id}` cannot be undone, and stands before a wait that can come up",
                place=step.place,
                help="move it to the phase `act`, or let it depend on the end of the wait",
                extent=extent,
            )


def _too_early(subject: Subject, step: StepRule) -> ProfileSet:
    """Return the profiles whose course has a state with the step in which a hold stands or can come up."""
    holds = [rule.id for rule in subject.knowledge.holds]
    early = subject.space.false
    for outcome, _ in subject.knowledge.outcomes:
        waits = subject.compiled.waits_under(outcome)
        met = reduce(or_, map(waits.met, holds), subject.space.false)
        planned = subject.compiled.recipients_under(outcome, step.id)
        early |= waits.leading(waits.region, planned & met)
    return early

"""A hold has no exit for some profile: no answer and no deed of theirs ends it.

Why it matters:
    A hold says not yet, and that something ends the wait. Here is somebody who waits for ever: whatever they
    do or come to know, as long as the same is recommended to them the hold stands. What lies in the past,
    `fixed`, counts as given; and nobody comes to know less.

Example:
    facts.yaml:
        - id: key
          question: Where is the key?
          kind: choice
          values: {here: Here, lost: Lost}
          fixed: true
    warnings.yaml:
        - id: wait-for-key
          title: Do not leave yet
          hold: true
          until: you have the key
          when: {key: lost}
          because: Without the key nobody gets back in.

Mend:
    Let the hold look at something that can be done, here at a new lock; or warn without `hold`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from exitwise.audit.check import Violation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exitwise.audit.subject import Subject
    from exitwise.diagnostic import Severity
    from exitwise.diagram.manager import ProfileSet
    from exitwise.model.rule import WarningRule

SEVERITY: Final[Severity] = "warning"


def find(subject: Subject) -> Iterator[Violation]:
    """Yield one flaw for each hold that some profile cannot end."""
    for hold in subject.knowledge.warnings:
        extent = subject.extent(_stuck(subject, hold)) if hold.hold else None
        if extent is not None:
            yield Violation(
                message=f"some profiles cannot end the hold `{hold.id}`",
                place=hold.place,
                help="let it look at something that can be done or found out, or leave out `hold`",
                extent=extent,
            )


def _stuck(subject: Subject, hold: WarningRule) -> ProfileSet:
    """Return the profiles on which a hold fires and that no change of answers leads out of it.

    Without a recommendation nothing can be waited for; such profiles are reported as a gap or a conflict.
    """
    compiled = subject.compiled
    stuck = subject.space.false
    for outcome, _ in subject.knowledge.outcomes:
        advised = compiled.outcome[outcome] & compiled.domain
        fires = advised & compiled.recipients_under(outcome, hold.id)
        if fires.satisfiable():
            stuck |= fires & ~_leading_to(subject, advised & ~fires)
    return stuck


def _leading_to(subject: Subject, goal: ProfileSet) -> ProfileSet:
    """Return the profiles from which some changes of answers lead into a set.

    It is found backwards, one fact after the other: changes of different facts do not hinder each other.
    """
    space = subject.space
    reached = goal
    for name, axis in space.axes.items():
        if not axis.fact.fixed:
            reached |= space.exists(reached & space.with_codes(name, axis.known_codes), name)
    return reached

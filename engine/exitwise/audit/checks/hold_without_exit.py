"""A hold can never be lifted for some profile: no new answer and no action ends it.

Why it matters:
    A hold means "not yet": something is expected to end the wait. For these profiles no action and no new
    information does, as long as the same outcome is recommended. Facts marked `fixed` are in the past and
    cannot change, and a known fact never becomes unknown again.

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

Fix:
    Make the hold depend on something that can be done, in the example on a new lock; or warn without `hold`.
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
    """Yield a violation for each hold that some profile cannot end."""
    for hold in subject.knowledge.warnings:
        extent = subject.extent(_stuck(subject, hold)) if hold.hold else None
        if extent is not None:
            yield Violation(
                message=f"hold `{hold.id}` can never be lifted for some profiles",
                place=hold.place,
                help="make it depend on something that can be done or found out, or remove `hold`",
                extent=extent,
            )


def _stuck(subject: Subject, hold: WarningRule) -> ProfileSet:
    """Return the profiles on which a hold fires and that no change of answers releases.

    Profiles without a recommendation are left out: they are reported as a gap or a conflict.
    """
    compiled = subject.compiled
    stuck = subject.space.false
    for outcome, _ in subject.knowledge.outcomes:
        advised = compiled.outcome[outcome] & compiled.domain
        fires = advised & compiled.recipients_under(outcome, hold.id)
        if fires.satisfiable():
            stuck |= fires & ~_can_reach(subject, advised & ~fires)
    return stuck


def _can_reach(subject: Subject, goal: ProfileSet) -> ProfileSet:
    """Return the profiles from which changes of answers lead into a set.

    The search goes backwards, one fact at a time: changes of different facts are independent.
    """
    space = subject.space
    reached = goal
    for name, axis in space.axes.items():
        if not axis.fact.fixed:
            reached |= space.exists(reached & space.with_codes(name, axis.known_codes), name)
    return reached

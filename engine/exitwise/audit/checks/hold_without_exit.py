"""A hold can never be lifted for some profile: no deed, no answer and no wait ends it.

Why it matters:
    A hold means "not yet": something is expected to end the wait. For these profiles none of its `ends` does,
    and nothing that the plan does or waits for before either, as long as the same outcome is recommended.

Example:
    facts.yaml:
        - id: key
          question: Where is the key?
          kind: choice
          values: {here: Here, lost: Lost}
          unknown: true
    warnings.yaml:
        - id: wait-for-key
          title: Do not leave yet
          hold: true
          until: you have the key
          ends: {known: key}
          when: {key: [lost, unknown]}
          because: Without the key nobody gets back in.
    where somebody who knows that the key is lost waits for ever.

Fix:
    List in `ends` what these profiles can bring about, learn or wait for, in the example `{key: here}`; let
    the hold depend on something that can be done; or warn without `hold`.
"""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Final

from exitwise.audit.check import Violation
from exitwise.audit.course import before_end

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exitwise.audit.subject import Subject
    from exitwise.diagnostic import Severity
    from exitwise.diagram.course.waits import WaitSets
    from exitwise.diagram.manager import ProfileSet
    from exitwise.model.rule import WarningRule

SEVERITY: Final[Severity] = "warning"


def find(subject: Subject) -> Iterator[Violation]:
    """Yield a violation for each hold that some profile cannot end."""
    for hold in subject.knowledge.warnings:
        stuck = (_stuck(subject, outcome, hold) for outcome, _ in subject.knowledge.outcomes if hold.hold)
        extent = subject.extent(reduce(or_, stuck, subject.space.false))
        if extent is not None:
            yield Violation(
                message=f"hold `{hold.id}` can never be lifted for some profiles",
                place=hold.place,
                help="list in `ends` what they can bring about, learn or wait for, or remove `hold`",
                extent=extent,
            )


def _stuck(subject: Subject, outcome: str, hold: WarningRule) -> ProfileSet:
    """Return the profiles of an outcome on which a hold stands and from which nothing leads to its end."""
    waits = subject.compiled.waits_under(outcome)
    standing = waits.region & waits.stands(hold.id)
    if not standing.satisfiable():
        return standing
    released = waits.region & ~standing
    ended = (standing & before_end(subject.space, end, released) for end in hold.ends)
    reached = reduce(or_, ended, released)
    while (standing & ~reached).satisfiable():
        before = reached
        reached |= waits.region & _one_move_before(subject, waits, reached)
        if reached == before:
            break
    return standing & ~reached


def _one_move_before(subject: Subject, waits: WaitSets, target: ProfileSet) -> ProfileSet:
    """Return the profiles that a move leads into a set, or an answer that a hold waits for."""
    moves = (waits.before(move, target) for move in waits.moves)
    answers = (
        waits.stands(rule.id) & before_end(subject.space, end, target)
        for rule in subject.knowledge.warnings
        for end in rule.ends
        if end.known
    )
    return reduce(or_, (*moves, *answers), subject.space.false)

"""A step that cannot be undone is ready, although a question that is still open could come before it.

Why it matters:
    `ready` says "go ahead". Here some facts are unknown, and with the answers that they may have, something
    would have to be prepared or waited for first. Where nothing is irreversible, that does no lasting harm.

Example:
    facts.yaml:
        - id: keys
          question: Where are the keys?
          kind: choice
          values: {here: Here, lent: Lent}
          unknown: true
    plan.yaml:
        - {id: lock-up, phase: act, irreversible: true}
        - {id: call-back-keys, phase: before, when: {keys: lent}, done: {keys: here}}
    where somebody who does not know where the keys are is ready.

Fix:
    Hold, or prepare, while the fact is unknown: `when: {keys: [lent, unknown]}`, or a hold with
    `ends: {known: [keys]}`. What a person wants (`wish`) is not counted among the open questions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from exitwise.audit.check import Violation
from exitwise.audit.course import before_answers
from exitwise.model.fact import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from exitwise.audit.subject import Subject
    from exitwise.diagnostic import Severity
    from exitwise.diagram.compiled_rules import Outcome
    from exitwise.diagram.manager import ProfileSet

SEVERITY: Final[Severity] = "warning"


def find(subject: Subject) -> Iterator[Violation]:
    """Yield a violation for each irreversible step that is ready while open questions could delay it."""
    steps = [step for step in subject.knowledge.steps if step.irreversible]
    unsettled = _unsettled(subject, [step.id for step in steps])
    for step in steps:
        extent = subject.extent(unsettled & subject.compiled.recipients(step.id))
        if extent is not None:
            yield Violation(
                message=f"step `{step.id}` cannot be undone, and is ready although answers to open questions "
                "could come before it",
                place=step.place,
                help="hold or prepare while the fact is unknown",
                extent=extent,
            )


def _unsettled(subject: Subject, steps: list[str]) -> ProfileSet:
    """Return the ready profiles with one of some steps that are not ready under some completion."""
    unsettled = subject.space.false
    codes = _open_codes(subject)
    for outcome, _ in subject.knowledge.outcomes:
        ready = _ready(subject, outcome)
        acting = subject.space.false
        for step in steps:
            acting |= ready & subject.compiled.recipients_under(outcome, step)
        if acting.satisfiable():
            others = _recommended(subject, outcome) & ~ready & _completed(subject, codes)
            others &= subject.space.exists(acting, *codes)
            unsettled |= acting & before_answers(subject.space, codes, others)
    return unsettled


def _recommended(subject: Subject, outcome: Outcome) -> ProfileSet:
    return subject.compiled.outcome[outcome] & subject.compiled.domain


def _ready(subject: Subject, outcome: Outcome) -> ProfileSet:
    return _recommended(subject, outcome) & subject.compiled.readiness_under(outcome)["ready"]


def _open_codes(subject: Subject) -> Mapping[str, tuple[int, ...]]:
    """Return the value codes of the answers to each fact that can be unknown, without wishes.

    The last facts in the order of the diagrams are first, which keeps the sets small.
    """
    axes = subject.space.axes
    return {
        name: tuple(code for code in axis.known_codes if not axis.fact.is_wish(axis.value(code)))
        for name in reversed(subject.space.first_variable)
        if (axis := axes[name]).fact.unknown
    }


def _completed(subject: Subject, codes: Mapping[str, tuple[int, ...]]) -> ProfileSet:
    """Return the profiles in which no further fact could have an answer: constraints leave others unknown."""
    space, domain = subject.space, subject.compiled.domain
    completed = space.true
    for fact, known in codes.items():
        answerable = space.exists(domain & space.with_codes(fact, known), fact)
        completed &= ~(space.with_values({fact: UNKNOWN}) & answerable)
    return completed

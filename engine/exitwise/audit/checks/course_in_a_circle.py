"""The course of a plan goes in a circle that no end of a hold leaves.

Why it matters:
    Deeds and waits bring each other back for ever, so whoever follows the plan never comes to act. A circle
    that some end leaves is no defect, such as a refusal that is contested once more.

Example:
    plan.yaml:
        - {id: ask, phase: before, when: {answer: none}, done: {answer: waiting}}
    warnings.yaml:
        - {id: await, hold: true, until: they answer, when: {answer: waiting}, ends: {answer: none}}

Fix:
    Add the end that is missing, such as an answer that counts as a refusal; or let the step depend on
    whether it has been done before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from exitwise.audit.check import Violation
from exitwise.diagram.course.circles import Circles
from exitwise.nearest import join_names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exitwise.audit.subject import Subject
    from exitwise.diagnostic import Severity

SEVERITY: Final[Severity] = "error"


def find(subject: Subject) -> Iterator[Violation]:
    """Yield a violation for each outcome under which a plan can go in a circle for ever."""
    for outcome, _ in subject.knowledge.outcomes:
        circles = Circles(subject.compiled, outcome)
        extent = subject.extent(circles.trapped)
        if extent is not None:
            names = tuple(dict.fromkeys(move.name for move in reversed(circles.moves)))
            yield Violation(
                message=f"the course towards `{outcome}` goes in a circle that no end leaves: "
                f"{join_names(names)}",
                place=subject.knowledge.rules[names[0]].place,
                help="add an end that leads out, or let a step depend on whether it was done before",
                extent=extent,
            )

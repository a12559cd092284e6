"""An outcome is out of reach: nobody is recommended it, or nobody who is can ever be ready for it.

Why it matters:
    The pack promises an outcome in its head that it never gives; or gives only with a hold or with
    preparations that never end.

Example:
    pack.yaml:
        outcomes: {stay: Stay, leave: Leave}
    recommendations.yaml:
        - id: always
          recommend: stay
          because: It is warm inside.

Mend:
    Add an argument for the outcome, let the steps before it and the holds depend on what has been done, or
    take the outcome out of pack.yaml.
"""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from exitwise.audit.check import Violation
from exitwise.diagnostic import Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exitwise.audit.subject import Subject
    from exitwise.diagnostic import Severity
    from exitwise.model.knowledge import Knowledge

SEVERITY: Final[Severity] = "warning"


def find(subject: Subject) -> Iterator[Violation]:
    """Yield one flaw for each outcome that nobody gets, or nobody gets ready."""
    compiled = subject.compiled
    for outcome, _ in subject.knowledge.outcomes:
        advised = compiled.outcome[outcome] & compiled.domain
        if not advised.satisfiable():
            yield Violation(
                message=f"nobody is recommended `{outcome}`",
                place=_place(subject.knowledge, outcome),
                help="add an argument for it, or take it out of pack.yaml",
            )
        elif not (advised & compiled.readiness_under(outcome)["ready"]).satisfiable():
            yield Violation(
                message=f"nobody who is recommended `{outcome}` is ready for it",
                place=_place(subject.knowledge, outcome),
                help="let the holds, and the steps of phase `before`, end when something has been done",
                extent=subject.extent(advised),
            )


def _place(knowledge: Knowledge, outcome: str) -> Place:
    """Return the place of the first argument for an outcome, or of the pack's head without any."""
    for rule in knowledge.arguments:
        if rule.recommend == outcome:
            return rule.place
    return Place(str(PurePosixPath(knowledge.arguments[0].place.file).with_name("pack.yaml")), 1, 1)

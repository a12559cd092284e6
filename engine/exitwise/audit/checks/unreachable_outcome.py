"""An outcome is unreachable: it is never recommended, or never ready when it is recommended.

Why it matters:
    The pack promises an outcome in pack.yaml that nobody gets, or that always comes with a hold or with
    preparations that never end.

Example:
    pack.yaml:
        outcomes: {stay: Stay, leave: Leave}
    recommendations.yaml:
        - id: always
          recommend: stay
          because: It is warm inside.

Fix:
    Add an argument for the outcome; make its holds and preparing steps depend on completed actions; or remove
    the outcome from pack.yaml.
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
    """Yield a violation for each outcome that is never recommended, or never ready."""
    compiled = subject.compiled
    for outcome, _ in subject.knowledge.outcomes:
        advised = compiled.outcome[outcome] & compiled.domain
        if not advised.satisfiable():
            yield Violation(
                message=f"outcome `{outcome}` is never recommended",
                place=_place(subject.knowledge, outcome),
                help="add an argument for it, or remove it from pack.yaml",
            )
        elif not (advised & compiled.readiness_under(outcome)["ready"]).satisfiable():
            yield Violation(
                message=f"outcome `{outcome}` is recommended but never ready",
                place=_place(subject.knowledge, outcome),
                help="make its holds, and its steps of phase `before`, depend on completed actions",
                extent=subject.extent(advised),
            )


def _place(knowledge: Knowledge, outcome: str) -> Place:
    """Return the place of the first argument for an outcome, or the start of pack.yaml without any."""
    for rule in knowledge.arguments:
        if rule.recommend == outcome:
            return rule.place
    return Place(str(PurePosixPath(knowledge.arguments[0].place.file).with_name("pack.yaml")), 1, 1)

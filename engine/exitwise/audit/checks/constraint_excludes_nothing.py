"""A constraint excludes nothing: no profile breaks it, or others exclude its profiles already.

Why it matters:
    It looks like a law of the vocabulary, and without it the same profiles would be refused. A constraint
    that no profile breaks mostly says something other than was meant.

Example:
    facts.yaml:
        constraints:
            - id: shut-is-shut
              when: {all: [{door: no}, {door: yes}]}
              because: A door is not open and shut.

Mend:
    Correct its condition, or delete it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from exitwise.audit.check import Violation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exitwise.audit.subject import Subject
    from exitwise.diagnostic import Severity
    from exitwise.diagram.manager import ProfileSet
    from exitwise.model.rule import Constraint

SEVERITY: Final[Severity] = "warning"


def find(subject: Subject) -> Iterator[Violation]:
    """Yield one flaw for each constraint without which the same profiles would be admissible."""
    for rule in subject.knowledge.constraints:
        if not excludes(subject, rule):
            yield Violation(
                message=f"the constraint `{rule.id}` excludes nothing: {_why(subject, rule)}",
                place=rule.place,
                help="correct its condition, or delete it",
            )


def excludes(subject: Subject, rule: Constraint) -> bool:
    """Whether a profile is refused for this constraint alone."""
    return (subject.compiled.forbidden(rule.id) & left_by_others(subject, rule)).satisfiable()


def left_by_others(subject: Subject, rule: Constraint) -> ProfileSet:
    """Return the profiles that break none of the other constraints."""
    left = subject.space.valid
    for other in subject.knowledge.constraints:
        if other is not rule:
            left &= ~subject.compiled.forbidden(other.id)
    return left


def _why(subject: Subject, rule: Constraint) -> str:
    if (subject.compiled.forbidden(rule.id) & subject.space.valid).satisfiable():
        return "others exclude its profiles already"
    return "no profile makes its condition true"

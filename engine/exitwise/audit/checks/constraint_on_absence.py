"""A profile can break a constraint merely by leaving a fact out.

Why it matters:
    A fact that a profile does not state is unknown. A constraint that is broken by not knowing refuses
    somebody who has said nothing wrong, and who would be admitted for saying more.

Example:
    facts.yaml:
        constraints:
            - id: knows-the-key
              when: {door: no, key: unknown}
              because: Whoever shuts a door knows where the key is.

Mend:
    Let the constraint name the values that cannot stand together, and not `unknown` or `{not: ...}`; or make
    the fact a required one, without `unknown: true`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from exitwise.audit.check import Violation
from exitwise.model.condition import facts_of
from exitwise.model.fact import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exitwise.audit.subject import Subject
    from exitwise.diagnostic import Severity
    from exitwise.diagram.manager import ProfileSet
    from exitwise.model.rule import Constraint

SEVERITY: Final[Severity] = "error"


def find(subject: Subject) -> Iterator[Violation]:
    """Yield one flaw for each constraint and each fact whose absence makes a profile break it."""
    for rule in subject.knowledge.constraints:
        for fact in facts_of(rule.when):
            if not subject.space.axes[fact].is_required:
                extent = subject.extent(_refused_for(subject, rule, fact))
                if extent is not None:
                    yield Violation(
                        message=f"leaving out `{fact}` can break the constraint `{rule.id}`",
                        place=rule.place,
                        help=f"let it be true for known values of `{fact}` only",
                        extent=extent,
                    )


def _refused_for(subject: Subject, rule: Constraint, fact: str) -> ProfileSet:
    """Return the profiles that break the constraint once they leave a fact out.

    Those that left it out before are among them; they break it already, and so are not admissible.
    """
    absent = subject.compiled.forbidden(rule.id) & subject.space.with_values({fact: UNKNOWN})
    return subject.space.exists(absent, fact)

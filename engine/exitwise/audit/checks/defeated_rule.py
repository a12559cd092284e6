"""An argument never counts: a stronger argument defeats it on every profile it applies to.

Why it matters:
    The argument is never the reason for an outcome. Either it is superfluous, or an argument that overrides
    it applies more widely than intended.

Example:
    recommendations.yaml:
        - id: late
          recommend: stay
          when: {hour: {at_least: 23}}
          because: It is late.
        - id: dark
          recommend: leave
          when: {hour: {at_least: 22}}
          because: It is dark.
          overrides: late

Fix:
    Narrow the stronger argument or remove this one from its `overrides`; or delete this one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from exitwise.audit.check import Violation
from exitwise.audit.predicates import is_always_defeated

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exitwise.audit.subject import Subject
    from exitwise.diagnostic import Severity
    from exitwise.model.rule import Argument

SEVERITY: Final[Severity] = "warning"


def find(subject: Subject) -> Iterator[Violation]:
    """Yield a violation for each argument that applies to some profile and is undefeated on none."""
    for rule in subject.knowledge.arguments:
        if is_always_defeated(subject, rule):
            names = ", ".join(f"`{name}`" for name in _defeaters(subject, rule))
            yield Violation(
                message=f"`{rule.id}` is always defeated, by {names}",
                place=rule.place,
                help="narrow the argument that overrides it, or delete this one",
                extent=subject.extent(subject.compiled.fires[rule.id]),
            )


def _defeaters(subject: Subject, rule: Argument) -> tuple[str, ...]:
    """Return the ids of the arguments that defeat an argument on some profile."""
    compiled = subject.compiled
    applies = compiled.fires[rule.id] & compiled.domain
    return tuple(
        other
        for other in subject.knowledge.overriders[rule.id]
        if (applies & compiled.undefeated[other]).satisfiable()
    )

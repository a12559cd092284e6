"""An argument never counts: wherever it applies, a stronger one defeats it.

Why it matters:
    Its reason is never given for an outcome. Either the argument is superfluous, or one that overrides it
    reaches further than was meant.

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

Mend:
    Narrow the stronger argument or take this one out of its `overrides`; or delete this one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from exitwise.audit.check import Violation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exitwise.audit.subject import Subject
    from exitwise.diagnostic import Severity
    from exitwise.model.rule import Argument

SEVERITY: Final[Severity] = "warning"


def find(subject: Subject) -> Iterator[Violation]:
    """Yield one flaw for each argument that applies to a profile and is undefeated on none."""
    for rule in subject.knowledge.arguments:
        if defeated(subject, rule):
            names = ", ".join(f"`{name}`" for name in _beaten_by(subject, rule))
            yield Violation(
                message=f"`{rule.id}` is defeated wherever it applies, by {names}",
                place=rule.place,
                help="narrow what overrides it, or delete it",
                extent=subject.extent(subject.compiled.fires[rule.id]),
            )


def defeated(subject: Subject, rule: Argument) -> bool:
    """Whether an argument applies to an admissible profile and is undefeated on none."""
    domain = subject.compiled.domain
    applies = (subject.compiled.fires[rule.id] & domain).satisfiable()
    return applies and not (subject.compiled.undefeated[rule.id] & domain).satisfiable()


def _beaten_by(subject: Subject, rule: Argument) -> tuple[str, ...]:
    """Return the arguments that defeat it on some profile."""
    compiled = subject.compiled
    applies = compiled.fires[rule.id] & compiled.domain
    return tuple(
        other
        for other in subject.knowledge.overriders[rule.id]
        if (applies & compiled.undefeated[other]).satisfiable()
    )

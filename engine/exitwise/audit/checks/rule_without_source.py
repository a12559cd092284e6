"""A rule cites no source: nobody can look up where it comes from.

Why it matters:
    Advice is as good as what it rests on. A rule that cites nothing stands on its author's word, and when a
    source changes nobody finds it. Constraints are left out: what cannot be is a matter of logic.

Example:
    plan.yaml:
        - id: lock-up
          title: Lock the door
          how: Turn the key twice.
          phase: act
          because: The insurance asks for it.

Mend:
    Name the statements it rests on in `cites`; where there are none yet, write them down in a source.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from exitwise.audit.check import Violation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exitwise.audit.subject import Subject
    from exitwise.diagnostic import Severity

SEVERITY: Final[Severity] = "warning"


def find(subject: Subject) -> Iterator[Violation]:
    """Yield one flaw for each rule that cites nothing."""
    knowledge = subject.knowledge
    for rule in (*knowledge.findings, *knowledge.arguments, *knowledge.steps, *knowledge.warnings):
        if not rule.cites:
            yield Violation(
                message=f"`{rule.id}` cites no source",
                place=rule.place,
                help="name the statements it rests on in `cites`",
            )

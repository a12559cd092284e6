"""Some profiles are advised on twice over: arguments for two outcomes stand undefeated together.

Why it matters:
    Of two outcomes neither is recommended. Whoever has such a profile gets no advice.

Example:
    recommendations.yaml:
        - id: shut
          recommend: leave
          when: {door: no}
          because: The door is shut.
        - id: late
          recommend: stay
          when: {hour: {at_least: 22}}
          because: It is late.

Mend:
    Decide which argument outweighs the other and name the weaker one in its `overrides`; or narrow the
    condition of one of them.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Final

from exitwise.audit.check import Violation
from exitwise.model.profile import complete

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exitwise.audit.subject import Subject
    from exitwise.diagnostic import Extent, Severity
    from exitwise.model.rule import Argument

SEVERITY: Final[Severity] = "error"


def find(subject: Subject) -> Iterator[Violation]:
    """Yield one flaw for each two outcomes that stand undefeated on the same profile."""
    for (one, its), (other, others) in combinations(subject.compiled.candidates.items(), 2):
        extent = subject.extent(its & others)
        if extent is not None:
            standing = _standing(subject, extent, {one, other})
            names = ", ".join(f"`{rule.id}`" for rule in standing)
            yield Violation(
                message=f"`{one}` and `{other}` are both left undefeated, on the witness by {names}",
                place=standing[-1].place,
                help="let one of the arguments override the other, or narrow its condition",
                extent=extent,
            )


def _standing(subject: Subject, extent: Extent, outcomes: set[str]) -> list[Argument]:
    """Return the arguments for these outcomes that stand undefeated on the witness, in their places."""
    knowledge, compiled = subject.knowledge, subject.compiled
    point = subject.space.assignment(complete(knowledge.facts, extent.witness).values)
    return [
        rule
        for rule in knowledge.arguments
        if rule.recommend in outcomes and compiled.undefeated[rule.id].eval(point)
    ]

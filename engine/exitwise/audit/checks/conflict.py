"""Two outcomes conflict: some profiles have undefeated arguments for both.

Why it matters:
    Neither outcome is recommended, so these profiles get no advice.

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

Fix:
    Decide which argument outweighs the other and list the weaker one in its `overrides`; or narrow the
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
    """Yield a violation for each pair of outcomes with undefeated arguments on the same profile."""
    for (one, profiles), (other, others) in combinations(subject.compiled.candidates.items(), 2):
        extent = subject.extent(profiles & others)
        if extent is not None:
            arguments = _undefeated_on_witness(subject, extent, {one, other})
            names = ", ".join(f"`{rule.id}`" for rule in arguments)
            yield Violation(
                message=f"`{one}` and `{other}` conflict: undefeated on the witness are {names}",
                place=arguments[-1].place,
                help="let one argument override the other, or narrow its condition",
                extent=extent,
                about=(one, other),
            )


def _undefeated_on_witness(subject: Subject, extent: Extent, outcomes: set[str]) -> list[Argument]:
    """Return the arguments for these outcomes that are undefeated on the witness, in file order."""
    knowledge, compiled = subject.knowledge, subject.compiled
    point = subject.space.assignment(complete(knowledge.facts, extent.witness).values)
    return [
        rule
        for rule in knowledge.arguments
        if rule.recommend in outcomes and compiled.undefeated[rule.id].eval(point)
    ]

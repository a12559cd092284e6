"""A property does not hold: the advice for some admissible profile violates it.

Why it matters:
    A property is a promise about the advice for everybody. A violation means that a rule is wrong, or that
    the property promises too much. With `along: course` the promise is made of every state that the plan can
    lead to from a profile that satisfies `when`.

Example:
    properties.yaml:
        - id: keys-first
          says: Nobody leaves without the keys.
          when: {key: lost}
          then: {not: {recommend: leave}}

Fix:
    Inspect the advice for the witness (`exitwise advise` prints it with its reasons) and correct the rule
    responsible; or restrict the property with `when`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from exitwise.audit.check import Violation
from exitwise.diagram.counterexamples import counterexamples
from exitwise.present.printable import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exitwise.audit.subject import Subject
    from exitwise.diagnostic import Severity

SEVERITY: Final[Severity] = "error"


def find(subject: Subject) -> Iterator[Violation]:
    """Yield a violation for each property that the advice for some admissible profile violates."""
    for law in subject.knowledge.properties:
        extent = subject.extent(counterexamples(subject.compiled, law))
        if extent is not None:
            yield Violation(
                message=f"property `{law.id}` does not hold: {one_line(law.says)}",
                place=law.place,
                help="inspect the advice for the witness, and correct the rule responsible",
                extent=extent,
            )

"""A step or the end of a wait gives an answer that is a wish, or that is about the past.

Why it matters:
    What a person wants is theirs to say, and the past cannot be changed. A plan that proposes either tells
    people to answer untruthfully.

Example:
    facts.yaml:
        - id: goal
          question: What do you want?
          kind: choice
          values: {stay: To stay, leave: To leave}
          wish: true
    plan.yaml:
        - id: think-again
          phase: before
          when: {goal: leave}
          done: {goal: stay}

Fix:
    Let the step set a fact that says what has been done. For what only has to be learnt, a hold has
    `ends: {known: [goal]}`. A fact may mix both: with `wish: [values]` only these values are wishes, and a
    deed may set the others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from exitwise.audit.check import Violation
from exitwise.audit.course import deeds, in_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exitwise.audit.course import Deed
    from exitwise.audit.subject import Subject
    from exitwise.diagnostic import Severity
    from exitwise.model.fact import Value

SEVERITY: Final[Severity] = "warning"


def find(subject: Subject) -> Iterator[Violation]:
    """Yield a violation for each answer of a step or an end that sets a wish or a fixed fact."""
    for deed in deeds(subject):
        for fact, value in deed.answers:
            fixed = subject.knowledge.fact[fact].fixed
            if fixed or subject.knowledge.fact[fact].is_wish(value):
                yield from _violations(
                    subject, deed, fact, value, "is about the past" if fixed else "is a wish"
                )


def _violations(subject: Subject, deed: Deed, fact: str, value: Value, why: str) -> Iterator[Violation]:
    """Yield the violation unless no profile is given this answer anew."""
    changed = subject.compiled.recipients(deed.rule.id) & ~subject.space.with_values({fact: value})
    extent = subject.extent(changed)
    if extent is not None:
        answer = in_words(((fact, value),), subject.knowledge.fact)
        yield Violation(
            message=f"{deed.describe(subject)} sets `{answer}`, which {why}",
            place=deed.rule.place,
            help="let it set a fact that says what was done, or correct `wish` or `fixed` of the fact",
            extent=extent,
            about=(deed.rule.id, fact),
        )

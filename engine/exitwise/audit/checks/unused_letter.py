"""A letter belongs to no step, so that nobody is told to send it.

Why it matters:
    The text is kept up to date for nothing; or the step that should offer it lost its `letter`.

Example:
    letters/complaint.md, while no step of plan.yaml has `letter: complaint`.

Mend:
    Name it in the `letter` of a step, or delete the file.
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
    """Yield one flaw for each letter that no step names."""
    knowledge = subject.knowledge
    named = {step.letter for step in knowledge.steps}
    for letter in knowledge.letters:
        if letter.id not in named:
            yield Violation(
                message=f"no step names the letter `{letter.id}`",
                place=letter.place,
                help=f"give a step `letter: {letter.id}`, or delete the file",
            )

"""A letter is unused: no step refers to it, so nobody is asked to send it.

Why it matters:
    The letter is maintained to no effect; or the step that should offer it has lost its `letter`.

Example:
    letters/complaint.md, while no step of plan.yaml has `letter: complaint`.

Fix:
    Refer to it in the `letter` of a step, or delete the file.
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
    """Yield a violation for each letter that no step refers to."""
    knowledge = subject.knowledge
    used = {step.letter for step in knowledge.steps}
    for letter in knowledge.letters:
        if letter.id not in used:
            yield Violation(
                message=f"letter `{letter.id}` is unused: no step refers to it",
                place=letter.place,
                help=f"add `letter: {letter.id}` to a step, or delete the file",
            )

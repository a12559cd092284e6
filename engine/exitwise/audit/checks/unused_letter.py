"""A letter belongs to no step, so that nobody is told to send it.

Why it matters:
    The text is kept up to date for nothing; or the step that should offer it lost its `letter`.

Example:
    letters/complaint.md, while no step of plan.yaml has `letter: complaint`.

Mend:
    Name it in the `letter` of a step, or delete the file.
"""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from exitwise.audit.check import Flaw
from exitwise.defect import Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exitwise.audit.subject import Subject
    from exitwise.defect import Gravity

SEVERITY: Final[Gravity] = "warning"


def find(subject: Subject) -> Iterator[Flaw]:
    """Yield one flaw for each letter that no step names."""
    knowledge = subject.knowledge
    named = {step.letter for step in knowledge.steps}
    pack = PurePosixPath(knowledge.arguments[0].place.file).parent
    for name, _ in knowledge.letters:
        if name not in named:
            yield Flaw(
                message=f"no step names the letter `{name}`",
                place=Place(str(pack / "letters" / f"{name}.md"), 1, 1),
                help=f"give a step `letter: {name}`, or delete the file",
            )

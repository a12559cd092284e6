"""A letter declares a blank that nothing in it has.

Why it matters:
    What was to be asked for is not asked for; or the blank goes by another name in the text, or was dropped
    and its declaration forgotten.

Example:
    letters/complaint.md:
        ---
        title: Complain about the door
        to: the janitor
        subject: The door
        blanks: {your_name: your name, day: when you found it open}
        ---
        The door was open.

        {{your_name}}
    where no line has {{day}}.

Mend:
    Put the blank where it belongs, in `to`, in `subject` or in the text; or delete it from `blanks`.
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
    """Yield one flaw for each blank that is declared and not used."""
    for letter in subject.knowledge.letters:
        for blank in letter.blanks:
            if blank.id not in letter.blank_names:
                yield Violation(
                    message=f"the letter `{letter.id}` has no blank `{blank.id}`, which it declares",
                    place=blank.place,
                    help=f"write `{{{{{blank.id}}}}}` where it belongs, or delete it from `blanks`",
                )

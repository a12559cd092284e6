"""A letter declares a blank and never uses it.

Why it matters:
    The sender is not asked for information that the letter needs; or the blank has another name in the text,
    or its declaration is a leftover.

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

Fix:
    Insert the blank in `to`, in `subject` or in the text; or delete it from `blanks`.
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
    """Yield a violation for each blank that is declared and not used."""
    for letter in subject.knowledge.letters:
        for blank in letter.blanks:
            if blank.id not in letter.blank_names:
                yield Violation(
                    message=f"letter `{letter.id}` declares blank `{blank.id}` and never uses it",
                    place=blank.place,
                    about=(letter.id, blank.id),
                    help=f"insert `{{{{{blank.id}}}}}` where it belongs, or delete it from `blanks`",
                )

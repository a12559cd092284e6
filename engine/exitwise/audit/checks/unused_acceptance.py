"""An accepted finding does not occur, so its entry under `accept` in pack.yaml has no effect.

Why it matters:
    The defect was corrected, or the entry never named one. If it comes back, nobody is told.

Example:
    pack.yaml:
        accept:
          - {check: unused-letter, id: farewell, because: It is sent by hand.}
    where a step refers to the letter `farewell`.

Fix:
    Delete the entry, or correct it. `check` is the id of the check, and `id` the ids under `about` in the
    report that `exitwise audit --format json` prints; a finding about nothing in particular has no `id`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from exitwise.audit.check import Violation, all_checks
from exitwise.nearest import did_you_mean, join_names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exitwise.audit.subject import Subject
    from exitwise.diagnostic import Severity
    from exitwise.model.acceptance import Acceptance

SEVERITY: Final[Severity] = "warning"
ID: Final = "unused-acceptance"


def find(subject: Subject) -> Iterator[Violation]:
    """Yield a violation for each accepted finding that does not occur or is accepted already."""
    accepted: set[tuple[str, frozenset[str]]] = set()
    for acceptance in subject.knowledge.accept:
        key = acceptance.check, frozenset(acceptance.id)
        if key in accepted:
            yield _violation(
                acceptance, f"{_name(acceptance)} is accepted twice", "delete one of the entries"
            )
        elif acceptance.check not in all_checks():
            help_ = did_you_mean(acceptance.check, all_checks())
            message = f"`{acceptance.check}` is accepted, but no check has this id"
            yield _violation(acceptance, message, help_ or "`exitwise audit explain` lists the checks")
        elif not _occurs(acceptance, subject):
            help_ = "delete it from `accept`, or correct its `check` and `id`"
            yield _violation(acceptance, f"{_name(acceptance)} is accepted, but does not occur", help_)
        accepted.add(key)


def _occurs(acceptance: Acceptance, subject: Subject) -> bool:
    """Whether a finding occurs; this check's own findings cannot be accepted."""
    if acceptance.check == ID:
        return False
    diagnostics = tuple(all_checks()[acceptance.check].diagnostics(subject))
    return any(acceptance.covers(diagnostic) for diagnostic in diagnostics)


def _name(acceptance: Acceptance) -> str:
    of = f" of {join_names(acceptance.id)}" if acceptance.id else ""
    return f"`{acceptance.check}`{of}"


def _violation(acceptance: Acceptance, message: str, help_: str) -> Violation:
    about = (acceptance.check, *acceptance.id)
    return Violation(message=message, place=acceptance.place, help=help_, about=about)

"""Acceptances: findings of the audit that a pack accepts, each with its reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from exitwise.diagnostic import PackDiagnostic, Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Acceptance:
    """One accepted finding: its check, the ids that it is about, and why it is accepted."""

    check: str
    id: tuple[str, ...] = ()
    because: str
    place: Place

    def covers(self, diagnostic: PackDiagnostic) -> bool:
        """Whether a diagnostic is of this check and about exactly these ids, in any order."""
        return diagnostic.id == self.check and set(diagnostic.about) == set(self.id)

"""A name refers to something that does not exist.

Why it matters:
    The pack does not load. A misspelt fact would never be known and a misspelt rule would never be
    overridden; no advice is better than advice based on a guess.

Example:
    recommendations.yaml:
        - id: shut
          recommend: leave
          when: {dor: no}
          because: The door is shut.
    where facts.yaml has a `door` and no `dor`.

Fix:
    Correct the name (the message suggests the nearest one), or define it. Unknown keys, files and tags are
    reported in the same way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from exitwise.diagnostic import Severity

SEVERITY: Final[Severity] = "error"


def explains(kind: str) -> bool:
    """Whether this page explains a kind of diagnostic that the loader reports."""
    return kind.startswith("unknown-")

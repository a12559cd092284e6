"""A name stands for nothing: what it should name is not there.

Why it matters:
    The pack does not load. A misspelt fact would never be known, a misspelt rule never outweighed: rather
    than guess, nothing is advised.

Example:
    recommendations.yaml:
        - id: shut
          recommend: leave
          when: {dor: no}
          because: The door is shut.
    where facts.yaml has a `door` and no `dor`.

Mend:
    Correct the name, for which the nearest one is proposed; or write down what it should name. Keys, files
    and tags that no pack has are found in the same way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from exitwise.diagnostic import Severity

SEVERITY: Final[Severity] = "error"


def explains(kind: str) -> bool:
    """Whether the page explains a defect of this kind, found while the pack was loaded."""
    return kind.startswith("unknown-")

"""The steps cannot stand in one order: some wait for each other, or one for a step of a later phase.

Why it matters:
    The pack does not load. Every plan is to be followed from the first step to the last, so there must be one
    order of all steps: first those of phase `before`, then `act`, then `after`, and each behind those that
    its `after` names.

Example:
    plan.yaml:
        - id: pack-up
          phase: before
          after: lock-up
        - id: lock-up
          phase: act
          after: pack-up

Mend:
    Take out the `after` that is the wrong way round, or put the step into the phase where it is done.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from exitwise.diagnostic import Severity

SEVERITY: Final[Severity] = "error"
KINDS: Final = frozenset({"step-cycle", "step-against-phases"})


def explains(kind: str) -> bool:
    """Whether the page explains a defect of this kind, found while the pack was loaded."""
    return kind in KINDS

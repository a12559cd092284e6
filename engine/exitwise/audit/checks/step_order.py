"""The steps have no consistent order: some wait for each other, or one for a step of a later phase.

Why it matters:
    The pack does not load. People follow a plan from the first step to the last, so all steps need one order:
    first those of phase `before`, then `act`, then `after`, and each behind the steps in its `after`.

Example:
    plan.yaml:
        - id: pack-up
          phase: before
          after: lock-up
        - id: lock-up
          phase: act
          after: pack-up

Fix:
    Remove the `after` that points the wrong way, or move the step to the phase in which it is done.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from exitwise.diagnostic import Severity

SEVERITY: Final[Severity] = "error"
KINDS: Final = frozenset({"step-cycle", "step-against-phases"})


def explains(kind: str) -> bool:
    """Whether this page explains a kind of diagnostic that the loader reports."""
    return kind in KINDS

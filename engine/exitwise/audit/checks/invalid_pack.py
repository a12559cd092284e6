"""A file of the pack cannot be read as it is written: something is missing, misplaced or misspelt.

Why it matters:
    The pack does not load. What is meant is not guessed at, for advice on a guess may be wrong.

Example:
    facts.yaml:
        - id: door
          question: Is the door open?
          kind: choice
          values: {1: Open, 2: Shut}
    where the names of values are to be strings, in quotes if YAML takes them for something else.

Mend:
    The message says what stands where, and what belongs there. All defects of all files are reported at once.
    `exitwise schema` prints what a file holds, for editors that check it while it is written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from exitwise.diagnostic import Severity

SEVERITY: Final[Severity] = "error"

UNREADABLE: Final = {"alias-bomb", "alias-cycle", "bad-yaml", "not-utf8", "too-deep", "too-large"}
MISWRITTEN: Final = {
    "bad-date",
    "bad-version",
    "malformed-blank",
    "not-a-name",
    "out-of-range",
    "reserved-name",
    "wrong-kind",
}
MISFITTING: Final = {"comparison-on-choice", "value-on-integer", "not-takes-one", "wrong-prefix"}
MISPLACED: Final = {"contradictory-keys", "duplicate-id", "duplicate-key", "not-allowed-here"}
MISSING: Final = {"empty", "missing-file", "missing-head", "missing-key"}
CIRCULAR: Final = {"finding-cycle", "override-cycle"}
KINDS: Final = frozenset(UNREADABLE | MISWRITTEN | MISFITTING | MISPLACED | MISSING | CIRCULAR)


def explains(kind: str) -> bool:
    """Whether the page explains a defect of this kind, found while the pack was loaded."""
    return kind in KINDS

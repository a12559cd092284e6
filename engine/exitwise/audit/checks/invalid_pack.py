"""A file of the pack is invalid: something is missing, misplaced or malformed.

Why it matters:
    The pack does not load. The loader does not guess at the intention, because advice based on a guess may be
    wrong.

Example:
    facts.yaml:
        - id: door
          question: Is the door open?
          kind: choice
          values: {1: Open, 2: Shut}
    where the names of values must be strings; quote them if YAML reads them as another type.

Fix:
    The message gives the place and the expected content. All defects of all files are reported at once.
    `exitwise schema` prints JSON Schemas of the files, for editors that validate while you type.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from exitwise.diagnostic import Severity

SEVERITY: Final[Severity] = "error"

UNREADABLE: Final = {"alias-bomb", "alias-cycle", "bad-csv", "bad-yaml", "not-utf8", "too-deep", "too-large"}
MALFORMED: Final = {
    "bad-date",
    "bad-version",
    "malformed-blank",
    "not-a-name",
    "out-of-range",
    "reserved-name",
    "too-many-values",
    "wrong-kind",
}
MISMATCHED: Final = {
    "comparison-on-choice",
    "value-on-integer",
    "value-on-list",
    "not-takes-one",
    "wrong-prefix",
}
MISTRANSLATED: Final = {"own-language", "wrong-placeholder"}
MISPLACED: Final = {"contradictory-keys", "duplicate-id", "duplicate-key", "not-allowed-here"}
MISSING: Final = {"empty", "missing-file", "missing-head", "missing-key"}
CIRCULAR: Final = {"finding-cycle", "override-cycle"}
KINDS: Final = frozenset(UNREADABLE | MALFORMED | MISMATCHED | MISPLACED | MISSING | CIRCULAR | MISTRANSLATED)


def explains(kind: str) -> bool:
    """Whether this page explains a kind of diagnostic that the loader reports."""
    return kind in KINDS

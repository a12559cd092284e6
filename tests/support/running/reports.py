"""Reports built by hand, for tests of formats."""

from dataclasses import replace
from typing import Final

from exitwise.audit.check import Check, all_checks
from exitwise.audit.report import Accepted, Report, report_of_invalid_pack
from exitwise.diagnostic import Extent, PackDiagnostic, Place, Severity
from support.packs import hostile

CHECKS: Final = ("conflict", "dead-rule", "gap")
DIGEST: Final = f"sha256:{'0123456789abcdef' * 4}"

HOSTILE: Final = (
    *hostile.DISPLAYED,
    *(
        "a]]>b",
        "<failure>&amp;</failure>",
        "100 % %0A::error::%25",
        "{0} {{1}} }{",
        "a,b:c=d;e",
        "::error::x",
    ),
    *("one\r\ntwo\n::warning::three", "##[error]x", "\ufffe\uffff", "\udcff alone", "tab\ttab", "\"'`$(x)"),
)
"""Texts with a special meaning in a terminal, in XML, in SARIF or in the log of a workflow."""


def defect(
    message: str = "m",
    *,
    severity: Severity = "error",
    file: str = "rules/doors.yaml",
    extent: Extent | None = None,
    about: tuple[str, ...] = (),
    **more: str,
) -> PackDiagnostic:
    """Return a diagnostic with default values for all other fields."""
    fields = {"id": "gap", "help": "shut it"} | more
    return PackDiagnostic(
        message=message, severity=severity, place=Place(file, 3, 5), extent=extent, about=about, **fields
    )


def extent(profiles: int = 3, of: int = 40, **witness: str | int) -> Extent:
    """Return the extent of a diagnostic."""
    return Extent(profiles=profiles, of=of, witness=witness)


def report(*defects: PackDiagnostic, undecided: tuple[str, ...] = ()) -> Report:
    """Return the report of three checks on a pack with 40 profiles."""
    return Report(
        pack="doors",
        version="2026.11.0",
        digest=DIGEST,
        checks=tuple(map(check, CHECKS)),
        diagnostics=defects,
        profiles=40,
        undecided=undecided,
    )


def check(name: str) -> Check:
    """Return a check by its name."""
    return all_checks()[name]


MIXED: Final = report(
    defect("No door is open.", extent=extent(1, door="no")),
    defect("No door is shut, says a rule.", file="rules/a.yaml", extent=extent(40)),
    defect("A rule never fires.", id="dead-rule", severity="warning", help=""),
    defect("A rule is untidy.", id="dead-rule", severity="info"),
)
"""Diagnostics of all severities: two of one check, two of another, none of the third."""

SOUND: Final = report()
UNTIDY: Final = report(defect(id="dead-rule", severity="info"))
UNLOADABLE: Final = report_of_invalid_pack(
    "doors/", [defect("`dor` is no fact", id="unknown-fact"), defect("a tab", id="bad-yaml", file="a.yaml")]
)
ACCEPTED: Final = replace(
    MIXED,
    accepted=(
        Accepted(
            diagnostic=defect("`a` is dead.", id="dead-rule", extent=extent(1, door="no"), about=("a",)),
            because="It is a spare.",
        ),
    ),
)
"""The mixed report with one accepted error more."""
UNDECIDED: Final = report(defect("undecided: too many nodes"), undecided=("gap",))

REPORTS: Final = {
    "mixed": MIXED,
    "sound": SOUND,
    "untidy": UNTIDY,
    "unloadable": UNLOADABLE,
    "undecided": UNDECIDED,
    "accepted": ACCEPTED,
}

"""The report as JSON in the schema `exitwise.audit/1`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from exitwise.audit.check import find_check
from exitwise.diagnostic import SEVERITIES
from exitwise.present.printable import json_text

if TYPE_CHECKING:
    from exitwise.audit.formats import RenderOptions
    from exitwise.audit.report import Report
    from exitwise.diagnostic import Extent, PackDiagnostic

SCHEMA: Final = "exitwise.audit/1"


def render(report: Report, options: RenderOptions) -> str:
    """Return the report as JSON; numbers of profiles are strings, since many parsers round large numbers."""
    content = {
        "schema": SCHEMA,
        "pack": {"name": report.pack, "version": report.version, "digest": report.digest},
        "profiles": None if report.profiles is None else str(report.profiles),
        "checks": [check.id for check in report.checks],
        "undecided": list(report.undecided),
        "defects": [_diagnostic_dict(diagnostic) for diagnostic in report.diagnostics],
        "accepted": [
            {**_diagnostic_dict(entry.diagnostic), "because": entry.because} for entry in report.accepted
        ],
        "counts": {severity: report.count(severity) for severity in SEVERITIES},
    }
    return json_text(content, ascii_only=options.ascii_only) + "\n"


def _diagnostic_dict(diagnostic: PackDiagnostic) -> dict[str, Any]:
    check, place = find_check(diagnostic.id), diagnostic.place
    return {
        "id": diagnostic.id,
        "check": None if check is None else check.id,
        "about": list(diagnostic.about),
        "severity": diagnostic.severity,
        "message": diagnostic.message,
        "place": {"file": place.file, "line": place.line, "column": place.column},
        "help": diagnostic.help,
        "extent": None if diagnostic.extent is None else extent_dict(diagnostic.extent),
    }


def extent_dict(extent: Extent) -> dict[str, Any]:
    """Return an extent as plain data."""
    return {
        "profiles": str(extent.profiles),
        "of": str(extent.of),
        "share": extent.profiles / extent.of,
        "witness": dict(extent.witness),
    }

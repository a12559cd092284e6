"""The report for programs: `exitwise.audit/1`, as its schema describes it."""

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
    """Return the report as JSON; numbers of profiles are strings, since many readers round large numbers."""
    content = {
        "schema": SCHEMA,
        "pack": {"name": report.pack, "version": report.version, "digest": report.digest},
        "profiles": None if report.profiles is None else str(report.profiles),
        "checks": [check.id for check in report.checks],
        "undecided": list(report.undecided),
        "defects": [_defect(defect) for defect in report.diagnostics],
        "counts": {gravity: report.count(gravity) for gravity in SEVERITIES},
    }
    return json_text(content, ascii_only=options.ascii_only) + "\n"


def _defect(defect: PackDiagnostic) -> dict[str, Any]:
    check = find_check(defect.id)
    return {
        "id": defect.id,
        "check": None if check is None else check.id,
        "severity": defect.severity,
        "message": defect.message,
        "place": {"file": defect.place.file, "line": defect.place.line, "column": defect.place.column},
        "help": defect.help,
        "extent": None if defect.extent is None else extent_dict(defect.extent),
    }


def extent_dict(of: Extent) -> dict[str, Any]:
    """Return an extent as plain data."""
    return {
        "profiles": str(of.profiles),
        "of": str(of.of),
        "share": of.profiles / of.of,
        "witness": dict(of.witness),
    }

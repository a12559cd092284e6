"""The report for people: the gravest defects first, each with its place, its witness and the way out."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final

from exitwise.audit import wording
from exitwise.present.page import Page
from exitwise.present.printable import escaped_line, one_line

if TYPE_CHECKING:
    from exitwise.audit.formats import RenderOptions
    from exitwise.audit.report import Report
    from exitwise.diagnostic import PackDiagnostic, Severity

TITLES: Final[dict[Severity, str]] = {"error": "Errors", "warning": "Warnings", "info": "Info"}
STYLES: Final[dict[Severity, str]] = {"error": "bold red", "warning": "bold yellow", "info": "bold"}
INDENT: Final = "  "


def render(report: Report, options: RenderOptions) -> str:
    """Return the report wrapped to the width; a call to be copied is broken as a shell continues it."""
    page = Page(options.width, colour=options.colour)
    page.paragraph("", escaped_line(f"{report.pack} {report.version or ''}".rstrip()), "bold")
    for gravity, defects in groupby(report.diagnostics, key=lambda defect: defect.severity):
        page.line()
        page.paragraph("", TITLES[gravity], STYLES[gravity])
        for defect in defects:
            page.line()
            _defect(page, defect, options.pack)
    page.line()
    page.paragraph("", wording.scope(report))
    failed = report.fails(options.fail_on)
    page.paragraph("", wording.verdict(report, options.fail_on), "bold red" if failed else "bold green")
    return page.text()


def _defect(page: Page, defect: PackDiagnostic, pack: str | None) -> None:
    page.paragraph("", f"{escaped_line(str(defect.place))}: {defect.id}", "bold")
    page.paragraph(INDENT, one_line(defect.message))
    if defect.extent is not None:
        page.paragraph(INDENT, f"touches: {wording.describe_extent(defect.extent)}", "dim")
        page.paragraph(INDENT, "witness:", "dim")
        call = wording.replay_command(defect.extent.witness, pack)
        for line in wording.wrap_command(call, page.width - 2 * len(INDENT)):
            page.line(f"{2 * INDENT}{escaped_line(line)}")
    if defect.help:
        page.paragraph(INDENT, f"help: {one_line(defect.help)}", "dim")

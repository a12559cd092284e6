"""The report as text for a terminal: the worst defects first, each with its place, witness and help."""

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
    """Return the report wrapped to the width; commands are wrapped with shell line continuations."""
    page = Page(options.width, colour=options.colour)
    page.paragraph("", escaped_line(f"{report.pack} {report.version or ''}".rstrip()), "bold")
    for severity, diagnostics in groupby(report.diagnostics, key=lambda diagnostic: diagnostic.severity):
        page.line()
        page.paragraph("", TITLES[severity], STYLES[severity])
        for diagnostic in diagnostics:
            page.line()
            _write(page, diagnostic, options.pack)
    if report.accepted:
        page.line()
        page.paragraph("", "Accepted", "bold")
        for entry in report.accepted:
            page.line()
            _write(page, entry.diagnostic, options.pack)
            page.paragraph(INDENT, f"{wording.ACCEPTED}{one_line(entry.because)}")
    page.line()
    page.paragraph("", wording.scope(report))
    failed = report.fails(options.fail_on)
    page.paragraph("", wording.verdict(report, options.fail_on), "bold red" if failed else "bold green")
    return page.text()


def _write(page: Page, diagnostic: PackDiagnostic, pack: str | None) -> None:
    page.paragraph("", f"{escaped_line(str(diagnostic.place))}: {diagnostic.id}", "bold")
    page.paragraph(INDENT, one_line(diagnostic.message))
    if diagnostic.extent is not None:
        page.paragraph(INDENT, f"affects: {wording.describe_extent(diagnostic.extent)}", "dim")
        page.paragraph(INDENT, "witness:", "dim")
        command = wording.replay_command(diagnostic.extent.witness, pack)
        for line in wording.wrap_command(command, page.width - 2 * len(INDENT)):
            page.line(f"{2 * INDENT}{escaped_line(line)}")
    if diagnostic.help:
        page.paragraph(INDENT, f"help: {one_line(diagnostic.help)}", "dim")

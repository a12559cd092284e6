"""The report as workflow commands, which GitHub shows as annotations beside the lines of a change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from exitwise.audit import wording
from exitwise.present.printable import escaped_line

if TYPE_CHECKING:
    from exitwise.audit.formats import RenderOptions
    from exitwise.audit.report import Report
    from exitwise.diagnostic import PackDiagnostic, Severity

COMMANDS: Final[dict[Severity, str]] = {"error": "error", "warning": "warning", "info": "notice"}
IN_MESSAGES: Final = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
IN_PROPERTIES: Final = IN_MESSAGES | str.maketrans({":": "%3A", ",": "%2C"})


def render(report: Report, options: RenderOptions) -> str:
    """Return a command for each defect, and the verdict on lines of their own, which are no commands."""
    commands = (_command(defect, options.pack) for defect in report.diagnostics)
    summary = (wording.scope(report), wording.verdict(report, options.fail_on))
    return "".join(f"{line}\n" for line in (*commands, *summary))


def _command(defect: PackDiagnostic, pack: str | None) -> str:
    place = defect.place
    properties = {"file": place.file, "line": place.line, "col": place.column, "title": defect.id}
    named = ",".join(
        f"{name}={escaped_line(str(value)).translate(IN_PROPERTIES)}" for name, value in properties.items()
    )
    message = wording.full_message(defect, pack).translate(IN_MESSAGES)
    return f"::{COMMANDS[defect.severity]} {named}::{message}"

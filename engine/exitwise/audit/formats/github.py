"""The report as workflow commands, which GitHub shows as annotations on the lines of a change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from exitwise.audit import wording
from exitwise.present.printable import escaped_line

if TYPE_CHECKING:
    from exitwise.audit.formats import RenderOptions
    from exitwise.audit.report import Accepted, Report
    from exitwise.diagnostic import PackDiagnostic, Severity

COMMANDS: Final[dict[Severity, str]] = {"error": "error", "warning": "warning", "info": "notice"}
MESSAGE_ESCAPES: Final = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
PROPERTY_ESCAPES: Final = MESSAGE_ESCAPES | str.maketrans({":": "%3A", ",": "%2C"})


def render(report: Report, options: RenderOptions) -> str:
    """Return a command for each diagnostic, accepted ones last, then scope and verdict as plain lines."""
    pack = options.pack
    commands = (
        *(_command(diagnostic, COMMANDS[diagnostic.severity], pack) for diagnostic in report.diagnostics),
        *(_accepted(entry, pack) for entry in report.accepted),
    )
    summary = (wording.scope(report), wording.verdict(report, options.fail_on))
    return "".join(f"{line}\n" for line in (*commands, *summary))


def _accepted(entry: Accepted, pack: str | None) -> str:
    reason = f"{wording.ACCEPTED}{escaped_line(entry.because)}".translate(MESSAGE_ESCAPES)
    return f"{_command(entry.diagnostic, 'notice', pack)}%0A{reason}"


def _command(diagnostic: PackDiagnostic, command: str, pack: str | None) -> str:
    place = diagnostic.place
    properties = {"file": place.file, "line": place.line, "col": place.column, "title": diagnostic.id}
    encoded = ",".join(
        f"{name}={escaped_line(str(value)).translate(PROPERTY_ESCAPES)}" for name, value in properties.items()
    )
    message = wording.full_message(diagnostic, pack).translate(MESSAGE_ESCAPES)
    return f"::{command} {encoded}::{message}"

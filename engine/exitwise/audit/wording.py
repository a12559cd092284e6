"""The phrases of reports: counts, extents, the verdict, and the command that replays a witness."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Any, Final

from exitwise.diagnostic import SEVERITIES
from exitwise.present.printable import escaped_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from exitwise.audit.report import Report
    from exitwise.diagnostic import Extent, PackDiagnostic, Severity

PROGRAM: Final = "exitwise"
CONTINUATION: Final = " \\"
"""The end of a line of a shell command that continues on the next line."""
SEVERITY_NAMES: Final[dict[Severity, tuple[str, str]]] = {
    "error": ("error", "errors"),
    "warning": ("warning", "warnings"),
    "info": ("info", "info"),
}
ACCEPTED: Final = "accepted: "
"""The prefix of the reason of an accepted diagnostic."""
UNLOADABLE: Final = "The pack does not load, so no other check was run."


def describe_extent(extent: Extent) -> str:
    """Return the number of affected profiles, the number of all, and the share."""
    return f"{extent.profiles:,} of {profile_count(extent.of)} ({share(extent.profiles, extent.of)})"


def share(part: int, whole: int) -> str:
    """Return a share in per cent, to one decimal; 0 % and 100 % are exact, never rounded.

    >>> [share(part, 10_000) for part in (0, 1, 114, 9_999, 10_000)]
    ['0 %', 'less than 0.1 %', '1.1 %', 'more than 99.9 %', '100 %']
    """
    if part in (0, whole):
        return "100 %" if part else "0 %"
    tenths = (2000 * part + whole) // (2 * whole)
    if tenths == 0:
        return "less than 0.1 %"
    if tenths == 1000:  # noqa: PLR2004 (as many tenths as there are)
        return "more than 99.9 %"
    return f"{tenths // 10}.{tenths % 10} %"


def replay_command(witness: Mapping[str, Any], pack: str | None) -> tuple[str, ...]:
    """Return the command that advises on a witness, as the parts between which a line may be broken.

    Without a pack the command has no `--pack` either, and uses the default pack.
    """
    option = (f"--pack {shlex.quote(pack)}",) if pack is not None else ()
    if not witness:
        return ("echo '{}' |", f"{PROGRAM} advise -", *option)
    answers = (f"--set {shlex.quote(f'{fact}={typed(answer)}')}" for fact, answer in witness.items())
    return (f"{PROGRAM} advise", *option, *answers)


def typed(answer: object) -> str:
    """Return an answer as `--set` reads it."""
    return ";".join(answer) or "[]" if isinstance(answer, list) else str(answer)


def wrap_command(parts: Sequence[str], width: int) -> Iterator[str]:
    """Yield the lines of a command, each with as many parts as fit the width.

    A part is never broken, since a shell would read it as two.
    """
    line, *others = parts
    for remaining, part in zip(reversed(range(len(others))), others, strict=True):
        longer = f"{line} {part}"
        if len(longer) + (len(CONTINUATION) if remaining else 0) > width:
            yield line + CONTINUATION
            line = part
        else:
            line = longer
    yield line


def full_message(diagnostic: PackDiagnostic, pack: str | None) -> str:
    """Return the message of a diagnostic with its extent, its witness and its help, but without its place.

    Each is one line, and no text of a pack can start another.
    """
    lines = [diagnostic.message]
    if diagnostic.extent is not None:
        command = " ".join(replay_command(diagnostic.extent.witness, pack))
        lines += [f"affects: {describe_extent(diagnostic.extent)}", f"witness: {command}"]
    if diagnostic.help:
        lines.append(f"help: {diagnostic.help}")
    return "\n".join(map(escaped_line, lines))


def scope(report: Report) -> str:
    """Return the number of checks and of the profiles they cover."""
    if report.profiles is None:
        return UNLOADABLE
    undecided = f", {len(report.undecided)} undecided" if report.undecided else ""
    checks = quantity(len(report.checks), "check", "checks")
    return f"{checks} over {profile_count(report.profiles)}{undecided}."


def verdict(report: Report, fail_on: Severity) -> str:
    """Return whether the audit passes, with the number of diagnostics by severity."""
    accepted = f"; {len(report.accepted):,} accepted" if report.accepted else ""
    if report.fails(fail_on):
        return f"Fails: {_counts(report)}{accepted}."
    threshold = f", none of severity {fail_on} or worse" if report.diagnostics else ""
    return f"Passes: {_counts(report)}{threshold}{accepted}."


def _counts(report: Report) -> str:
    counts = ((report.count(severity), severity) for severity in SEVERITIES)
    phrases = (quantity(count, *SEVERITY_NAMES[severity]) for count, severity in counts if count)
    return ", ".join(phrases) or "no defects"


def quantity(count: int, singular: str, plural: str) -> str:
    """Return a number with its noun."""
    return f"{count:,} {singular if count == 1 else plural}"


def profile_count(count: int) -> str:
    """Return a number of profiles."""
    return quantity(count, "profile", "profiles")


def describe_refusals(causes: Mapping[str, int], records: int) -> str:
    """Return the number of rejected records, their share of all records, and the number by cause."""
    count = sum(causes.values())
    by_cause = ", ".join(f"{cause} {causes[cause]:,}" for cause in sorted(causes))
    return f"{count:,} rejected ({share(count, records)}){f': {by_cause}' if by_cause else ''}"

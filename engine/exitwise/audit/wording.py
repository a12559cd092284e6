"""How a report is said: counts, extents, the verdict, and the call that replays a witness."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Final

from exitwise.diagnostic import SEVERITIES
from exitwise.present.printable import escaped_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from exitwise.audit.report import Report
    from exitwise.diagnostic import Extent, PackDiagnostic, Severity

PROGRAM: Final = "exitwise"
CONTINUED: Final = " \\"
"""How a shell is told that a call goes on in the next line."""
NAMES: Final[dict[Severity, tuple[str, str]]] = {
    "error": ("error", "errors"),
    "warning": ("warning", "warnings"),
    "info": ("info", "info"),
}
LEAST: Final[dict[Severity, str]] = {"error": "an error", "warning": "a warning", "info": "an info"}
UNLOADABLE: Final = "The pack does not load, so nothing else could be checked."


def describe_extent(of: Extent) -> str:
    """Return how many profiles a defect touches, of how many, and their share."""
    return f"{of.profiles:,} of {profile_count(of.of)} ({share(of.profiles, of.of)})"


def share(part: int, whole: int) -> str:
    """Return a share in per cent, to one decimal; only nothing is 0 %, and only all is 100 %.

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


def replay_command(witness: Mapping[str, str | int], pack: str | None) -> tuple[str, ...]:
    """Return the call that advises on a witness, as the parts between which a line may be broken.

    A pack that nobody named is not named here either.
    """
    named = (f"--pack {shlex.quote(pack)}",) if pack is not None else ()
    if not witness:
        return ("echo '{}' |", f"{PROGRAM} advise -", *named)
    answers = (f"--set {shlex.quote(f'{fact}={value}')}" for fact, value in witness.items())
    return (f"{PROGRAM} advise", *named, *answers)


def wrap_command(parts: Sequence[str], room: int) -> Iterator[str]:
    """Yield the lines of a call, each with as many parts as there is room for.

    A part is never broken, since a shell would read it as two.
    """
    line, *others = parts
    for left, part in zip(reversed(range(len(others))), others, strict=True):
        longer = f"{line} {part}"
        if len(longer) + (len(CONTINUED) if left else 0) > room:
            yield line + CONTINUED
            line = part
        else:
            line = longer
    yield line


def full_message(defect: PackDiagnostic, pack: str | None) -> str:
    """Return all that a defect says besides its place: what is wrong, how far it reaches, and the way out.

    Each stands on a line, and no text of a pack can begin another.
    """
    lines = [defect.message]
    if defect.extent is not None:
        witness = " ".join(replay_command(defect.extent.witness, pack))
        lines += [f"touches: {describe_extent(defect.extent)}", f"witness: {witness}"]
    if defect.help:
        lines.append(f"help: {defect.help}")
    return "\n".join(map(escaped_line, lines))


def counted(report: Report) -> str:
    """Return how many defects of each gravity there are, those of which there is none left out."""
    counts = ((report.count(gravity), gravity) for gravity in SEVERITIES)
    return ", ".join(quantity(count, *NAMES[gravity]) for count, gravity in counts if count) or "no defects"


def scope(report: Report) -> str:
    """Return how many checks were made, and over how many profiles."""
    if report.profiles is None:
        return UNLOADABLE
    undecided = f", {len(report.undecided)} of them undecided" if report.undecided else ""
    return (
        f"{quantity(len(report.checks), 'check', 'checks')} over {profile_count(report.profiles)}{undecided}."
    )


def verdict(report: Report, fail_on: Severity) -> str:
    """Return whether the audit passes, and with which defects."""
    if report.fails(fail_on):
        return f"Fails: {counted(report)}."
    graver = f", none as grave as {LEAST[fail_on]}" if report.diagnostics else ""
    return f"Passes: {counted(report)}{graver}."


def quantity(count: int, one: str, many: str) -> str:
    """Return a number of things, in words that go with it."""
    return f"{count:,} {one if count == 1 else many}"


def profile_count(count: int) -> str:
    """Return a number of profiles."""
    return quantity(count, "profile", "profiles")


def describe_refusals(causes: Mapping[str, int], records: int) -> str:
    """Return how many records are rejected, of how many, and by which causes."""
    count = sum(causes.values())
    told = ", ".join(f"{cause} {causes[cause]:,}" for cause in sorted(causes))
    return f"{count:,} rejected ({share(count, records)}){f': {told}' if told else ''}"

"""The report as SARIF 2.1.0 (OASIS), which code hosts and editors show on the lines of a pack."""

from __future__ import annotations

import hashlib
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from exitwise import __version__
from exitwise.audit import wording
from exitwise.audit.check import find_check
from exitwise.audit.formats.json import extent_dict
from exitwise.present.printable import escaped_line, json_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from exitwise.audit.check import Check
    from exitwise.audit.formats import RenderOptions
    from exitwise.audit.report import Accepted, Report
    from exitwise.diagnostic import PackDiagnostic, Place, Severity

VERSION: Final = "2.1.0"
SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
LEVELS: Final[dict[Severity, str]] = {"error": "error", "warning": "warning", "info": "note"}
SOURCE_ROOT: Final = "%SRCROOT%"
"""The conventional name of the folder that relative paths start from (section 3.14.14)."""
FINGERPRINT: Final = "defect/v1"


def render(report: Report, options: RenderOptions) -> str:
    """Return a log of one run."""
    rules = _rules(report)
    driver = {"name": "exitwise", "version": __version__, "rules": [_rule(check) for check in rules]}
    run = {
        "tool": {"driver": driver},
        "invocations": [_invocation(report)],
        "columnKind": "unicodeCodePoints",
        "results": _results(report, rules, options.pack),
    }
    log = {"$schema": SCHEMA, "version": VERSION, "runs": [run]}
    return json_text(log, ascii_only=options.ascii_only) + "\n"


def _rules(report: Report) -> tuple[Check, ...]:
    """Return the checks run, and those that explain why the pack did not load."""
    accepted = (entry.diagnostic for entry in report.accepted)
    explaining = (find_check(diagnostic.id) for diagnostic in (*report.diagnostics, *accepted))
    by_id = {check.id: check for check in (*report.checks, *explaining) if check is not None}
    return tuple(by_id.values())


def _rule(check: Check) -> dict[str, Any]:
    return {
        "id": check.id,
        "name": "".join(word.capitalize() for word in check.id.split("-")),
        "shortDescription": {"text": check.title},
        "fullDescription": {"text": check.title},
        "help": {"text": check.doc},
        "defaultConfiguration": {"level": LEVELS[check.severity]},
    }


def _invocation(report: Report) -> dict[str, Any]:
    """Return whether every check ran and was decided, with a notification for each that was not."""
    texts = [f"undecided: {name}" for name in report.undecided]
    if report.profiles is None:
        texts.append(wording.UNLOADABLE)
    notes = [{"level": "error", "message": _message(text)} for text in texts]
    return {"executionSuccessful": not notes, "toolExecutionNotifications": notes}


def _results(report: Report, rules: Iterable[Check], pack: str | None) -> list[dict[str, Any]]:
    """Return all results; if one is suppressed, the others say that they are not (section 3.27.23)."""
    none: dict[str, Any] = {"suppressions": []} if report.accepted else {}
    return [
        *(_result(diagnostic, rules, pack) | none for diagnostic in report.diagnostics),
        *(_result(entry.diagnostic, rules, pack) | _suppressions(entry) for entry in report.accepted),
    ]


def _suppressions(entry: Accepted) -> dict[str, Any]:
    return {"suppressions": [{"kind": "external", "justification": escaped_line(entry.because)}]}


def _result(diagnostic: PackDiagnostic, rules: Iterable[Check], pack: str | None) -> dict[str, Any]:
    check = find_check(diagnostic.id)
    rule = {} if check is None else {"ruleIndex": [rule.id for rule in rules].index(check.id)}
    extent = {} if diagnostic.extent is None else extent_dict(diagnostic.extent)
    return {
        "ruleId": diagnostic.id if check is None else check.id,
        **rule,
        "level": LEVELS[diagnostic.severity],
        "message": _message(wording.full_message(diagnostic, pack)),
        "locations": [{"physicalLocation": _location(diagnostic.place)}],
        "partialFingerprints": {FINGERPRINT: _fingerprint(diagnostic)},
        "properties": {"defect": diagnostic.id, **extent},
    }


def _message(text: str) -> dict[str, str]:
    """Return a message with its braces doubled: a single brace starts a placeholder (section 3.11.5)."""
    return {"text": text.replace("{", "{{").replace("}", "}}")}


def _location(place: Place) -> dict[str, Any]:
    """Return the location of a place; a path outside the working folder stays absolute."""
    path = PurePath(place.file)
    artifact = (
        {"uri": path.as_uri()}
        if path.is_absolute()
        else {"uri": quote(place.file, errors="surrogateescape"), "uriBaseId": SOURCE_ROOT}
    )
    return {
        "artifactLocation": artifact,
        "region": {"startLine": place.line, "startColumn": place.column},
    }


def _fingerprint(diagnostic: PackDiagnostic) -> str:
    """Return a hash without line numbers, so that lines added above a defect do not change it."""
    identity = f"{diagnostic.id}\n{diagnostic.place.file}\n{diagnostic.message}"
    return hashlib.sha256(identity.encode(errors="surrogateescape")).hexdigest()

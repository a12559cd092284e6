"""The report as SARIF 2.1.0 (OASIS), which code hosts and editors show beside the lines of a pack."""

from __future__ import annotations

import hashlib
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from exitwise import __version__
from exitwise.audit import wording
from exitwise.audit.check import find_check
from exitwise.audit.formats.json import extent_dict
from exitwise.present.printable import json_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from exitwise.audit.check import Check
    from exitwise.audit.formats import RenderOptions
    from exitwise.audit.report import Report
    from exitwise.diagnostic import PackDiagnostic, Place, Severity

VERSION: Final = "2.1.0"
SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
LEVELS: Final[dict[Severity, str]] = {"error": "error", "warning": "warning", "info": "note"}
CHECKOUT: Final = "%SRCROOT%"
"""What relative paths start from, by the name that readers of SARIF know for it."""
FINGERPRINT: Final = "defect/v1"


def render(report: Report, options: RenderOptions) -> str:
    """Return a log of one run."""
    rules = _rules(report)
    driver = {"name": "exitwise", "version": __version__, "rules": [_rule(check) for check in rules]}
    run = {
        "tool": {"driver": driver},
        "invocations": [_invocation(report)],
        "columnKind": "unicodeCodePoints",
        "results": [_result(defect, rules, options.pack) for defect in report.diagnostics],
    }
    log = {"$schema": SCHEMA, "version": VERSION, "runs": [run]}
    return json_text(log, ascii_only=options.ascii_only) + "\n"


def _rules(report: Report) -> tuple[Check, ...]:
    """Return the checks made, and those that explain what kept the pack from being loaded."""
    explaining = (find_check(defect.id) for defect in report.diagnostics)
    known = {check.id: check for check in (*report.checks, *explaining) if check is not None}
    return tuple(known.values())


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
    """Say whether every check could be made and decided; which were not is said in words."""
    untold = [f"undecided: {name}" for name in report.undecided]
    if report.profiles is None:
        untold.append(wording.UNLOADABLE)
    notes = [{"level": "error", "message": _message(text)} for text in untold]
    return {"executionSuccessful": not notes, "toolExecutionNotifications": notes}


def _result(defect: PackDiagnostic, rules: Iterable[Check], pack: str | None) -> dict[str, Any]:
    check = find_check(defect.id)
    rule = {} if check is None else {"ruleIndex": [known.id for known in rules].index(check.id)}
    about = {} if defect.extent is None else extent_dict(defect.extent)
    return {
        "ruleId": defect.id if check is None else check.id,
        **rule,
        "level": LEVELS[defect.severity],
        "message": _message(wording.full_message(defect, pack)),
        "locations": [{"physicalLocation": _location(defect.place)}],
        "partialFingerprints": {FINGERPRINT: _fingerprint(defect)},
        "properties": {"defect": defect.id, **about},
    }


def _message(text: str) -> dict[str, str]:
    """A brace would begin a placeholder; doubled it is a brace (section 3.11.5)."""
    return {"text": text.replace("{", "{{").replace("}", "}}")}


def _location(place: Place) -> dict[str, Any]:
    """A path from elsewhere than the working folder stays absolute."""
    path = PurePath(place.file)
    artifact = (
        {"uri": path.as_uri()}
        if path.is_absolute()
        else {"uri": quote(place.file, errors="surrogateescape"), "uriBaseId": CHECKOUT}
    )
    return {
        "artifactLocation": artifact,
        "region": {"startLine": place.line, "startColumn": place.column},
    }


def _fingerprint(defect: PackDiagnostic) -> str:
    """The same defect keeps its fingerprint when lines are added above it."""
    told = f"{defect.id}\n{defect.place.file}\n{defect.message}"
    return hashlib.sha256(told.encode(errors="surrogateescape")).hexdigest()

"""The report as JUnit XML: one test case per check, for tools that collect test results."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from exitwise.audit import wording
from exitwise.audit.check import find_check
from exitwise.audit.report import is_at_least
from exitwise.diagnostic import SEVERITIES
from exitwise.present.printable import escaped_line, printable

if TYPE_CHECKING:
    from exitwise.audit.formats import RenderOptions
    from exitwise.audit.report import Report
    from exitwise.diagnostic import PackDiagnostic

SUITE: Final = "exitwise.audit"
NOT_IN_XML: Final = re.compile("[\ufffe\uffff]")
"""Characters that XML cannot hold even as references; control characters are never written at all."""


def render(report: Report, options: RenderOptions) -> str:
    """Return one suite with a case for every check that was run.

    A case is a failure if its check has a diagnostic of severity `fail_on` or worse, and an error if its
    check is undecided; milder diagnostics and accepted ones go to the output of the case.
    """
    cases = [_case(name, items, report, options) for name, items in _by_check(report).items()]
    counts = {"tests": len(cases)} | {
        f"{tag}s": sum(case.find(tag) is not None for case in cases) for tag in ("failure", "error")
    }
    name = {"name": _text(escaped_line(f"{report.pack} {report.version or ''}".rstrip()))}
    root = Element("testsuites")
    SubElement(root, "testsuite", name | {key: str(value) for key, value in counts.items()}).extend(cases)
    indent(root)
    encoding = "us-ascii" if options.ascii_only else "utf-8"
    content: bytes = tostring(root, encoding, xml_declaration=True)
    return f"{content.decode(encoding)}\n"


def _by_check(report: Report) -> dict[str, list[PackDiagnostic]]:
    """Return the diagnostics by the check that explains them; a check without any has an empty list."""
    by_check: dict[str, list[PackDiagnostic]] = {check.id: [] for check in report.checks}
    for diagnostic in report.diagnostics:
        by_check.setdefault(_check_id(diagnostic), []).append(diagnostic)
    return by_check


def _check_id(diagnostic: PackDiagnostic) -> str:
    check = find_check(diagnostic.id)
    return check.id if check else diagnostic.id


def _case(name: str, diagnostics: list[PackDiagnostic], report: Report, options: RenderOptions) -> Element:
    case = Element("testcase", {"classname": SUITE, "name": _text(name)})
    details = "\n\n".join(_details(diagnostic, options.pack) for diagnostic in diagnostics)
    output = [
        f"{_details(entry.diagnostic, options.pack)}\n{wording.ACCEPTED}{escaped_line(entry.because)}"
        for entry in report.accepted
        if _check_id(entry.diagnostic) == name
    ]
    if any(is_at_least(diagnostic, options.fail_on) for diagnostic in diagnostics):
        tag = "error" if name in report.undecided else "failure"
        worst = min(diagnostics, key=lambda diagnostic: SEVERITIES.index(diagnostic.severity))
        attributes = {"type": worst.severity, "message": _text(escaped_line(_summary(diagnostics)))}
        SubElement(case, tag, attributes).text = _text(details)
    elif details:
        output.insert(0, details)
    if output:
        SubElement(case, "system-out").text = _text("\n\n".join(output))
    return case


def _details(diagnostic: PackDiagnostic, pack: str | None) -> str:
    head = f"{escaped_line(str(diagnostic.place))}: {diagnostic.id}"
    return f"{head}\n{wording.full_message(diagnostic, pack)}"


def _summary(diagnostics: list[PackDiagnostic]) -> str:
    first, *others = diagnostics
    return f"{first.message} (and {len(others)} more)" if others else first.message


def _text(text: str) -> str:
    """Return a text with control characters, and characters that XML cannot hold, escaped."""
    return NOT_IN_XML.sub(lambda match: f"\\u{ord(match[0]):04x}", printable(text))

"""The report as JUnit's XML: one test case a check, for whatever collects the results of tests."""

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
NO_CHARACTERS: Final = re.compile("[\ufffe\uffff]")
"""What XML cannot hold even as a reference, besides the controls that are never written."""


def render(report: Report, options: RenderOptions) -> str:
    """Return one suite with a case for every check made.

    A case fails where its check found something as grave as the audit fails on, and is an error where its
    check could not be decided; what is less grave stands in the output of the case.
    """
    cases = [_case(name, found, report, options) for name, found in _by_check(report).items()]
    counts = {"tests": len(cases)} | {
        f"{tag}s": sum(case.find(tag) is not None for case in cases) for tag in ("failure", "error")
    }
    named = {"name": _text(escaped_line(f"{report.pack} {report.version or ''}".rstrip()))}
    root = Element("testsuites")
    SubElement(root, "testsuite", named | {key: str(value) for key, value in counts.items()}).extend(cases)
    indent(root)
    encoding = "us-ascii" if options.ascii_only else "utf-8"
    written: bytes = tostring(root, encoding, xml_declaration=True)
    return f"{written.decode(encoding)}\n"


def _by_check(report: Report) -> dict[str, list[PackDiagnostic]]:
    """Return the defects by the check that explains them, the checks that found none included."""
    found: dict[str, list[PackDiagnostic]] = {check.id: [] for check in report.checks}
    for defect in report.diagnostics:
        check = find_check(defect.id)
        found.setdefault(check.id if check else defect.id, []).append(defect)
    return found


def _case(name: str, defects: list[PackDiagnostic], report: Report, presentation: RenderOptions) -> Element:
    case = Element("testcase", {"classname": SUITE, "name": _text(name)})
    if not defects:
        return case
    told = "\n\n".join(_told(defect, presentation.pack) for defect in defects)
    if any(is_at_least(defect, presentation.fail_on) for defect in defects):
        tag = "error" if name in report.undecided else "failure"
        worst = min(defects, key=lambda defect: SEVERITIES.index(defect.severity))
        about = {"type": worst.severity, "message": _text(escaped_line(_summary(defects)))}
        SubElement(case, tag, about).text = _text(told)
    else:
        SubElement(case, "system-out").text = _text(told)
    return case


def _told(defect: PackDiagnostic, pack: str | None) -> str:
    return f"{escaped_line(str(defect.place))}: {defect.id}\n{wording.full_message(defect, pack)}"


def _summary(defects: list[PackDiagnostic]) -> str:
    first, *others = defects
    return f"{first.message} (and {len(others)} more)" if others else first.message


def _text(text: str) -> str:
    """What XML cannot hold, and what steers a terminal, is written as its escape."""
    return NO_CHARACTERS.sub(lambda found: f"\\u{ord(found[0]):04x}", printable(text))

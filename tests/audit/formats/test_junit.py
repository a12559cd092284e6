"""The report as JUnit's XML, read back as collectors of test results read it."""

from xml.etree import ElementTree as ET

import pytest

from exitwise.audit.formats import RenderOptions
from exitwise.audit.formats.junit import render
from exitwise.audit.report import Report
from exitwise.diagnostic import Severity
from support.running import reports

Cases = dict[str, tuple[str, ...]]
"""For each case its children, of which there is one at most."""


def suite(report: Report, fail_on: Severity = "warning", *, ascii_only: bool = False) -> ET.Element:
    """The one suite of a report."""
    written = render(report, RenderOptions(fail_on=fail_on, pack="doors", ascii_only=ascii_only))
    (found,) = ET.fromstring(written.encode())  # noqa: S314 (our own)
    assert (found.tag, {case.tag for case in found}) == ("testsuite", {"testcase"})
    return found


def cases(report: Report, fail_on: Severity = "warning") -> Cases:
    """What stands in each case."""
    return {case.attrib["name"]: tuple(child.tag for child in case) for case in suite(report, fail_on)}


EXPECTED: dict[tuple[str, Severity], Cases] = {
    ("sound", "info"): {"conflict": (), "dead-rule": (), "gap": ()},
    ("untidy", "info"): {"conflict": (), "dead-rule": ("failure",), "gap": ()},
    ("untidy", "warning"): {"conflict": (), "dead-rule": ("system-out",), "gap": ()},
    ("mixed", "warning"): {"conflict": (), "dead-rule": ("failure",), "gap": ("failure",)},
    ("mixed", "error"): {"conflict": (), "dead-rule": ("system-out",), "gap": ("failure",)},
    ("undecided", "warning"): {"conflict": (), "dead-rule": (), "gap": ("error",)},
    ("unloadable", "error"): {"invalid-pack": ("failure",), "dangling-reference": ("failure",)},
}


@pytest.mark.parametrize(("name", "fail_on"), EXPECTED, ids=str)
def test_every_check_is_a_case(name: str, fail_on: Severity) -> None:
    """It fails where the audit does, is an error where it was not decided, and else may say something."""
    assert cases(reports.REPORTS[name], fail_on) == EXPECTED[name, fail_on]


@pytest.mark.parametrize(("name", "fail_on"), EXPECTED, ids=str)
def test_the_suite_counts_its_cases(name: str, fail_on: Severity) -> None:
    """The numbers are those of the cases in it."""
    found = suite(reports.REPORTS[name], fail_on)

    assert int(found.attrib["tests"]) == len(found)
    assert int(found.attrib["failures"]) == len(found.findall("testcase/failure"))
    assert int(found.attrib["errors"]) == len(found.findall("testcase/error"))


def test_a_case_tells_all_that_its_check_found() -> None:
    """Several defects are one failure: the first in short, all of them with place, witness and way out."""
    (failure,) = suite(reports.MIXED).findall("testcase[@name='gap']/failure")

    assert failure.attrib == {"type": "error", "message": "No door is open. (and 1 more)"}
    assert failure.text == (
        "rules/doors.yaml:3:5: gap\n"
        "No door is open.\n"
        "affects: 1 of 40 profiles (2.5 %)\n"
        "witness: exitwise advise --pack doors --set door=no\n"
        "help: shut it\n"
        "\n"
        "rules/a.yaml:3:5: gap\n"
        "No door is shut, says a rule.\n"
        "affects: 40 of 40 profiles (100 %)\n"
        "witness: echo '{}' | exitwise advise - --pack doors\n"
        "help: shut it"
    )


def test_the_gravest_defect_gives_the_type() -> None:
    """A warning beside an info is a warning."""
    (failure,) = suite(reports.MIXED).findall("testcase[@name='dead-rule']/failure")

    assert failure.attrib["type"] == "warning"


def test_the_suite_is_named_for_the_pack() -> None:
    """With its version, where it has been loaded."""
    assert suite(reports.SOUND).attrib["name"] == "doors 2026.11.0"
    assert suite(reports.UNLOADABLE).attrib["name"] == "doors/"


def shown(text: str) -> str:
    """What XML can hold of a text on one line, the rest written as its escapes."""
    return "".join(
        each if each.isprintable() and each not in "\ufffe\uffff" else escape(each) for each in text
    )


def escape(character: str) -> str:
    """A character as Python writes one that is not printable."""
    if character == "\n":
        return r"\n"
    return f"\\x{ord(character):02x}" if ord(character) < 0x100 else f"\\u{ord(character):04x}"


@pytest.mark.parametrize("ascii_only", [True, False])
@pytest.mark.parametrize("hostility", reports.HOSTILE, ids=ascii)
def test_every_text_comes_back(hostility: str, ascii_only: bool) -> None:  # noqa: FBT001
    """No mark of XML in a text is one of the report; what XML cannot hold is written as its escape."""
    report = reports.report(reports.defect(hostility, file="a.yaml", help=""))

    (failure,) = suite(report, ascii_only=ascii_only).findall("testcase/failure")

    assert failure.text == f"a.yaml:3:5: gap\n{shown(hostility)}"
    assert failure.attrib["message"] == shown(hostility)

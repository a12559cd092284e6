"""Tests of the report as JUnit XML, parsed as collectors of test results parse it."""

from xml.etree import ElementTree as ET

import pytest

from exitwise.audit.formats import RenderOptions
from exitwise.audit.formats.junit import render
from exitwise.audit.report import Report
from exitwise.diagnostic import Severity
from support.running import reports

Cases = dict[str, tuple[str, ...]]
"""For each case the tags of its children."""


def suite(report: Report, fail_on: Severity = "warning", *, ascii_only: bool = False) -> ET.Element:
    """The one suite of a report."""
    text = render(report, RenderOptions(fail_on=fail_on, pack="doors", ascii_only=ascii_only))
    (element,) = ET.fromstring(text.encode())  # noqa: S314 (our own)
    assert (element.tag, {case.tag for case in element}) == ("testsuite", {"testcase"})
    return element


def cases(report: Report, fail_on: Severity = "warning") -> Cases:
    """The tags of the children of each case."""
    return {case.attrib["name"]: tuple(child.tag for child in case) for case in suite(report, fail_on)}


EXPECTED: dict[tuple[str, Severity], Cases] = {
    ("sound", "info"): {"conflict": (), "dead-rule": (), "gap": ()},
    ("untidy", "info"): {"conflict": (), "dead-rule": ("failure",), "gap": ()},
    ("untidy", "warning"): {"conflict": (), "dead-rule": ("system-out",), "gap": ()},
    ("mixed", "warning"): {"conflict": (), "dead-rule": ("failure",), "gap": ("failure",)},
    ("mixed", "error"): {"conflict": (), "dead-rule": ("system-out",), "gap": ("failure",)},
    ("accepted", "error"): {"conflict": (), "dead-rule": ("system-out",), "gap": ("failure",)},
    ("accepted", "warning"): {"conflict": (), "dead-rule": ("failure", "system-out"), "gap": ("failure",)},
    ("undecided", "warning"): {"conflict": (), "dead-rule": (), "gap": ("error",)},
    ("unloadable", "error"): {"invalid-pack": ("failure",), "dangling-reference": ("failure",)},
}


@pytest.mark.parametrize(("name", "fail_on"), EXPECTED, ids=str)
def test_every_check_is_a_test_case(name: str, fail_on: Severity) -> None:
    """A case is a failure, an error if undecided, or passes with or without output."""
    assert cases(reports.REPORTS[name], fail_on) == EXPECTED[name, fail_on]


@pytest.mark.parametrize(("name", "fail_on"), EXPECTED, ids=str)
def test_suite_counts_its_cases(name: str, fail_on: Severity) -> None:
    """The counts equal the number of elements."""
    element = suite(reports.REPORTS[name], fail_on)

    assert int(element.attrib["tests"]) == len(element)
    assert int(element.attrib["failures"]) == len(element.findall("testcase/failure"))
    assert int(element.attrib["errors"]) == len(element.findall("testcase/error"))


def test_case_has_all_diagnostics_of_its_check() -> None:
    """Several diagnostics are one failure; its message is the first, its text has all of them."""
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


def test_accepted_diagnostic_is_output_of_its_case() -> None:
    """It follows milder diagnostics, and ends with the reason."""
    (output,) = suite(reports.ACCEPTED, "error").findall("testcase[@name='dead-rule']/system-out")

    assert (output.text or "").endswith(
        "\n\n"
        "rules/doors.yaml:3:5: dead-rule\n"
        "`a` is dead.\n"
        "affects: 1 of 40 profiles (2.5 %)\n"
        "witness: exitwise advise --pack doors --set door=no\n"
        "help: shut it\n"
        "accepted: It is a spare."
    )


def test_failure_type_is_the_worst_severity() -> None:
    """A warning and an info together are a warning."""
    (failure,) = suite(reports.MIXED).findall("testcase[@name='dead-rule']/failure")

    assert failure.attrib["type"] == "warning"


def test_suite_name_is_pack_and_version() -> None:
    """Without a loaded pack there is no version."""
    assert suite(reports.SOUND).attrib["name"] == "doors 2026.11.0"
    assert suite(reports.UNLOADABLE).attrib["name"] == "doors/"


def as_xml_text(text: str) -> str:
    """The text on one line, with characters that XML cannot hold escaped."""
    return "".join(
        character if character.isprintable() and character not in "\ufffe\uffff" else escape(character)
        for character in text
    )


def escape(character: str) -> str:
    """The escape of a character as Python writes it."""
    if character == "\n":
        return r"\n"
    return f"\\x{ord(character):02x}" if ord(character) < 0x100 else f"\\u{ord(character):04x}"


@pytest.mark.parametrize("ascii_only", [True, False])
@pytest.mark.parametrize("hostility", reports.HOSTILE, ids=ascii)
def test_every_text_survives_the_round_trip(hostility: str, ascii_only: bool) -> None:  # noqa: FBT001
    """Markup in a text stays text, and characters that XML cannot hold are escaped."""
    report = reports.report(reports.defect(hostility, file="a.yaml", help=""))

    (failure,) = suite(report, ascii_only=ascii_only).findall("testcase/failure")

    assert failure.text == f"a.yaml:3:5: gap\n{as_xml_text(hostility)}"
    assert failure.attrib["message"] == as_xml_text(hostility)

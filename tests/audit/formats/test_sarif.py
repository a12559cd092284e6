"""The report as SARIF 2.1.0, judged by the standard's schema and read as the standard says."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from jsonschema import Draft4Validator

from exitwise import __version__
from exitwise.audit.check import all_checks
from exitwise.audit.formats import RenderOptions
from exitwise.audit.formats.sarif import render
from exitwise.audit.report import Report
from exitwise.diagnostic import PackDiagnostic, Place
from exitwise.present.printable import escaped_line
from support.running import reports

SCHEMA = json.loads((Path(__file__).parent / "sarif-2.1.0-rtm.4.json").read_text("utf-8"))


def run(report: Report, *, ascii_only: bool = False) -> Any:
    """The one run of a report's log, which the schema accepts."""
    log = json.loads(render(report, RenderOptions(pack="doors", ascii_only=ascii_only)))
    assert [error.message for error in Draft4Validator(SCHEMA).iter_errors(log)] == []
    assert log["version"] == "2.1.0"
    (found,) = log["runs"]
    return found


def rules(found: Any) -> list[Any]:
    """The rules of a run."""
    known: list[Any] = found["tool"]["driver"]["rules"]
    return known


def said(message: Any) -> str:
    """What a reader shows of a message: a doubled brace is a brace, and a single one begins a placeholder."""
    text: str = message["text"].replace("{{", "\0").replace("}}", "\1")
    assert not set(text) & set("{}")
    return text.replace("\0", "{").replace("\1", "}")


@pytest.mark.parametrize("name", reports.REPORTS)
def test_a_report_is_a_log_of_one_run(name: str) -> None:
    """Whatever was found, the log is as the standard's schema says, with a result for each defect."""
    found = run(reports.REPORTS[name])

    assert len(found["results"]) == len(reports.REPORTS[name].diagnostics)
    assert found["columnKind"] == "unicodeCodePoints"
    driver = found["tool"]["driver"]
    assert (driver["name"], driver["version"]) == ("exitwise", __version__)


def test_a_result_says_all_of_a_defect() -> None:
    """Its rule, its level, its place, what it touches, a witness and the way out."""
    defect = reports.defect("No door.", extent=reports.extent(door="no"))

    found = run(reports.report(defect))
    (result,) = found["results"]

    assert rules(found)[result.pop("ruleIndex")]["id"] == "gap"
    assert len(result.pop("partialFingerprints")) == 1
    assert result == {
        "ruleId": "gap",
        "level": "error",
        "message": {
            "text": "No door.\n"
            "affects: 3 of 40 profiles (7.5 %)\n"
            "witness: exitwise advise --pack doors --set door=no\n"
            "help: shut it"
        },
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": "rules/doors.yaml", "uriBaseId": "%SRCROOT%"},
                    "region": {"startLine": 3, "startColumn": 5},
                }
            }
        ],
        "properties": {
            "defect": "gap",
            "profiles": "3",
            "of": "40",
            "share": 0.075,
            "witness": {"door": "no"},
        },
    }


@pytest.mark.parametrize("name", reports.REPORTS)
def test_every_result_has_its_rule(name: str) -> None:
    """The index of a result's rule leads to the rule of its id; no rule is there twice."""
    found = run(reports.REPORTS[name])
    ids = [rule["id"] for rule in rules(found)]

    assert [ids[result["ruleIndex"]] for result in found["results"]] == [
        result["ruleId"] for result in found["results"]
    ]
    assert len(set(ids)) == len(ids)


def test_the_rules_are_the_checks_made() -> None:
    """A rule has the sentence, the page and the gravity of its check, whether it found something or not."""
    known = rules(run(reports.SOUND))

    assert [rule["id"] for rule in known] == list(reports.CHECKS)
    for rule in known:
        check = all_checks()[rule["id"]]
        assert rule["shortDescription"] == {"text": check.title}
        assert rule["help"] == {"text": check.doc}
    assert [(rule["name"], rule["defaultConfiguration"]["level"]) for rule in known] == [
        ("Conflict", "error"),
        ("DeadRule", "warning"),
        ("Gap", "error"),
    ]


def test_a_kind_of_the_loader_has_the_rule_that_explains_it() -> None:
    """The rule is the page, and the kind stands beside it."""
    found = run(reports.UNLOADABLE)

    assert [(result["ruleId"], result["properties"]["defect"]) for result in found["results"]] == [
        ("invalid-pack", "bad-yaml"),
        ("dangling-reference", "unknown-fact"),
    ]
    assert {rule["id"] for rule in rules(found)} == {"dangling-reference", "invalid-pack"}


def test_levels_are_those_of_sarif() -> None:
    """An info is a note."""
    levels = [result["level"] for result in run(reports.MIXED)["results"]]

    assert levels == ["error", "error", "warning", "note"]


NOTES = {
    "sound": [],
    "mixed": [],
    "undecided": ["undecided: gap"],
    "unloadable": ["The pack does not load, so no other check was run."],
}


@pytest.mark.parametrize(("name", "expected"), NOTES.items())
def test_a_run_says_what_it_could_not_check(name: str, expected: list[str]) -> None:
    """An audit that found defects is done; one that could not be made in full is not."""
    (invocation,) = run(reports.REPORTS[name])["invocations"]

    assert invocation["executionSuccessful"] is (expected == [])
    assert [said(note["message"]) for note in invocation["toolExecutionNotifications"]] == expected


@pytest.mark.parametrize("hostility", reports.HOSTILE, ids=ascii)
def test_a_message_comes_back(hostility: str) -> None:
    """What steers a terminal is written as its escape; no brace is taken for a placeholder."""
    (result,) = run(reports.report(reports.defect(hostility, help="")))["results"]

    assert said(result["message"]) == escaped_line(hostility)


PATHS = {
    "rules/doors.yaml": "rules/doors.yaml",
    "my rules/a:b#c?d.yaml": "my%20rules/a%3Ab%23c%3Fd.yaml",
    "100%.yaml": "100%25.yaml",
    "größe.yaml": "gr%C3%B6%C3%9Fe.yaml",
    "\x1b[31m\n.yaml": "%1B%5B31m%0A.yaml",
}


@pytest.mark.parametrize(("file", "uri"), PATHS.items(), ids=ascii)
def test_a_path_is_a_relative_uri(file: str, uri: str) -> None:
    """It names the file in the checkout, percent-encoded (RFC 3986)."""
    (result,) = run(reports.report(reports.defect(file=file)))["results"]
    artifact = result["locations"][0]["physicalLocation"]["artifactLocation"]

    assert artifact == {"uri": uri, "uriBaseId": "%SRCROOT%"}
    assert unquote(urlsplit(artifact["uri"]).path) == file


def test_a_path_from_elsewhere_is_an_absolute_uri() -> None:
    """A pack outside the working folder is not in the checkout."""
    (result,) = run(reports.report(reports.defect(file="/my packs/doors.yaml")))["results"]

    artifact = result["locations"][0]["physicalLocation"]["artifactLocation"]
    assert artifact == {"uri": "file:///my%20packs/doors.yaml"}


def fingerprint(report: Report) -> str:
    """The fingerprint of a report's one result."""
    (result,) = run(report)["results"]
    (found,) = result["partialFingerprints"].values()
    return str(found)


def test_a_fingerprint_is_that_of_the_defect() -> None:
    """It stays when the defect moves within its file, and differs for any other defect."""
    defect = reports.defect("No door.")
    moved = PackDiagnostic(id=defect.id, message=defect.message, place=Place(defect.place.file, 90, 1))
    others = [
        reports.defect("No window."),
        reports.defect("No door.", file="a.yaml"),
        reports.defect("No door.", id="dead-rule"),
    ]

    same = fingerprint(reports.report(defect))

    assert fingerprint(reports.report(moved)) == same
    assert len({same, *(fingerprint(reports.report(other)) for other in others)}) == 4

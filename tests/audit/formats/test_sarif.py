"""Tests of the report as SARIF 2.1.0, validated against the schema of the standard."""

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
    """The one run of a report's log, which is valid against the schema."""
    log = json.loads(render(report, RenderOptions(pack="doors", ascii_only=ascii_only)))
    assert [error.message for error in Draft4Validator(SCHEMA).iter_errors(log)] == []
    assert log["version"] == "2.1.0"
    (run_object,) = log["runs"]
    return run_object


def rules(run_object: Any) -> list[Any]:
    """The rules of a run."""
    rule_objects: list[Any] = run_object["tool"]["driver"]["rules"]
    return rule_objects


def displayed(message: Any) -> str:
    """The text that a viewer displays: a doubled brace is a brace, a single brace starts a placeholder."""
    text: str = message["text"].replace("{{", "\0").replace("}}", "\1")
    assert not set(text) & set("{}")
    return text.replace("\0", "{").replace("\1", "}")


@pytest.mark.parametrize("name", reports.REPORTS)
def test_report_is_a_valid_log_of_one_run(name: str) -> None:
    """The run has a result for each diagnostic."""
    run_object = run(reports.REPORTS[name])

    report = reports.REPORTS[name]
    assert len(run_object["results"]) == len(report.diagnostics) + len(report.accepted)
    assert run_object["columnKind"] == "unicodeCodePoints"
    driver = run_object["tool"]["driver"]
    assert (driver["name"], driver["version"]) == ("exitwise", __version__)


def test_result_has_every_field() -> None:
    """A result has rule, level, location, extent, witness and help."""
    defect = reports.defect("No door.", extent=reports.extent(door="no"))

    run_object = run(reports.report(defect))
    (result,) = run_object["results"]

    assert rules(run_object)[result.pop("ruleIndex")]["id"] == "gap"
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
def test_rule_index_matches_rule_id(name: str) -> None:
    """Every result refers to its rule, and no rule occurs twice."""
    run_object = run(reports.REPORTS[name])
    ids = [rule["id"] for rule in rules(run_object)]

    assert [ids[result["ruleIndex"]] for result in run_object["results"]] == [
        result["ruleId"] for result in run_object["results"]
    ]
    assert len(set(ids)) == len(ids)


def test_rules_are_the_checks_of_the_report() -> None:
    """A rule has the title, the doc page and the severity of its check, with or without results."""
    rule_objects = rules(run(reports.SOUND))

    assert [rule["id"] for rule in rule_objects] == list(reports.CHECKS)
    for rule in rule_objects:
        check = all_checks()[rule["id"]]
        assert rule["shortDescription"] == {"text": check.title}
        assert rule["help"] == {"text": check.doc}
    assert [(rule["name"], rule["defaultConfiguration"]["level"]) for rule in rule_objects] == [
        ("Conflict", "error"),
        ("DeadRule", "warning"),
        ("Gap", "error"),
    ]


def test_loader_kind_has_the_rule_that_explains_it() -> None:
    """The kind itself is a property of the result."""
    run_object = run(reports.UNLOADABLE)

    assert [(result["ruleId"], result["properties"]["defect"]) for result in run_object["results"]] == [
        ("invalid-pack", "bad-yaml"),
        ("dangling-reference", "unknown-fact"),
    ]
    assert {rule["id"] for rule in rules(run_object)} == {"dangling-reference", "invalid-pack"}


def test_severities_map_to_levels() -> None:
    """An info is a note."""
    levels = [result["level"] for result in run(reports.MIXED)["results"]]

    assert levels == ["error", "error", "warning", "note"]


def test_accepted_diagnostic_is_a_suppressed_result() -> None:
    """It has the reason as justification; beside it, the other results say that they are not suppressed."""
    *others, accepted = run(reports.ACCEPTED)["results"]

    assert accepted["suppressions"] == [{"kind": "external", "justification": "It is a spare."}]
    assert [result["suppressions"] for result in others] == [[], [], [], []]
    assert not any("suppressions" in result for result in run(reports.MIXED)["results"])


NOTES = {
    "sound": [],
    "mixed": [],
    "undecided": ["undecided: gap"],
    "unloadable": ["The pack does not load, so no other check was run."],
}


@pytest.mark.parametrize(("name", "expected"), NOTES.items())
def test_undecided_checks_are_notifications(name: str, expected: list[str]) -> None:
    """Execution fails if a check is undecided or the pack does not load, but not because of defects."""
    (invocation,) = run(reports.REPORTS[name])["invocations"]

    assert invocation["executionSuccessful"] is (expected == [])
    assert [displayed(note["message"]) for note in invocation["toolExecutionNotifications"]] == expected


@pytest.mark.parametrize("hostility", reports.HOSTILE, ids=ascii)
def test_message_survives_the_round_trip(hostility: str) -> None:
    """Control characters are escaped, and no brace starts a placeholder."""
    (result,) = run(reports.report(reports.defect(hostility, help="")))["results"]

    assert displayed(result["message"]) == escaped_line(hostility)


PATHS = {
    "rules/doors.yaml": "rules/doors.yaml",
    "my rules/a:b#c?d.yaml": "my%20rules/a%3Ab%23c%3Fd.yaml",
    "100%.yaml": "100%25.yaml",
    "größe.yaml": "gr%C3%B6%C3%9Fe.yaml",
    "\x1b[31m\n.yaml": "%1B%5B31m%0A.yaml",
}


@pytest.mark.parametrize(("file", "uri"), PATHS.items(), ids=ascii)
def test_path_is_a_relative_uri(file: str, uri: str) -> None:
    """The URI is relative to the checkout and percent-encoded (RFC 3986)."""
    (result,) = run(reports.report(reports.defect(file=file)))["results"]
    artifact = result["locations"][0]["physicalLocation"]["artifactLocation"]

    assert artifact == {"uri": uri, "uriBaseId": "%SRCROOT%"}
    assert unquote(urlsplit(artifact["uri"]).path) == file


def test_absolute_path_is_an_absolute_uri() -> None:
    """A pack outside the working folder is not in the checkout."""
    (result,) = run(reports.report(reports.defect(file="/my packs/doors.yaml")))["results"]

    artifact = result["locations"][0]["physicalLocation"]["artifactLocation"]
    assert artifact == {"uri": "file:///my%20packs/doors.yaml"}


def fingerprint(report: Report) -> str:
    """The fingerprint of a report's one result."""
    (result,) = run(report)["results"]
    (value,) = result["partialFingerprints"].values()
    return str(value)


def test_fingerprint_ignores_the_line() -> None:
    """It differs for another message, file or id."""
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

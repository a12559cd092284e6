"""Tests of the report as JSON."""

import json
from dataclasses import replace
from typing import Any

import pytest

from exitwise.audit.formats import RenderOptions
from exitwise.audit.formats.json import render
from exitwise.audit.report import Report
from support.oracles import schemas
from support.running import reports

LARGE = 10**26


def rendered(report: Report, *, ascii_only: bool = False) -> Any:
    """The report, rendered and parsed."""
    return json.loads(render(report, RenderOptions(ascii_only=ascii_only)))


@pytest.mark.parametrize("name", reports.REPORTS)
def test_report_is_valid_against_its_schema(name: str) -> None:
    """Every kind of report is valid."""
    assert list(schemas.validator("audit").iter_errors(rendered(reports.REPORTS[name]))) == []


def test_report_has_every_field() -> None:
    """Numbers of profiles are strings, since doubles cannot hold them."""
    extent = reports.extent(LARGE // 4, LARGE, door="no", days=-3)
    defect = reports.defect("No door.", extent=extent, about=("door",))

    report = replace(reports.report(defect, undecided=("conflict",)), profiles=LARGE)

    assert rendered(report) == {
        "schema": "exitwise.audit/1",
        "pack": {"name": "doors", "version": "2026.11.0", "digest": reports.DIGEST},
        "profiles": "100000000000000000000000000",
        "checks": ["conflict", "dead-rule", "gap"],
        "undecided": ["conflict"],
        "defects": [
            {
                "id": "gap",
                "check": "gap",
                "about": ["door"],
                "severity": "error",
                "message": "No door.",
                "place": {"file": "rules/doors.yaml", "line": 3, "column": 5},
                "help": "shut it",
                "extent": {
                    "profiles": "25000000000000000000000000",
                    "of": "100000000000000000000000000",
                    "share": 0.25,
                    "witness": {"door": "no", "days": -3},
                },
            }
        ],
        "accepted": [],
        "counts": {"error": 1, "warning": 0, "info": 0},
    }


def test_accepted_defect_has_its_reason_and_is_not_counted() -> None:
    """It has the fields of a defect, and stands apart from the others."""
    report, plain = rendered(reports.ACCEPTED), rendered(reports.MIXED)

    (accepted,) = report.pop("accepted")
    assert accepted.pop("because") == "It is a spare."
    assert accepted.keys() == plain["defects"][0].keys()
    assert (accepted["id"], accepted["about"], accepted["severity"]) == ("dead-rule", ["a"], "error")
    assert report == {key: value for key, value in plain.items() if key != "accepted"}


def test_report_of_unloadable_pack_has_no_profiles() -> None:
    """Each diagnostic has the check that explains its kind."""
    report = rendered(reports.UNLOADABLE)

    assert report["pack"] == {"name": "doors/", "version": None, "digest": None}
    assert (report["profiles"], report["checks"]) == (None, [])
    assert {(diagnostic["id"], diagnostic["check"]) for diagnostic in report["defects"]} == {
        ("unknown-fact", "dangling-reference"),
        ("bad-yaml", "invalid-pack"),
    }


@pytest.mark.parametrize("ascii_only", [True, False])
@pytest.mark.parametrize("hostility", reports.HOSTILE, ids=ascii)
def test_every_text_survives_the_round_trip(hostility: str, ascii_only: bool) -> None:  # noqa: FBT001
    """JSON can encode every character."""
    report = reports.report(reports.defect(hostility, file=hostility, help=hostility))

    (defect,) = rendered(report, ascii_only=ascii_only)["defects"]

    assert (defect["message"], defect["place"]["file"], defect["help"]) == (hostility,) * 3


WRONG: list[tuple[str, object]] = [
    ("profiles", 40),
    ("profiles", None),
    ("profiles", "040"),
    ("checks", []),
    ("counts", {"error": 0}),
    ("schema", "exitwise.audit/2"),
    ("stranger", 1),
    ("defects", [{"id": "gap"}]),
    ("defects", rendered(reports.ACCEPTED)["accepted"]),
    ("accepted", rendered(reports.MIXED)["defects"]),
]


@pytest.mark.parametrize(("key", "value"), WRONG, ids=str)
def test_schema_rejects_invalid_reports(key: str, value: object) -> None:
    """The schema constrains types, formats and keys."""
    assert not schemas.accepts("audit", rendered(reports.SOUND) | {key: value})

"""The report for programs: as its schema says, and without loss."""

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


def written(report: Report, *, ascii_only: bool = False) -> Any:
    """The report, read back."""
    return json.loads(render(report, RenderOptions(ascii_only=ascii_only)))


@pytest.mark.parametrize("name", reports.REPORTS)
def test_a_report_is_as_its_schema_says(name: str) -> None:
    """Whatever was found, the schema accepts it."""
    assert list(schemas.validator("audit").iter_errors(written(reports.REPORTS[name]))) == []


def test_all_of_a_report_is_written() -> None:
    """Every part has its place; numbers of profiles are strings, since doubles do not hold them."""
    defect = reports.defect("No door.", extent=reports.extent(LARGE // 4, LARGE, door="no", days=-3))

    report = replace(reports.report(defect, undecided=("conflict",)), profiles=LARGE)

    assert written(report) == {
        "schema": "exitwise.audit/1",
        "pack": {"name": "doors", "version": "2026.11.0", "digest": reports.DIGEST},
        "profiles": "100000000000000000000000000",
        "checks": ["conflict", "dead-rule", "gap"],
        "undecided": ["conflict"],
        "defects": [
            {
                "id": "gap",
                "check": "gap",
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
        "counts": {"error": 1, "warning": 0, "info": 0},
    }


def test_a_pack_that_does_not_load_has_no_profiles() -> None:
    """Only its defects are known, each with the page that explains its kind."""
    report = written(reports.UNLOADABLE)

    assert report["pack"] == {"name": "doors/", "version": None, "digest": None}
    assert (report["profiles"], report["checks"]) == (None, [])
    assert {(each["id"], each["check"]) for each in report["defects"]} == {
        ("unknown-fact", "dangling-reference"),
        ("bad-yaml", "invalid-pack"),
    }


@pytest.mark.parametrize("ascii_only", [True, False])
@pytest.mark.parametrize("hostility", reports.HOSTILE, ids=ascii)
def test_every_text_comes_back(hostility: str, ascii_only: bool) -> None:  # noqa: FBT001
    """JSON can say every character, so each comes back as it was."""
    report = reports.report(reports.defect(hostility, file=hostility, help=hostility))

    (defect,) = written(report, ascii_only=ascii_only)["defects"]

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
]


@pytest.mark.parametrize(("key", "value"), WRONG, ids=str)
def test_the_schema_refuses_what_is_no_report(key: str, value: object) -> None:
    """It says more than that there is an object."""
    assert not schemas.accepts("audit", written(reports.SOUND) | {key: value})

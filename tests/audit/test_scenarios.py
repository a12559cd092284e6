"""Tests of scenarios compared with conclusions."""

from typing import Any

import pytest

from exitwise.audit.scenarios import failures
from exitwise.diagnostic import Place
from exitwise.model.conclusion import Conclusions
from exitwise.model.scenario import ExpectedNames, Scenario

ADVISED = Conclusions(
    findings=("near", "far"),
    recommendation="leave",
    readiness="prepare",
    steps=("pack", "drive"),
    warnings=("late",),
)
NOBODY = Conclusions()
REFUSED = Conclusions(refused=("never", "nowhere"))

CASES: list[tuple[dict[str, Any], Conclusions, list[str]]] = [
    # Nothing is said of what is not expected.
    ({}, ADVISED, []),
    ({}, NOBODY, []),
    ({"recommendation": "leave", "readiness": "prepare"}, ADVISED, []),
    ({"recommendation": "stay"}, ADVISED, ["recommendation: expected `stay`, got `leave`"]),
    ({"recommendation": "stay"}, NOBODY, ["recommendation: expected `stay`, got none"]),
    ({"readiness": "hold"}, ADVISED, ["readiness: expected `hold`, got `prepare`"]),
    (
        {"recommendation": "stay", "readiness": "ready", "warnings": ExpectedNames(exactly=())},
        ADVISED,
        [
            "recommendation: expected `stay`, got `leave`",
            "readiness: expected `ready`, got `prepare`",
            "warnings: `late` is not expected",
        ],
    ),
    # A list is exact; only steps have an order.
    ({"steps": ExpectedNames(exactly=("pack", "drive"))}, ADVISED, []),
    (
        {"steps": ExpectedNames(exactly=("drive", "pack"))},
        ADVISED,
        ["steps: expected in this order: drive, pack"],
    ),
    ({"findings": ExpectedNames(exactly=("far", "near"))}, ADVISED, []),
    ({"steps": ExpectedNames(exactly=("pack",))}, ADVISED, ["steps: `drive` is not expected"]),
    (
        {"steps": ExpectedNames(exactly=())},
        ADVISED,
        ["steps: `pack` is not expected, `drive` is not expected"],
    ),
    (
        {"steps": ExpectedNames(exactly=("pack", "rest", "sleep"))},
        ADVISED,
        ["steps: `rest` is missing, `sleep` is missing, `drive` is not expected"],
    ),
    ({"warnings": ExpectedNames(exactly=("late",))}, ADVISED, []),
    # Or some are there and others are not.
    ({"steps": ExpectedNames(includes=("drive",), excludes=("rest",))}, ADVISED, []),
    ({"steps": ExpectedNames(includes=("drive", "pack"))}, ADVISED, []),
    ({"steps": ExpectedNames(includes=("rest",))}, ADVISED, ["steps: `rest` is missing"]),
    ({"findings": ExpectedNames(excludes=("far",))}, ADVISED, ["findings: `far` is not expected"]),
    (
        {"warnings": ExpectedNames(includes=("early",), excludes=("late",))},
        ADVISED,
        ["warnings: `early` is missing, `late` is not expected"],
    ),
    # Of who is refused nothing else counts.
    ({"refused": "never"}, REFUSED, []),
    ({"refused": "nowhere"}, REFUSED, []),
    ({"refused": "neither"}, REFUSED, ["refused: expected `neither`, got `never, nowhere`"]),
    ({"refused": "never"}, ADVISED, ["refused: expected `never`, got none"]),
    (
        {"recommendation": "leave", "steps": ExpectedNames(exactly=("pack",))},
        REFUSED,
        ["refused: expected none, got `never, nowhere`"],
    ),
    ({}, REFUSED, ["refused: expected none, got `never, nowhere`"]),
]


@pytest.mark.parametrize(("expected", "conclusions", "unmet"), CASES)
def test_failures_are_the_unmet_expectations(
    expected: dict[str, Any], conclusions: Conclusions, unmet: list[str]
) -> None:
    """Each unmet expectation is reported once with the actual conclusion, and met ones are not."""
    scenario = Scenario(id="s", profile={}, place=Place("s.yaml", 1, 1), **expected)

    assert list(failures(scenario, conclusions)) == unmet

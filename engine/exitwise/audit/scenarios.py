"""Worked cases held against conclusions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exitwise.model.conclusion import Conclusions
    from exitwise.model.scenario import ExpectedNames, Scenario

NAMES: Final = ("steps", "warnings", "findings")


def failures(scenario: Scenario, conclusions: Conclusions) -> Iterator[str]:
    """Yield what a worked case expects and does not get, each with what there is instead."""
    if scenario.refused is not None or conclusions.refused:
        if scenario.refused not in conclusions.refused:
            yield _differs(
                "refused", scenario.refused or "no refusal", ", ".join(conclusions.refused) or "none"
            )
        return
    for what in ("recommendation", "readiness"):
        expected, got = getattr(scenario, what), getattr(conclusions, what)
        if expected is not None and expected != got:
            yield _differs(what, expected, got or "none")
    for what in NAMES:
        expected, got = getattr(scenario, what), getattr(conclusions, what)
        if expected is not None and not expected.accepts(got, ordered=what == "steps"):
            yield f"{what}: {_names(expected, got)}"


def _differs(what: str, expected: str, got: str) -> str:
    return f"{what}: expected `{expected}`, got `{got}`"


def _names(expected: ExpectedNames, got: tuple[str, ...]) -> str:
    """Say which names are missing and which are not expected; or that only their order differs."""
    wanted = (*(expected.exactly or ()), *expected.includes)
    unwanted = set(expected.excludes) | (set(got) - set(wanted) if expected.exactly is not None else set())
    missing = [f"`{name}` is missing" for name in wanted if name not in got]
    surplus = [f"`{name}` is not expected" for name in got if name in unwanted]
    return ", ".join((*missing, *surplus)) or f"expected in this order: {', '.join(wanted)}"

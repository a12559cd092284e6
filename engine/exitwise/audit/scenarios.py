"""Scenarios compared with conclusions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exitwise.model.conclusion import Conclusions
    from exitwise.model.scenario import ExpectedNames, Scenario

VALUE_FIELDS: Final = ("recommendation", "readiness")
LIST_FIELDS: Final = ("steps", "warnings", "findings", "urgent")


def failures(scenario: Scenario, conclusions: Conclusions) -> Iterator[str]:
    """Yield each expectation of a scenario that is not met, with the actual conclusion."""
    if scenario.refused is not None or conclusions.refused:
        if scenario.refused not in conclusions.refused:
            yield mismatch("refused", scenario.refused, ", ".join(conclusions.refused))
        return
    for field in VALUE_FIELDS:
        expected, actual = getattr(scenario, field), getattr(conclusions, field)
        if expected is not None and expected != actual:
            yield mismatch(field, expected, actual)
    for field in LIST_FIELDS:
        expected, actual = getattr(scenario, field), getattr(conclusions, field)
        if expected is not None and not expected.accepts(actual, ordered=field == "steps"):
            yield f"{field}: {difference(expected, actual)}"


def mismatch(field: str, expected: str | None, actual: str | None) -> str:
    """Return the message on a value that differs."""
    wanted, got = (f"`{value}`" if value else "none" for value in (expected, actual))
    return f"{field}: expected {wanted}, got {got}"


def difference(expected: ExpectedNames, actual: tuple[str, ...]) -> str:
    """Return the missing and the unexpected names, or the expected order if only that differs."""
    wanted = (*(expected.exactly or ()), *expected.includes)
    unwanted = set(expected.excludes) | (set(actual) - set(wanted) if expected.exactly is not None else set())
    missing = [f"`{name}` is missing" for name in wanted if name not in actual]
    unexpected = [f"`{name}` is not expected" for name in actual if name in unwanted]
    return ", ".join((*missing, *unexpected)) or f"expected in this order: {', '.join(wanted)}"

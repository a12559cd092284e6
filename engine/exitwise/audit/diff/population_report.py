"""The comparison of two packs on a population, as text and as JSON data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from exitwise.audit.diff.advice_change import ABSENT, ASPECTS
from exitwise.audit.wording import describe_refusals, quantity, share
from exitwise.present.printable import one_line
from exitwise.present.table import table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from exitwise.audit.population.comparison import (
        AdviceChange,
        Example,
        Occurrences,
        PopulationComparison,
        Refusal,
    )
    from exitwise.present.page import Page

HEADS: Final = ("Records", "First record")
SAME: Final = "Same advice for every record that both packs advise on."
CHANGED: Final = {
    "recommendation": "Different recommendation",
    "readiness": "Different readiness",
    "plan": "Different plan",
    "warnings": "Different warnings",
}


def as_dict(comparison: PopulationComparison) -> dict[str, Any]:
    """Return the counts as plain data; unlike numbers of profiles they fit into a JSON number."""
    return {
        "files": list(comparison.files),
        "records": comparison.read,
        "compared": comparison.compared,
        "same": comparison.compared - comparison.differing,
        "differing": comparison.differing,
        **{aspect: comparison.by_aspect[aspect] for aspect in ASPECTS},
        "changes": [
            change._asdict() | _occurrences(occurrences, comparison.compared)
            for change, occurrences in _changes(comparison)
        ],
        "refused_by_one": [
            refusal._asdict() | _occurrences(occurrences, comparison.read)
            for refusal, occurrences in _refusals(comparison)
        ],
        "rejected": {
            "all": comparison.rejected.total(),
            "by_cause": dict(sorted(comparison.rejected.items())),
        },
    }


def _occurrences(occurrences: Occurrences, of: int) -> dict[str, Any]:
    return {
        "records": occurrences.records,
        "share": occurrences.records / of,
        "example": occurrences.example._asdict(),
    }


def _changes(comparison: PopulationComparison) -> list[tuple[AdviceChange, Occurrences]]:
    """Return the changes of the advice by aspect, the most frequent first."""
    return sorted(
        comparison.changes.items(),
        key=lambda item: (ASPECTS.index(item[0].aspect), -item[1].records, item[0]),
    )


def _refusals(comparison: PopulationComparison) -> list[tuple[Refusal, Occurrences]]:
    return sorted(
        comparison.refused.items(), key=lambda item: (item[0].by != "old", -item[1].records, item[0])
    )


def write(page: Page, comparison: PopulationComparison) -> None:
    """Write a table for each aspect, the records that only one pack refuses, and the totals."""
    _title(page, f"On the records of {', '.join(comparison.files)}")
    for aspect in ASPECTS:
        rows = [
            (_label(change), *_cells(occurrences, comparison.compared))
            for change, occurrences in _changes(comparison)
            if change.aspect == aspect
        ]
        _table(page, CHANGED[aspect], rows)
    rows = [
        (f"by {refusal.by.upper()}: {refusal.cause}", *_cells(occurrences, comparison.read))
        for refusal, occurrences in _refusals(comparison)
    ]
    _table(page, "Refused by one pack only", rows)
    page.line()
    for line in _totals(comparison):
        page.paragraph("", line)
    if comparison.compared:
        differ = comparison.differing
        records, part = quantity(differ, "record", "records"), share(differ, comparison.compared)
        summary = f"Different advice for {records} ({part})."
        page.paragraph("", summary if differ else SAME, "bold red" if differ else "bold green")
    for aspect in ASPECTS:
        if comparison.by_aspect[aspect]:
            page.paragraph("  - ", f"{CHANGED[aspect].lower()}: {comparison.by_aspect[aspect]:,}")


def _title(page: Page, words: str) -> None:
    page.line()
    page.paragraph("", one_line(words), "bold")


def _table(page: Page, title: str, rows: Iterable[tuple[str, ...]]) -> None:
    lines = list(rows)
    if lines:
        page.line()
        table(page, (title, *HEADS), lines)


def _label(change: AdviceChange) -> str:
    if change.what == change.aspect:
        return f"{change.before} -> {change.after}"
    if ABSENT in (change.before, change.after):
        return f"{change.what}: {'gained' if change.before == ABSENT else 'lost'}"
    return change.what


def _cells(occurrences: Occurrences, of: int) -> tuple[str, str]:
    return f"{occurrences.records:,} ({share(occurrences.records, of)})", _example(occurrences.example)


def _example(example: Example) -> str:
    name = "" if example.id is None else f", id {example.id}"
    return one_line(f"{example.file}, line {example.line}{name}")


def _totals(comparison: PopulationComparison) -> Iterator[str]:
    alone = sum(occurrences.records for occurrences in comparison.refused.values())
    yield f"{quantity(comparison.read, 'record', 'records')}: {comparison.compared:,} compared."
    if alone:
        yield f"Refused by one pack only: {alone:,} ({share(alone, comparison.read)})."
    if comparison.rejected:
        yield f"By both: {describe_refusals(comparison.rejected, comparison.read)}."

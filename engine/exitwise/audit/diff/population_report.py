"""What a change does to a population, as data and as text."""

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

HEADS: Final = ("Records", "First of them")
SAME: Final = "Same advice for every record that both packs advise on."
OTHER: Final = {
    "recommendation": "Another recommendation",
    "readiness": "Another readiness",
    "plan": "Another plan",
    "warnings": "Other warnings",
}


def as_dict(found: PopulationComparison) -> dict[str, Any]:
    """Return the counts as plain data; unlike numbers of profiles these are small."""
    return {
        "files": list(found.files),
        "records": found.read,
        "compared": found.compared,
        "same": found.compared - found.differing,
        "differing": found.differing,
        **{aspect: found.by_aspect[aspect] for aspect in ASPECTS},
        "changes": [
            move._asdict() | _occurrences(happening, found.compared) for move, happening in _changes(found)
        ],
        "refused_by_one": [
            refusal._asdict() | _occurrences(happening, found.read) for refusal, happening in _refusals(found)
        ],
        "rejected": {"all": found.rejected.total(), "by_cause": dict(sorted(found.rejected.items()))},
    }


def _occurrences(happening: Occurrences, of: int) -> dict[str, Any]:
    return {
        "records": happening.records,
        "share": happening.records / of,
        "example": happening.example._asdict(),
    }


def _changes(found: PopulationComparison) -> list[tuple[AdviceChange, Occurrences]]:
    """Return the moves by aspect, what happens most often first."""
    return sorted(
        found.changes.items(), key=lambda each: (ASPECTS.index(each[0].aspect), -each[1].records, each[0])
    )


def _refusals(found: PopulationComparison) -> list[tuple[Refusal, Occurrences]]:
    return sorted(found.refused.items(), key=lambda each: (each[0].by != "old", -each[1].records, each[0]))


def write(page: Page, found: PopulationComparison) -> None:
    """Write the counts: a table for each aspect, what only one of the packs refuses, and the sums."""
    _title(page, f"On the records of {', '.join(found.files)}")
    for aspect in ASPECTS:
        rows = [
            (_label(move), *_cells(happening, found.compared))
            for move, happening in _changes(found)
            if move.aspect == aspect
        ]
        _table(page, OTHER[aspect], rows)
    rows = [
        (f"by {refusal.by.upper()}: {refusal.cause}", *_cells(happening, found.read))
        for refusal, happening in _refusals(found)
    ]
    _table(page, "Refused by one of the packs alone", rows)
    page.line()
    for line in _sums(found):
        page.paragraph("", line)
    if found.compared:
        differ = found.differing
        words = f"Other advice for {quantity(differ, 'record', 'records')} ({share(differ, found.compared)})."
        page.paragraph("", words if differ else SAME, "bold red" if differ else "bold green")
    for aspect in ASPECTS:
        if found.by_aspect[aspect]:
            page.paragraph("  - ", f"{OTHER[aspect].lower()}: {found.by_aspect[aspect]:,}")


def _title(page: Page, words: str) -> None:
    page.line()
    page.paragraph("", one_line(words), "bold")


def _table(page: Page, title: str, rows: Iterable[tuple[str, ...]]) -> None:
    found = list(rows)
    if found:
        page.line()
        table(page, (title, *HEADS), found)


def _label(move: AdviceChange) -> str:
    if move.what == move.aspect:
        return f"{move.before} -> {move.after}"
    if ABSENT in (move.before, move.after):
        return f"{move.what}: {'gained' if move.before == ABSENT else 'lost'}"
    return move.what


def _cells(happening: Occurrences, of: int) -> tuple[str, str]:
    return f"{happening.records:,} ({share(happening.records, of)})", _example(happening.example)


def _example(example: Example) -> str:
    known = "" if example.id is None else f", id {example.id}"
    return one_line(f"{example.file}, line {example.line}{known}")


def _sums(found: PopulationComparison) -> Iterator[str]:
    alone = sum(happening.records for happening in found.refused.values())
    yield f"{quantity(found.read, 'record', 'records')}: {found.compared:,} compared."
    if alone:
        yield f"Refused by one of the packs alone: {alone:,} ({share(alone, found.read)})."
    if found.rejected:
        yield f"By both: {describe_refusals(found.rejected, found.read)}."

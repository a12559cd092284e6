"""The difference between two packs, its edits and changes of the advice, as text and as JSON data."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final

from exitwise.audit import wording
from exitwise.audit.diff import population_report
from exitwise.audit.diff.advice_change import ASPECTS
from exitwise.audit.diff.comparison import Comparison, compare
from exitwise.audit.diff.matching import match_packs
from exitwise.audit.diff.structure import Edit, edits
from exitwise.diagram.manager import within_limits
from exitwise.present.page import Page
from exitwise.present.printable import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from exitwise.audit.diff.advice_change import Aspect
    from exitwise.audit.diff.comparison import Row
    from exitwise.audit.population.comparison import PopulationComparison
    from exitwise.model.knowledge import Knowledge

SCHEMA: Final = "exitwise.diff/1"
INDENT: Final = "  "
SAME: Final = "Same advice for every profile: proved."
SAME_BUT_FOR_NEW: Final = "Same advice for every profile that OLD admits: proved."
LOST: Final = "Admitted by OLD, with answers that NEW does not know"
GAINED: Final = "Admitted by NEW, with answers that OLD does not know"
FILE_ORDER: Final = "the order of the steps in the file"
"""The cause of a changed order of two steps that no rule puts in order."""
CHANGED: Final[dict[Aspect, str]] = {
    "recommendation": "different recommendation",
    "readiness": "different readiness",
    "plan": "different plan",
    "warnings": "different warnings",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """The difference between two packs; `notes` list the facts and values without a counterpart.

    `population` is the comparison on a set of records, if any were given.
    """

    old: Knowledge
    new: Knowledge
    edits: tuple[Edit, ...]
    notes: tuple[str, ...]
    comparison: Comparison
    population: PopulationComparison | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return the difference as plain data, ready for JSON; numbers of profiles are decimal strings."""
        comparison = self.comparison
        return {
            "schema": SCHEMA,
            "old": _head(self.old),
            "new": _head(self.new),
            "same": comparison.same,
            "profiles": {
                "compared": str(comparison.compared),
                "differing": str(comparison.differing),
                **{aspect: str(count) for aspect, count in comparison.by_aspect.items()},
                "only_old": str(comparison.lost),
                "only_new": str(comparison.gained),
            },
            "matching": list(self.notes),
            "changes": [
                asdict(row) | {"profiles": str(row.profiles), "share": row.profiles / comparison.compared}
                for row in comparison.rows
            ],
            "edits": [asdict(edit) for edit in self.edits],
            **({} if self.population is None else {"population": population_report.as_dict(self.population)}),
        }


def difference(old: Knowledge, new: Knowledge) -> Difference:
    """Compare two packs.

    Raises:
        LimitError: the two packs together exceed the limit of diagram nodes.
    """
    with within_limits():
        matched = match_packs(old, new)
        comparison = compare(matched)
        return Difference(old=old, new=new, edits=edits(old, new), notes=matched.notes, comparison=comparison)


def _head(knowledge: Knowledge) -> dict[str, str]:
    return {"name": knowledge.name, "version": knowledge.version, "digest": knowledge.digest}


def render(result: Difference, *, width: int, colour: bool) -> str:
    """Render the edits, the changes of the advice and a summary, then the comparison on a population."""
    page = Page(width, colour=colour)
    page.paragraph("", f"OLD {result.old.name} {result.old.version}", "bold")
    page.paragraph("", f"NEW {result.new.name} {result.new.version}", "bold")
    _section(page, "Changes in the pack", result.edits)
    for edit in result.edits:
        _edit(page, edit)
    _section(page, "Facts and values without a counterpart", result.notes)
    for note in result.notes:
        page.paragraph(f"{INDENT}- ", note)
    for aspect in ASPECTS:
        rows = [row for row in result.comparison.rows if row.aspect == aspect]
        _section(page, CHANGED[aspect].capitalize(), rows)
        for row in rows:
            _row(page, row, result.comparison.compared)
    _summary(page, result.comparison)
    if result.population is not None:
        population_report.write(page, result.population)
    return page.text()


def _section(page: Page, title: str, content: Sequence[object]) -> None:
    """Begin a section, unless it is empty."""
    if content:
        page.line()
        page.paragraph("", title, "bold")


def _edit(page: Page, edit: Edit) -> None:
    page.paragraph(f"{INDENT}- ", one_line(f"{edit.change}: {edit.kind} {edit.id}"))
    for field in edit.fields:
        page.paragraph(2 * INDENT, one_line(field.name))
        page.paragraph(3 * INDENT, one_line(f"old: {field.before}"), "dim")
        page.paragraph(3 * INDENT, one_line(f"new: {field.after}"))


def _row(page: Page, row: Row, compared: int) -> None:
    label = "" if row.what == row.aspect else f"{row.what}: "
    count = f"{wording.profile_count(row.profiles)} ({wording.share(row.profiles, compared)})"
    page.paragraph(f"{INDENT}- ", f"{label}{row.before} -> {row.after}: {count}")
    smallest = ", ".join(f"{fact}={wording.typed(value)}" for fact, value in row.witness.items())
    page.paragraph(2 * INDENT, f"for instance: {smallest or 'the empty profile'}", "dim")
    page.paragraph(2 * INDENT, f"because of: {', '.join(row.rules) or FILE_ORDER}", "dim")


def _summary(page: Page, comparison: Comparison) -> None:
    page.line()
    page.paragraph("", f"{wording.profile_count(comparison.compared)} compared.")
    if comparison.differing:
        profiles = wording.profile_count(comparison.differing)
        share = wording.share(comparison.differing, comparison.compared)
        page.paragraph("", f"Different advice for {profiles} ({share}).", "bold red")
    for aspect, count in comparison.by_aspect.items():
        if count:
            page.paragraph(f"{INDENT}- ", f"{CHANGED[aspect]}: {count:,}")
    if comparison.lost:
        page.paragraph("", f"{LOST}: {wording.profile_count(comparison.lost)}.", "bold red")
    if comparison.gained:
        page.paragraph("", f"{GAINED}: {wording.profile_count(comparison.gained)}.")
    if comparison.same:
        page.paragraph("", SAME_BUT_FOR_NEW if comparison.gained else SAME, "bold green")

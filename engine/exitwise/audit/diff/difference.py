"""Two packs side by side: what is said otherwise, what is advised otherwise, and how both are told."""

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
PLACES: Final = "the places of the steps in the file"
"""What turns two steps round that no rule puts in order."""
OTHER: Final[dict[Aspect, str]] = {
    "recommendation": "another recommendation",
    "readiness": "another readiness",
    "plan": "another plan",
    "warnings": "other warnings",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Two packs side by side; `old` and `new` say which, and `notes` what has no counterpart.

    `population` is what the change does to somebody's records, where that was asked for.
    """

    old: Knowledge
    new: Knowledge
    edits: tuple[Edit, ...]
    notes: tuple[str, ...]
    comparison: Comparison
    population: PopulationComparison | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return the difference as plain data, ready for JSON; numbers of profiles are decimal strings."""
        found = self.comparison
        return {
            "schema": SCHEMA,
            "old": _head(self.old),
            "new": _head(self.new),
            "same": found.same,
            "profiles": {
                "compared": str(found.compared),
                "differing": str(found.differing),
                **{aspect: str(count) for aspect, count in found.by_aspect.items()},
                "only_old": str(found.lost),
                "only_new": str(found.gained),
            },
            "matching": list(self.notes),
            "changes": [
                asdict(row) | {"profiles": str(row.profiles), "share": row.profiles / found.compared}
                for row in found.rows
            ],
            "edits": [asdict(edit) for edit in self.edits],
            **({} if self.population is None else {"population": population_report.as_dict(self.population)}),
        }


def difference(old: Knowledge, new: Knowledge) -> Difference:
    """Return what a change of the knowledge does.

    Raises:
        LimitError: the two together need more diagram nodes than there may be.
    """
    with within_limits():
        both = match_packs(old, new)
        return Difference(old=old, new=new, edits=edits(old, new), notes=both.notes, comparison=compare(both))


def _head(knowledge: Knowledge) -> dict[str, str]:
    return {"name": knowledge.name, "version": knowledge.version, "digest": knowledge.digest}


def text(found: Difference, *, width: int, colour: bool) -> str:
    """Return the difference wrapped to a width: the words, the advice, the verdict; a population last."""
    page = Page(width, colour=colour)
    page.paragraph("", f"OLD {found.old.name} {found.old.version}", "bold")
    page.paragraph("", f"NEW {found.new.name} {found.new.version}", "bold")
    _section(page, "What is written otherwise", found.edits)
    for edit in found.edits:
        _edit(page, edit)
    _section(page, "What has no counterpart", found.notes)
    for note in found.notes:
        page.paragraph(f"{INDENT}- ", note)
    for aspect in ASPECTS:
        rows = [row for row in found.comparison.rows if row.aspect == aspect]
        _section(page, OTHER[aspect].capitalize(), rows)
        for row in rows:
            _row(page, row, found.comparison.compared)
    _verdict(page, found.comparison)
    if found.population is not None:
        population_report.write(page, found.population)
    return page.text()


def _section(page: Page, title: str, content: Sequence[object]) -> None:
    """Begin a section, unless there is nothing in it."""
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
    what = "" if row.what == row.aspect else f"{row.what}: "
    count = f"{wording.profile_count(row.profiles)} ({wording.share(row.profiles, compared)})"
    page.paragraph(f"{INDENT}- ", f"{what}{row.before} -> {row.after}: {count}")
    smallest = ", ".join(f"{fact}={value}" for fact, value in row.witness.items())
    page.paragraph(2 * INDENT, f"for instance: {smallest or 'the empty profile'}", "dim")
    page.paragraph(2 * INDENT, f"because of: {', '.join(row.rules) or PLACES}", "dim")


def _verdict(page: Page, found: Comparison) -> None:
    page.line()
    page.paragraph("", f"{wording.profile_count(found.compared)} compared.")
    if found.differing:
        shared = wording.share(found.differing, found.compared)
        page.paragraph(
            "", f"Other advice for {wording.profile_count(found.differing)} ({shared}).", "bold red"
        )
    for aspect, count in found.by_aspect.items():
        if count:
            page.paragraph(f"{INDENT}- ", f"{OTHER[aspect]}: {count:,}")
    if found.lost:
        page.paragraph("", f"{LOST}: {wording.profile_count(found.lost)}.", "bold red")
    if found.gained:
        page.paragraph("", f"{GAINED}: {wording.profile_count(found.gained)}.")
    if found.same:
        page.paragraph("", SAME_BUT_FOR_NEW if found.gained else SAME, "bold green")

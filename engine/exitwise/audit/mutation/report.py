"""The report of a mutation analysis, as text and as JSON data."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from exitwise.audit import wording
from exitwise.audit.mutation.mutants import GROUPS
from exitwise.audit.mutation.run import OUTCOMES
from exitwise.present.page import Page
from exitwise.present.printable import escaped_line, one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from exitwise.audit.mutation.run import MutantResult, Outcome
    from exitwise.model.knowledge import Knowledge

SCHEMA: Final = "exitwise.mutation/1"
INDENT: Final = "  "
TITLES: Final = {
    "arguments": "arguments",
    "overrides": "overrides",
    "holds": "holds",
    "before": "steps that prepare",
    "constraints": "constraints",
    "findings": "findings",
    "later": "other steps",
    "warnings": "other warnings",
    "deeds": "deeds of steps",
    "ends": "ends of holds",
    "urgency": "urgency of steps",
}
CLEAN: Final = "No mutant survives: each change of advice fails a worked case or a property."
SURVIVORS: Final = (
    "No worked case or property kills these mutants. "
    "Each is shown with a smallest profile whose advice it changes."
)
NO_MUTANTS: Final = "There is nothing to mutate."
REASONS: Final[dict[Outcome, str]] = {"equivalent": "Proved equivalent", "invalid": "Invalid"}


@dataclass(frozen=True, slots=True, kw_only=True)
class MutationReport:
    """The results of the mutants of one pack."""

    knowledge: Knowledge
    results: tuple[MutantResult, ...]

    @property
    def survivors(self) -> tuple[MutantResult, ...]:
        """The results of the mutants that change advice and are not killed."""
        return self.with_outcome("survived")

    def with_outcome(self, outcome: Outcome) -> tuple[MutantResult, ...]:
        """Return the results with an outcome."""
        return tuple(result for result in self.results if result.outcome == outcome)

    def counts(self, group: str | None = None) -> dict[Outcome, int]:
        """Return the number of mutants by outcome, in one group or in all."""
        counts = Counter(result.outcome for result in self.results if group in (None, result.mutant.group))
        return {outcome: counts[outcome] for outcome in OUTCOMES}

    @property
    def groups(self) -> tuple[str, ...]:
        """The groups with at least one mutant."""
        present = {result.mutant.group for result in self.results}
        return tuple(group for group in GROUPS if group in present)

    def as_dict(self) -> dict[str, Any]:
        """Return the results as plain data, ready for JSON."""
        knowledge = self.knowledge
        return {
            "schema": SCHEMA,
            "pack": {"name": knowledge.name, "version": knowledge.version, "digest": knowledge.digest},
            "counts": self.counts(),
            "mutants": [_as_dict(result) for result in self.results],
        }


def _as_dict(result: MutantResult) -> dict[str, Any]:
    mutant, place = result.mutant, result.mutant.rule.place
    return {
        "rule": mutant.rule.id,
        "place": {"file": place.file, "line": place.line, "column": place.column},
        "group": mutant.group,
        "operator": mutant.operator,
        "change": mutant.change,
        "fate": result.outcome,
        "because": result.reason,
        "witness": None if result.witness is None else dict(result.witness),
    }


def render(report: MutationReport, *, pack: str | None, width: int, colour: bool) -> str:
    """Render the survivors by rule, the reasons for other outcomes, the counts and a summary line."""
    page = Page(width, colour=colour)
    head = f"{report.knowledge.name} {report.knowledge.version}"
    page.paragraph("", escaped_line(head), "bold")
    if report.survivors:
        page.line()
        page.paragraph("", SURVIVORS)
    for rule, results in groupby(report.survivors, key=lambda result: result.mutant.rule):
        page.line()
        page.paragraph("", escaped_line(f"{rule.place}: {rule.id}"), "bold")
        for result in results:
            _survivor(page, result, pack)
    for outcome, title in REASONS.items():
        _reasons(page, title, report.with_outcome(outcome))
    _counts(page, report)
    page.line()
    style = "bold red" if report.survivors else "bold green"
    page.paragraph("", _summary(len(report.survivors), len(report.results)), style)
    return page.text()


def _survivor(page: Page, result: MutantResult, pack: str | None) -> None:
    mutant = result.mutant
    page.paragraph(f"{INDENT}- ", one_line(f"{mutant.operator}: {mutant.change}"))
    call = wording.replay_command(result.witness or {}, pack)
    for line in wording.wrap_command(call, page.width - 2 * len(INDENT)):
        page.line(f"{2 * INDENT}{escaped_line(line)}", "dim")


def _reasons(page: Page, title: str, results: Sequence[MutantResult]) -> None:
    if results:
        page.line()
        page.paragraph("", title, "bold")
    for reason, count in Counter(result.reason for result in results).most_common():
        page.paragraph(f"{INDENT}- ", f"{count:,}: {reason}")


def _counts(page: Page, report: MutationReport) -> None:
    if report.groups:
        page.line()
        page.paragraph("", "Mutants", "bold")
    for group in report.groups:
        counts = ", ".join(f"{count:,} {outcome}" for outcome, count in report.counts(group).items() if count)
        page.paragraph(f"{INDENT}- ", f"{TITLES[group]}: {counts}")


def _summary(survivors: int, mutants: int) -> str:
    if not mutants:
        return NO_MUTANTS
    if not survivors:
        return CLEAN
    return f"Survivors: {survivors:,} of {wording.quantity(mutants, 'mutant', 'mutants')}."

"""What a mutation analysis has found, as text and as data."""

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
}
CLEAN: Final = "No mutant survives: a worked case or a property notices each change of advice."
SURVIVORS: Final = "Nothing notices these mutants. Each is shown with the smallest profile that it changes."
NOTHING: Final = "There is nothing to mutate."
SET_ASIDE: Final[dict[Outcome, str]] = {"equivalent": "Proved equivalent", "invalid": "No pack at all"}


@dataclass(frozen=True, slots=True, kw_only=True)
class MutationReport:
    """The verdicts on the mutants of one pack."""

    knowledge: Knowledge
    results: tuple[MutantResult, ...]

    @property
    def survivors(self) -> tuple[MutantResult, ...]:
        """The mutants that nothing notices, although they change advice."""
        return tuple(verdict for verdict in self.results if verdict.outcome == "survived")

    def counts(self, group: str | None = None) -> dict[Outcome, int]:
        """Return how many mutants, of one group or of all, have met each fate."""
        found = Counter(verdict.outcome for verdict in self.results if group in (None, verdict.mutant.group))
        return {fate: found[fate] for fate in OUTCOMES}

    @property
    def groups(self) -> tuple[str, ...]:
        """The groups that there are mutants of."""
        found = {verdict.mutant.group for verdict in self.results}
        return tuple(group for group in GROUPS if group in found)

    def as_dict(self) -> dict[str, Any]:
        """Return the verdicts as plain data, ready for JSON."""
        knowledge = self.knowledge
        return {
            "schema": SCHEMA,
            "pack": {"name": knowledge.name, "version": knowledge.version, "digest": knowledge.digest},
            "counts": self.counts(),
            "mutants": [_plain(verdict) for verdict in self.results],
        }


def _plain(verdict: MutantResult) -> dict[str, Any]:
    mutant, place = verdict.mutant, verdict.mutant.rule.place
    return {
        "rule": mutant.rule.id,
        "place": {"file": place.file, "line": place.line, "column": place.column},
        "group": mutant.group,
        "operator": mutant.operator,
        "change": mutant.change,
        "fate": verdict.outcome,
        "because": verdict.reason,
        "witness": None if verdict.witness is None else dict(verdict.witness),
    }


def text(mutation: MutationReport, *, pack: str | None, width: int, colour: bool) -> str:
    """Return the survivors rule by rule, then why others are set aside, then the counts and the verdict."""
    page = Page(width, colour=colour)
    head = f"{mutation.knowledge.name} {mutation.knowledge.version}"
    page.paragraph("", escaped_line(head), "bold")
    if mutation.survivors:
        page.line()
        page.paragraph("", SURVIVORS)
    for rule, verdicts in groupby(mutation.survivors, key=lambda verdict: verdict.mutant.rule):
        page.line()
        page.paragraph("", escaped_line(f"{rule.place}: {rule.id}"), "bold")
        for verdict in verdicts:
            _survivor(page, verdict, pack)
    for fate, title in SET_ASIDE.items():
        _set_aside(page, title, [verdict for verdict in mutation.results if verdict.outcome == fate])
    _counts(page, mutation)
    page.line()
    left = len(mutation.survivors)
    page.paragraph("", _words(left, len(mutation.results)), "bold red" if left else "bold green")
    return page.text()


def _survivor(page: Page, verdict: MutantResult, pack: str | None) -> None:
    mutant = verdict.mutant
    page.paragraph(f"{INDENT}- ", one_line(f"{mutant.operator}: {mutant.change}"))
    call = wording.replay_command(verdict.witness or {}, pack)
    for line in wording.wrap_command(call, page.width - 2 * len(INDENT)):
        page.line(f"{2 * INDENT}{escaped_line(line)}", "dim")


def _set_aside(page: Page, title: str, verdicts: Sequence[MutantResult]) -> None:
    if verdicts:
        page.line()
        page.paragraph("", title, "bold")
    for reason, count in Counter(verdict.reason for verdict in verdicts).most_common():
        page.paragraph(f"{INDENT}- ", f"{count:,}: {reason}")


def _counts(page: Page, mutation: MutationReport) -> None:
    if mutation.groups:
        page.line()
        page.paragraph("", "Mutants", "bold")
    for group in mutation.groups:
        told = ", ".join(f"{count:,} {fate}" for fate, count in mutation.counts(group).items() if count)
        page.paragraph(f"{INDENT}- ", f"{TITLES[group]}: {told}")


def _words(left: int, tried: int) -> str:
    if not tried:
        return NOTHING
    return f"Survivors: {left:,} of {wording.quantity(tried, 'mutant', 'mutants')}." if left else CLEAN

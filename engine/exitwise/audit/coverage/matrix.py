"""The traceability matrix: from every statement of the sources to the rules that cite it, and back."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal, get_args

from exitwise.audit.checks import rule_without_source, statement_without_rule
from exitwise.audit.graph.relations import entity_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from exitwise.audit.population.rule_counts import FiringCount, RuleCounts
    from exitwise.audit.subject import Subject
    from exitwise.diagnostic import Place
    from exitwise.model.rule import Rule
    from exitwise.model.source import Source, Statement

FURTHER: Final = {"argument": "undefeated", "finding-rule": "among_reasons"}
"""What a rule of a kind may be or not be where it fires; of other rules nothing more is asked."""
State = Literal["covered", "excused", "gap", "optional"]
"""Cited or citing; not, for a recorded reason; not, and should be; not, and need not be."""
STATES: Final[tuple[State, ...]] = get_args(State)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One statement with the rules that cite it, or one rule with the statements that it cites."""

    id: str
    kind: str
    says: str
    citations: tuple[str, ...]
    state: State
    unused: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceCoverage:
    """One source with its statements."""

    source: Source
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """The matrix in both directions: every statement stands in it once, and so does every rule.

    `population` says on which records the rules fire, where that was asked for.
    """

    pack: str
    version: str
    sources: tuple[SourceCoverage, ...]
    rules: tuple[Row, ...]
    population: RuleCounts | None = None

    @property
    def statements(self) -> tuple[Row, ...]:
        """The statements of all sources."""
        return tuple(row for part in self.sources for row in part.rows)

    def rules_by_kind(self) -> dict[str, tuple[Row, ...]]:
        """Return the rules of each kind, in the order in which the pack has them."""
        kinds = dict.fromkeys(row.kind for row in self.rules)
        return {kind: tuple(row for row in self.rules if row.kind == kind) for kind in kinds}

    def as_dict(self) -> dict[str, Any]:
        """Return the matrix as plain data."""
        return {
            "pack": {"name": self.pack, "version": self.version},
            "sources": [
                {
                    "id": part.source.id,
                    "title": part.source.title,
                    "reliability": part.source.reliability,
                    "statements": [_statement(row) for row in part.rows],
                }
                for part in self.sources
            ],
            "rules": [
                {"id": row.id, "kind": row.kind, "state": row.state, "cites": list(row.citations)}
                for row in self.rules
            ],
            "summary": {"statements": count_states(self.statements), "rules": count_states(self.rules)},
            **({} if self.population is None else {"population": _population(self.rules, self.population)}),
        }


def count_states(rows: Iterable[Row]) -> dict[State, int]:
    """Return how many rows are in each state."""
    found = Counter(row.state for row in rows)
    return {state: found[state] for state in STATES}


def coverage(subject: Subject, population: RuleCounts | None = None) -> Coverage:
    """Return the matrix of a pack; what is a gap, the checks of the audit say."""
    knowledge = subject.knowledge
    gaps = _gaps(subject)
    citing: dict[str, list[str]] = {}
    for rule in knowledge.all_rules:
        for name in rule.cites:
            citing.setdefault(name, []).append(rule.id)
    parts = (
        SourceCoverage(
            source=source,
            rows=tuple(_said(each, citing.get(each.id, ()), gaps) for each in source.statements),
        )
        for source in knowledge.sources
    )
    return Coverage(
        pack=knowledge.name,
        version=knowledge.version,
        sources=tuple(parts),
        rules=tuple(_ruled(rule, gaps) for rule in knowledge.all_rules),
        population=population,
    )


def _gaps(subject: Subject) -> frozenset[Place]:
    """Return where the checks miss a citation; a reason that is out of date is none of these."""
    flaws = (*statement_without_rule.find(subject), *rule_without_source.find(subject))
    return frozenset(flaw.place for flaw in flaws)


def _said(statement: Statement, citing: Iterable[str], gaps: frozenset[Place]) -> Row:
    rules = tuple(citing)
    return Row(
        id=statement.id,
        kind=statement.kind,
        says=statement.says,
        citations=rules,
        state=_state(rules, statement.unused, missed=statement.place in gaps),
        unused=statement.unused,
    )


def _ruled(rule: Rule, gaps: frozenset[Place]) -> Row:
    return Row(
        id=rule.id,
        kind=entity_of(rule).kind,
        says=rule.because,
        citations=rule.cites,
        state=_state(rule.cites, "", missed=rule.place in gaps),
    )


def _state(cited: tuple[str, ...], unused: str, *, missed: bool) -> State:
    if cited:
        return "covered"
    if unused:
        return "excused"
    return "gap" if missed else "optional"


def _statement(row: Row) -> dict[str, Any]:
    return {
        "id": row.id,
        "says": row.says,
        "kind": row.kind,
        "state": row.state,
        "cited_by": list(row.citations),
        "unused": row.unused,
    }


def _population(rules: Iterable[Row], found: RuleCounts) -> dict[str, Any]:
    return {
        "files": list(found.files),
        "records": found.read,
        "advised": found.advised,
        "rejected": {"all": found.rejected.total(), "by_cause": dict(sorted(found.rejected.items()))},
        "rules": [_fired(row, found.rules[row.id]) for row in rules],
        "never": list(found.never),
    }


def _fired(row: Row, count: FiringCount) -> dict[str, Any]:
    further = {} if count.effective is None else {FURTHER[row.kind]: count.effective}
    return {"id": row.id, "kind": row.kind, "fires": count.fires, **further}

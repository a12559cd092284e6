"""The traceability matrix: which rules cite each statement, and which statements each rule cites."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal, get_args

from exitwise.audit.graph.relations import entity_of
from exitwise.audit.predicates import rules_without_source, uncited_statements

if TYPE_CHECKING:
    from collections.abc import Iterable

    from exitwise.audit.population.rule_counts import FiringCount, RuleCounts
    from exitwise.audit.subject import Subject
    from exitwise.model.rule import Rule
    from exitwise.model.source import Source, Statement

SECOND_COUNT_KEYS: Final = {"argument": "undefeated", "finding-rule": "among_reasons"}
"""The JSON key of the second count of a rule, by kind; rules of other kinds have only one count."""
State = Literal["covered", "excused", "gap", "optional"]
"""With a citation; without one for a recorded reason; without a required one; without an optional one."""
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
    """One source with the rows of its statements."""

    source: Source
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """The matrix in both directions: one row for every statement, and one for every rule.

    `population` counts the records on which each rule fires, if a population was given.
    """

    pack: str
    version: str
    sources: tuple[SourceCoverage, ...]
    rules: tuple[Row, ...]
    population: RuleCounts | None = None

    @property
    def statements(self) -> tuple[Row, ...]:
        """The rows of all statements."""
        return tuple(row for part in self.sources for row in part.rows)

    def rules_by_kind(self) -> dict[str, tuple[Row, ...]]:
        """Return the rows of the rules by kind, in the order of the pack."""
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
                    "statements": [_statement_dict(row) for row in part.rows],
                }
                for part in self.sources
            ],
            "rules": [
                {"id": row.id, "kind": row.kind, "state": row.state, "cites": list(row.citations)}
                for row in self.rules
            ],
            "summary": {"statements": count_states(self.statements), "rules": count_states(self.rules)},
            **(
                {}
                if self.population is None
                else {"population": _population_dict(self.rules, self.population)}
            ),
        }


def count_states(rows: Iterable[Row]) -> dict[State, int]:
    """Return the number of rows in each state."""
    numbers = Counter(row.state for row in rows)
    return {state: numbers[state] for state in STATES}


def coverage(subject: Subject, population: RuleCounts | None = None) -> Coverage:
    """Return the matrix of a pack; its gaps are those that the checks of the audit report."""
    knowledge = subject.knowledge
    statements = frozenset(statement.id for statement in uncited_statements(knowledge))
    rules = frozenset(rule.id for rule in rules_without_source(knowledge))
    citing: dict[str, list[str]] = {}
    for rule in knowledge.all_rules:
        for name in rule.cites:
            citing.setdefault(name, []).append(rule.id)
    sources = (
        SourceCoverage(
            source=source,
            rows=tuple(
                _statement_row(statement, citing.get(statement.id, ()), statements)
                for statement in source.statements
            ),
        )
        for source in knowledge.sources
    )
    return Coverage(
        pack=knowledge.name,
        version=knowledge.version,
        sources=tuple(sources),
        rules=tuple(_rule_row(rule, rules) for rule in knowledge.all_rules),
        population=population,
    )


def _statement_row(statement: Statement, citing: Iterable[str], gaps: frozenset[str]) -> Row:
    rules = tuple(citing)
    return Row(
        id=statement.id,
        kind=statement.kind,
        says=statement.says,
        citations=rules,
        state=_state(rules, statement.unused, required=statement.id in gaps),
        unused=statement.unused,
    )


def _rule_row(rule: Rule, gaps: frozenset[str]) -> Row:
    return Row(
        id=rule.id,
        kind=entity_of(rule).kind,
        says=rule.because,
        citations=rule.cites,
        state=_state(rule.cites, "", required=rule.id in gaps),
    )


def _state(cited: tuple[str, ...], unused: str, *, required: bool) -> State:
    if cited:
        return "covered"
    if unused:
        return "excused"
    return "gap" if required else "optional"


def _statement_dict(row: Row) -> dict[str, Any]:
    return {
        "id": row.id,
        "says": row.says,
        "kind": row.kind,
        "state": row.state,
        "cited_by": list(row.citations),
        "unused": row.unused,
    }


def _population_dict(rules: Iterable[Row], population: RuleCounts) -> dict[str, Any]:
    return {
        "files": list(population.files),
        "records": population.read,
        "advised": population.advised,
        "rejected": {
            "all": population.rejected.total(),
            "by_cause": dict(sorted(population.rejected.items())),
        },
        "rules": [_fired_dict(row, population.rules[row.id]) for row in rules],
        "never": list(population.never),
    }


def _fired_dict(row: Row, count: FiringCount) -> dict[str, Any]:
    effective = {} if count.effective is None else {SECOND_COUNT_KEYS[row.kind]: count.effective}
    return {"id": row.id, "kind": row.kind, "fires": count.fires, **effective}

"""Count the records of a population on which each rule fires, and those on which it has an effect."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from exitwise.audit.population.advice_table import AdviceTable
from exitwise.audit.population.scratch import run_on_worker, scratch_database
from exitwise.audit.population.source import check_not_empty
from exitwise.batch.database import listed
from exitwise.model.rule import Argument, FindingRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exitwise.audit.population.source import Population
    from exitwise.batch.database import Database
    from exitwise.exchange.sql.names import Key
    from exitwise.model.knowledge import Knowledge
    from exitwise.model.rule import Rule

TABLE: Final = "advised"


@dataclass(frozen=True, slots=True)
class FiringCount:
    """The number of records on which a rule fires, and on which its firing is `effective`.

    An argument is effective if it is undefeated, a finding rule if it is among the reasons; for other rules
    `effective` is None. A constraint that fires refuses the record; all other rules are counted on the
    advised records.
    """

    fires: int
    effective: int | None = None


@dataclass(slots=True)
class RuleCounts:
    """The records read, those rejected by cause, and the counts by rule."""

    files: tuple[str, ...]
    read: int = 0
    rejected: Counter[str] = field(default_factory=Counter)
    rules: dict[str, FiringCount] = field(default_factory=dict)

    @property
    def advised(self) -> int:
        """The number of records that get advice."""
        return self.read - self.rejected.total()

    @property
    def never(self) -> tuple[str, ...]:
        """The rules that fire on no record."""
        return tuple(name for name, count in self.rules.items() if not count.fires)


def count_rules(knowledge: Knowledge, population: Population) -> RuleCounts:
    """Count the records of a population on which each rule fires.

    Raises:
        FileError: a file cannot be read.
        InputError: the content of a file does not match its name, or no record is a valid profile.
    """
    result = RuleCounts(population.files)
    sums: Counter[Key] = Counter()
    columns = {f"c{number}": key for number, key in enumerate(_keys(knowledge))}
    with scratch_database() as (database, folder):
        table = AdviceTable(knowledge, database, TABLE, population.today, columns)
        for records in population.records(database, knowledge.facts):
            rejections = table.fill(records, folder)
            result.read += len(records.lines)
            result.rejected.update(rejection.cause for rejection in rejections.values())
            sums.update(_sums(knowledge, database, columns))
    check_not_empty(result.read, result.rejected, result.files)
    result.rules = {rule.id: _count(rule, sums) for rule in knowledge.all_rules}
    return result


def _keys(knowledge: Knowledge) -> Iterator[Key]:
    for rule in knowledge.all_rules:
        yield "rule", rule.id
    yield from (("rests", rule.id) for rule in knowledge.findings)
    yield from (("stands", rule.id) for rule in knowledge.arguments)


def _count(rule: Rule, sums: Counter[Key]) -> FiringCount:
    match rule:
        case FindingRule():
            return FiringCount(sums["rule", rule.id], sums["rests", rule.id])
        case Argument():
            return FiringCount(sums["rule", rule.id], sums["stands", rule.id])
        case _:
            return FiringCount(sums["rule", rule.id])


def _sums(knowledge: Knowledge, database: Database, columns: dict[str, Key]) -> dict[Key, int]:
    """Return the number of rows on which each column is true; except for constraints, only advised rows."""
    refusing = {rule.id for rule in knowledge.constraints}
    sums = (
        f"count(*) FILTER ({column})" if rule in refusing else f"count(*) FILTER ({column} AND cause IS NULL)"
        for column, (_, rule) in columns.items()
    )
    statement = f"SELECT {listed(list(sums))} FROM {TABLE}"
    return dict(
        zip(columns.values(), run_on_worker(database, lambda: database.rows(statement))[0], strict=True)
    )

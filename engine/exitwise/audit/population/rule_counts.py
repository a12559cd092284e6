"""Count the records of a population on which each rule fires, and those on which it has an effect."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from exitwise.audit.population.pack_advice import PackAdviser
from exitwise.audit.population.source import check_not_empty
from exitwise.model.rule import Argument, FindingRule
from exitwise.planes import bits

if TYPE_CHECKING:
    from collections.abc import Mapping

    from exitwise.audit.population.source import Population
    from exitwise.model.knowledge import Knowledge
    from exitwise.model.rule import Rule
    from exitwise.planes.bits import Plane


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
    fires: Counter[str] = Counter()
    effective: Counter[str] = Counter()
    adviser = PackAdviser(knowledge, population.today)
    for records in population.records(knowledge.facts):
        advice = adviser.advise(records)
        result.read += len(records.lines)
        result.rejected.update(rejection.cause for rejection in advice.rejections.values())
        fires.update(_count(advice.planes.refused, advice.valid))
        fires.update(_count(advice.planes.fires, advice.advised))
        effective.update(_count(advice.planes.rules, advice.advised))
    check_not_empty(result.read, result.rejected, result.files)
    result.rules = {rule.id: _firing_count(rule, fires, effective) for rule in knowledge.all_rules}
    return result


def _count(planes: Mapping[str, Plane], within: Plane) -> dict[str, int]:
    return {name: bits.count(plane & within) for name, plane in planes.items()}


def _firing_count(rule: Rule, fires: Counter[str], effective: Counter[str]) -> FiringCount:
    has_effect = isinstance(rule, FindingRule | Argument)
    return FiringCount(fires[rule.id], effective[rule.id] if has_effect else None)

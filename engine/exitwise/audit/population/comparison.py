"""What a change of the rules does to a population: from what to what, for how many, and for whom first."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from exitwise.audit.population.advice_table import AdviceTable, read_id
from exitwise.audit.population.scratch import run_on_worker, scratch_database
from exitwise.audit.population.source import check_not_empty, vocabulary

if TYPE_CHECKING:
    from collections.abc import Mapping

    from exitwise.audit.population.advice_table import Id, Rejection
    from exitwise.audit.population.source import Population
    from exitwise.batch.database import Database
    from exitwise.batch.records import Records
    from exitwise.model.knowledge import Knowledge

Version = Literal["old", "new"]
OLD: Final = "taken_old"
NEW: Final = "taken_new"
ADVISED_BY_BOTH: Final = f"""
    CREATE OR REPLACE TEMP VIEW advised_by_both AS
    SELECT
      place, old.id,
      old.recommendation AS old_recommendation, new.recommendation AS new_recommendation,
      old.readiness AS old_readiness, new.readiness AS new_readiness,
      old.steps::VARCHAR[] AS old_steps, new.steps::VARCHAR[] AS new_steps,
      old.warnings::VARCHAR[] AS old_warnings, new.warnings::VARCHAR[] AS new_warnings
    FROM {OLD} AS old JOIN {NEW} AS new USING (place)
    WHERE old.cause IS NULL AND new.cause IS NULL
"""
"""The records that both packs advise on; a list without a member has no kind of its own."""
TOTALS: Final = """
    SELECT
      count(*),
      count(*) FILTER (recommendation), count(*) FILTER (readiness),
      count(*) FILTER (plan), count(*) FILTER (warnings),
      count(*) FILTER (recommendation OR readiness OR plan OR warnings)
    FROM (
      SELECT
        old_recommendation <> new_recommendation AS recommendation,
        old_readiness <> new_readiness AS readiness,
        old_steps <> new_steps AS plan,
        list_sort(old_warnings) <> list_sort(new_warnings) AS warnings
      FROM advised_by_both
    )
"""
"""How many there are, how many differ in each aspect, and how many in any; as in the proof, warnings have no
order of their own, and steps have."""


def _transitions(aspect: str) -> str:
    """Select the moves from one name to another."""
    return (
        f"SELECT '{aspect}', '{aspect}', old_{aspect}, new_{aspect}, place, id FROM advised_by_both "
        f"WHERE old_{aspect} <> new_{aspect}"
    )


def _differences(aspect: str, what: str, own: str, other: str) -> str:
    """Select what is in the list of one pack, and not in that of the other."""
    lists = f"{own}_{what}s", f"{other}_{what}s"
    ends = "'absent', 'present'" if own == "new" else "'present', 'absent'"
    only = f"list_filter({lists[0]}, lambda name: NOT list_contains({lists[1]}, name))"
    return (
        f"SELECT '{aspect}', '{what} ' || name, {ends}, place, id FROM "
        f"(SELECT place, id, unnest({only}) AS name FROM advised_by_both)"
    )


ORDER: Final = "order of the steps"
REORDERED: Final = f"""
    SELECT 'plan', '{ORDER}', 'as in OLD', 'as in NEW', place, id FROM advised_by_both
    WHERE list_filter(old_steps, lambda name: list_contains(new_steps, name))
      <> list_filter(new_steps, lambda name: list_contains(old_steps, name))
"""
CHANGES: Final = " UNION ALL ".join(
    (
        _transitions("recommendation"),
        _transitions("readiness"),
        *(
            _differences(aspect, what, *sides)
            for aspect, what in (("plan", "step"), ("warnings", "warning"))
            for sides in (("new", "old"), ("old", "new"))
        ),
        REORDERED,
    )
)
CHANGE_COUNTS: Final = f"""
    SELECT aspect, what, before, after, count(*), min(place), arg_min(coalesce(id, 'null'), place)
    FROM ({CHANGES}) AS moves(aspect, what, before, after, place, id)
    GROUP BY ALL
"""
ASPECTS: Final = ("recommendation", "readiness", "plan", "warnings")


class Example(NamedTuple):
    """The first record to which something happens: its file, its number there from 1, and its id."""

    file: str
    line: int
    id: Id


class AdviceChange(NamedTuple):
    """What of the advice becomes another, and from what to what; named as where all profiles are compared."""

    aspect: str
    what: str
    before: str
    after: str


class Refusal(NamedTuple):
    """That a record is refused by one of the packs alone, and the kind of its first fault."""

    by: Version
    cause: str


@dataclass(slots=True)
class Occurrences:
    """On how many records something happens, and on which first."""

    example: Example
    records: int = 0


@dataclass(slots=True)
class PopulationComparison:
    """What is counted of a population; `compared` are the records that both packs advise on.

    `rejected` counts those that neither does, by the cause that the older pack has; `refused` those that one
    of them does not.
    """

    files: tuple[str, ...]
    read: int = 0
    compared: int = 0
    differing: int = 0
    by_aspect: Counter[str] = field(default_factory=Counter)
    changes: dict[AdviceChange, Occurrences] = field(default_factory=dict)
    rejected: Counter[str] = field(default_factory=Counter)
    refused: dict[Refusal, Occurrences] = field(default_factory=dict)


def compare_population(old: Knowledge, new: Knowledge, population: Population) -> PopulationComparison:
    """Count what becomes of a population.

    Raises:
        FileError: a file cannot be read.
        InputError: a file is not what its name says, or none of its records is a profile to either pack.
    """
    found = PopulationComparison(population.files)
    facts = vocabulary((old, new), population.inputs)
    with scratch_database() as (database, folder):
        sides = [
            AdviceTable(pack, database, table, population.today, {})
            for pack, table in ((old, OLD), (new, NEW))
        ]
        for records in population.records(database, facts):
            refused = [side.fill(records, folder) for side in sides]
            found.read += len(records.lines)
            _count_refusals(found, records, *refused)
            run_on_worker(database, lambda: _count_changes(found, records, database))  # noqa: B023 (it is waited for)
    check_not_empty(found.read, found.rejected, found.files)
    return found


def _count_refusals(
    found: PopulationComparison, records: Records, old: Mapping[int, Rejection], new: Mapping[int, Rejection]
) -> None:
    found.rejected.update(old[place].cause for place in old.keys() & new.keys())
    sides: tuple[tuple[Version, Mapping[int, Rejection], Mapping[int, Rejection]], ...]
    sides = (("old", old, new), ("new", new, old))
    for by, own, other in sides:
        for place in sorted(own.keys() - other.keys()):
            key, example = Refusal(by, own[place].cause), _example(records, place, own[place].id)
            found.refused.setdefault(key, Occurrences(example)).records += 1


def _count_changes(found: PopulationComparison, records: Records, database: Database) -> None:
    database.rows(ADVISED_BY_BOTH)
    ((compared, *by_aspect, differing),) = database.rows(TOTALS)
    found.compared += compared
    found.differing += differing
    found.by_aspect.update(dict(zip(ASPECTS, by_aspect, strict=True)))
    for *move, count, place, said in database.rows(CHANGE_COUNTS):
        example = _example(records, place, read_id(said))
        found.changes.setdefault(AdviceChange(*move), Occurrences(example)).records += count


def _example(records: Records, place: int, name: Id) -> Example:
    return Example(records.file, records.first + place, name)

"""Compare the advice of two packs on a population: count each change, with the first record as an example."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from exitwise.audit.population.advice_table import AdviceTable, parse_id
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
OLD: Final = "advised_old"
NEW: Final = "advised_new"
ADVISED_BY_BOTH: Final = f"""
    CREATE OR REPLACE TEMP VIEW advised_by_both AS
    SELECT
      row_index, old.id,
      old.recommendation AS old_recommendation, new.recommendation AS new_recommendation,
      old.readiness AS old_readiness, new.readiness AS new_readiness,
      old.steps::VARCHAR[] AS old_steps, new.steps::VARCHAR[] AS new_steps,
      old.warnings::VARCHAR[] AS old_warnings, new.warnings::VARCHAR[] AS new_warnings
    FROM {OLD} AS old JOIN {NEW} AS new USING (row_index)
    WHERE old.cause IS NULL AND new.cause IS NULL
"""
"""The view of the records that both packs advise on; the casts give empty lists a type."""
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
"""The number of records, of those that differ in each aspect, and of those that differ in any.

As in the comparison of all profiles, the order of warnings is ignored and the order of steps is not.
"""


def _transitions(aspect: str) -> str:
    """Return a query for the changes from one value to another."""
    return (
        f"SELECT '{aspect}', '{aspect}', old_{aspect}, new_{aspect}, row_index, id FROM advised_by_both "
        f"WHERE old_{aspect} <> new_{aspect}"
    )


def _differences(aspect: str, kind: str, own: str, other: str) -> str:
    """Return a query for the elements that are in the list of one pack only."""
    lists = f"{own}_{kind}s", f"{other}_{kind}s"
    ends = "'absent', 'present'" if own == "new" else "'present', 'absent'"
    only = f"list_filter({lists[0]}, lambda name: NOT list_contains({lists[1]}, name))"
    return (
        f"SELECT '{aspect}', '{kind} ' || name, {ends}, row_index, id FROM "
        f"(SELECT row_index, id, unnest({only}) AS name FROM advised_by_both)"
    )


ORDER: Final = "order of the steps"
REORDERED: Final = f"""
    SELECT 'plan', '{ORDER}', 'as in OLD', 'as in NEW', row_index, id FROM advised_by_both
    WHERE list_filter(old_steps, lambda name: list_contains(new_steps, name))
      <> list_filter(new_steps, lambda name: list_contains(old_steps, name))
"""
CHANGES: Final = " UNION ALL ".join(
    (
        _transitions("recommendation"),
        _transitions("readiness"),
        *(
            _differences(aspect, kind, *versions)
            for aspect, kind in (("plan", "step"), ("warnings", "warning"))
            for versions in (("new", "old"), ("old", "new"))
        ),
        REORDERED,
    )
)
CHANGE_COUNTS: Final = f"""
    SELECT aspect, what, before, after, count(*), min(row_index), arg_min(coalesce(id, 'null'), row_index)
    FROM ({CHANGES}) AS moves(aspect, what, before, after, row_index, id)
    GROUP BY ALL
"""
ASPECTS: Final = ("recommendation", "readiness", "plan", "warnings")


class Example(NamedTuple):
    """The first record of its kind: its file, its line number from 1, and its id."""

    file: str
    line: int
    id: Id


class AdviceChange(NamedTuple):
    """A change of the advice, with the same fields as a row of the comparison of all profiles."""

    aspect: str
    what: str
    before: str
    after: str


class Refusal(NamedTuple):
    """The refusal of a record by one pack only, and its first cause."""

    by: Version
    cause: str


@dataclass(slots=True)
class Occurrences:
    """The number of records of one kind, and the first of them."""

    example: Example
    records: int = 0


@dataclass(slots=True)
class PopulationComparison:
    """The counts of a comparison; `compared` are the records that both packs advise on.

    `rejected` counts the records that neither pack advises on, by the cause in the old pack, and `refused`
    those that only one pack advises on.
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
    """Count the changes of the advice on a population.

    Raises:
        FileError: a file cannot be read.
        InputError: the content of a file does not match its name, or all records are invalid.
    """
    result = PopulationComparison(population.files)
    facts = vocabulary((old, new), population.inputs)
    with scratch_database() as (database, folder):
        tables = [
            AdviceTable(pack, database, table, population.today, {})
            for pack, table in ((old, OLD), (new, NEW))
        ]
        for records in population.records(database, facts):
            old_rejections, new_rejections = (table.fill(records, folder) for table in tables)
            result.read += len(records.lines)
            _count_refusals(result, records, old_rejections, new_rejections)
            run_on_worker(database, lambda: _count_changes(result, records, database))  # noqa: B023 (runs now)
    check_not_empty(result.read, result.rejected, result.files)
    return result


def _count_refusals(
    result: PopulationComparison,
    records: Records,
    old: Mapping[int, Rejection],
    new: Mapping[int, Rejection],
) -> None:
    result.rejected.update(old[index].cause for index in old.keys() & new.keys())
    versions: tuple[tuple[Version, Mapping[int, Rejection], Mapping[int, Rejection]], ...]
    versions = (("old", old, new), ("new", new, old))
    for by, own, other in versions:
        for index in sorted(own.keys() - other.keys()):
            key, example = Refusal(by, own[index].cause), _example(records, index, own[index].id)
            result.refused.setdefault(key, Occurrences(example)).records += 1


def _count_changes(result: PopulationComparison, records: Records, database: Database) -> None:
    database.rows(ADVISED_BY_BOTH)
    ((compared, *by_aspect, differing),) = database.rows(TOTALS)
    result.compared += compared
    result.differing += differing
    result.by_aspect.update(dict(zip(ASPECTS, by_aspect, strict=True)))
    for *change, count, index, name in database.rows(CHANGE_COUNTS):
        example = _example(records, index, parse_id(name))
        result.changes.setdefault(AdviceChange(*change), Occurrences(example)).records += count


def _example(records: Records, index: int, name: Id) -> Example:
    return Example(records.file, records.first + index, name)

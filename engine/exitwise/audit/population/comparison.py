"""Compare the advice of two packs on a population: count each change, with the first record as an example."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from exitwise.audit.population.pack_advice import PackAdviser
from exitwise.audit.population.plan_order import reordered
from exitwise.audit.population.source import check_not_empty, vocabulary
from exitwise.planes import bits

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from exitwise.audit.population.pack_advice import ChunkAdvice, Id, Rejection
    from exitwise.audit.population.source import Population
    from exitwise.batch.records import Records
    from exitwise.model.knowledge import Knowledge
    from exitwise.planes.bits import Plane
    from exitwise.planes.evaluate import Planes

Version = Literal["old", "new"]
ORDER: Final = "order of the steps"
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

    As in the comparison of all profiles, the order of warnings is ignored and the order of steps is not.

    Raises:
        FileError: a file cannot be read.
        InputError: the content of a file does not match its name, or all records are invalid.
    """
    result = PopulationComparison(population.files)
    advisers = [PackAdviser(pack, population.today) for pack in (old, new)]
    for records in population.records(vocabulary((old, new), population.inputs)):
        before, after = (adviser.advise(records) for adviser in advisers)
        result.read += len(records.lines)
        _count_refusals(result, records, before, after)
        _count_changes(result, records, before, after)
    check_not_empty(result.read, result.rejected, result.files)
    return result


def _count_refusals(
    result: PopulationComparison, records: Records, old: ChunkAdvice, new: ChunkAdvice
) -> None:
    rejected = old.rejections.keys() & new.rejections.keys()
    result.rejected.update(old.rejections[row].cause for row in rejected)
    versions: tuple[tuple[Version, Mapping[int, Rejection]], ...]
    versions = (("old", old.rejections), ("new", new.rejections))
    for by, rejections in versions:
        for row in sorted(rejections.keys() - rejected):
            rejection = rejections[row]
            example = Example(records.file, records.number_of(row), rejection.id)
            result.refused.setdefault(Refusal(by, rejection.cause), Occurrences(example)).records += 1


def _count_changes(
    result: PopulationComparison, records: Records, old: ChunkAdvice, new: ChunkAdvice
) -> None:
    compared = old.advised & new.advised
    by_aspect = dict.fromkeys(ASPECTS, compared ^ compared)
    for change, plane in _changes(old, new):
        records_changed = plane & compared
        if count := bits.count(records_changed):
            by_aspect[change.aspect] = by_aspect[change.aspect] | records_changed
            row = bits.first(records_changed)
            example = Example(records.file, records.number_of(row), old.id(row))
            result.changes.setdefault(change, Occurrences(example)).records += count
    result.compared += bits.count(compared)
    result.differing += bits.count(reduce(or_, by_aspect.values()))
    result.by_aspect.update({aspect: bits.count(plane) for aspect, plane in by_aspect.items()})


def _changes(before: ChunkAdvice, after: ChunkAdvice) -> Iterator[tuple[AdviceChange, Plane]]:
    """Yield each possible change of the advice with the records on which it happens."""
    old, new = before.planes, after.planes
    yield from _transitions("recommendation", old.recommendation, new.recommendation)
    yield from _transitions("readiness", old.readiness, new.readiness)
    yield from _differences("plan", "step", old.plan, new.plan)
    yield from _differences("warnings", "warning", old.warnings, new.warnings)
    order = reordered(before.order, after.order, _nothing(old.plan, new.plan))
    yield AdviceChange("plan", ORDER, "as in OLD", "as in NEW"), order


def _transitions(aspect: str, old: Planes, new: Planes) -> Iterator[tuple[AdviceChange, Plane]]:
    for before, own in old.items():
        for after, other in new.items():
            if before != after:
                yield AdviceChange(aspect, aspect, before, after), own & other


def _differences(aspect: str, kind: str, old: Planes, new: Planes) -> Iterator[tuple[AdviceChange, Plane]]:
    """Yield the elements that only one pack has on a record."""
    nothing = _nothing(old, new)
    for name in dict.fromkeys((*old, *new)):
        before, after = old.get(name, nothing), new.get(name, nothing)
        yield AdviceChange(aspect, f"{kind} {name}", "absent", "present"), after & ~before
        yield AdviceChange(aspect, f"{kind} {name}", "present", "absent"), before & ~after


def _nothing(*several: Planes) -> Plane:
    plane = next((plane for planes in several for plane in planes.values()), None)
    return bits.full(0) if plane is None else plane ^ plane

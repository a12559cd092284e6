"""A population: the records of some files, read in chunks."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import IO, TYPE_CHECKING

from exitwise.batch.columns.whole_numbers import INTEGER
from exitwise.batch.read import tables
from exitwise.batch.read.source import opened, read
from exitwise.batch.read.spool import copy_pipes
from exitwise.errors import InputError
from exitwise.model.kinds import kind_of
from exitwise.nearest import join_names

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
    from datetime import date

    from exitwise.batch.read.inputs import Input
    from exitwise.batch.records import Records
    from exitwise.model.fact import Fact
    from exitwise.model.knowledge import Knowledge


@dataclass(frozen=True, slots=True, kw_only=True)
class Population:
    """The files of a population.

    `standard_input` opens standard input, `on_progress` is called with the bytes and the records read so far,
    and `today` is the date to which a saved session is advanced.
    """

    inputs: Sequence[Input]
    standard_input: Callable[[], IO[bytes]]
    on_progress: Callable[[int, int], None]
    today: date

    @property
    def files(self) -> tuple[str, ...]:
        """The names of the files."""
        return tuple(source.name for source in self.inputs)

    def records(self, facts: Sequence[Fact]) -> Iterator[Records]:
        """Yield each record once, as a line of JSON; CSV and Parquet columns must be names of `facts`.

        Raises:
            FileError: a file cannot be read.
            InputError: the content of a file does not match its name.
        """
        with copy_pipes(self.inputs, self.standard_input) as sources:
            yield from self._records(sources, facts)

    def _records(self, sources: Sequence[Input], facts: Sequence[Fact]) -> Iterator[Records]:
        done = count = 0
        for source in sources:
            with opened(source, self.standard_input) as (stream, position):
                is_parquet = source.form == "parquet"
                chunks = tables.lines(source, facts) if is_parquet else read(source, stream, facts, ())
                for records in chunks:
                    yield records
                    count += len(records.lines)
                    self.on_progress(done + (0 if is_parquet else position()), count)
                done += (source.size or 0) if is_parquet else position()


def vocabulary(packs: Sequence[Knowledge], files: Collection[Input]) -> tuple[Fact, ...]:
    """Return the facts of all packs; a fact is required only if every pack requires it.

    Raises:
        InputError: two packs would read the same CSV cell differently.
    """
    facts: dict[str, Fact] = {}
    for pack in packs:
        for fact in pack.facts:
            other = facts.get(fact.id, fact)
            if other.kind != fact.kind and any(source.form in {"csv", "xlsx"} for source in files):
                _check_cells(fact, other)
            number = other if kind_of(other).is_number else fact
            optional = (
                fact.unknown or other.unknown or not all(fact.id in other_pack.fact for other_pack in packs)
            )
            facts[fact.id] = replace(number, unknown=optional)
    return tuple(facts.values())


def _check_cells(*facts: Fact) -> None:
    """Reject a choice whose values look like integers if the other pack has an integer."""
    digits = [value for fact in facts for value, _ in fact.values if INTEGER.fullmatch(value)]
    if digits:
        raise InputError(
            f"`{facts[0].id}` is a number in one pack and a choice of {join_names(digits)} in the other, "
            "which CSV cannot distinguish",
            help="write the records as JSON Lines",
        )


def check_not_empty(read: int, rejected: Mapping[str, int], files: Collection[str]) -> None:
    """Reject a population without a valid profile, because every count would be zero.

    Raises:
        InputError: there are no records, or all are invalid.
    """
    if not read:
        raise InputError(f"no records in {join_names(files)}")
    if sum(rejected.values()) == read:
        causes = ", ".join(f"{cause} {count:,}" for cause, count in sorted(rejected.items()))
        raise InputError(
            f"no record of {join_names(files)} is a valid profile: {causes}",
            help="`exitwise batch FILE -o ADVICE --rejects REJECTS` lists the error of each record",
        )

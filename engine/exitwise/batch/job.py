"""A job: its inputs and outputs, the columns that pass through, and the reject limit."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from exitwise.batch.columns.mapping import RecordMapper
    from exitwise.batch.read.inputs import Input
    from exitwise.batch.reject import Reject
    from exitwise.batch.summary import Summary
    from exitwise.model.column_map import ColumnMap
    from exitwise.model.fact import Fact


class TooMany(Exception):  # noqa: N818 (not an error but a limit that somebody set)
    """The reject limit was exceeded; nothing is written. The argument is the first reject, if it is known."""


@dataclass(frozen=True, slots=True)
class Limit:
    """The maximum number of rejects, or with `share` the percentage of all records, checked at the end."""

    most: float
    share: bool = False

    def check(self, summary: Summary, rejects: Sequence[Reject] = (), *, ended: bool) -> None:
        """Check the number of rejects; `rejects` are the latest of them.

        Raises:
            TooMany: the limit is exceeded.
        """
        if self.share and not ended:
            return
        allowed = self.most * summary.read / 100 if self.share else self.most
        if summary.rejects > allowed:
            raise TooMany(*rejects[:1] if self.most == 0 else ())


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """The options of one run; with `full` the output is the full advice on each profile.

    With `columns` the inputs have columns of their own; `keep` names all columns that pass through. With
    `compare_ids` records that repeat an id are counted.
    """

    inputs: Sequence[Input]
    output: str
    form: str
    rejects: str | None = None
    keep: Sequence[str] = ()
    columns: ColumnMap | None = None
    raw: bool = False
    full: bool = False
    limit: Limit | None = None
    threads: int | None = None
    compare_ids: bool = False
    today: date = field(default_factory=date.today)

    @property
    def size(self) -> int | None:
        """The number of bytes of all inputs; None if that cannot be known."""
        sizes = [source.size for source in self.inputs]
        return None if None in sizes else sum(size or 0 for size in sizes)

    def new_mapper(self, facts: Sequence[Fact]) -> RecordMapper | None:
        """Return a mapper for the columns of the inputs, or None if they have those of the pack."""
        if self.columns is None:
            return None
        from exitwise.batch.columns.mapping import RecordMapper  # noqa: PLC0415 (only an export needs it)

        return RecordMapper(self.columns, facts, self.keep, self.today)


@dataclass(frozen=True, slots=True)
class Streams:
    """Standard input and output, opened when they are first needed, and a callback for the progress.

    `on_progress` receives the number of bytes read and the counts.
    """

    standard_input: Callable[[], IO[bytes]]
    standard_output: Callable[[], IO[bytes]]
    on_progress: Callable[[int, Summary], None]

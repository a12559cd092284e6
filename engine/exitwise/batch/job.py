"""What is to be done: what comes in, where it goes, what goes along, and when it is too much."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from exitwise.batch.inputs import Input
    from exitwise.batch.mapping import RecordMapper
    from exitwise.batch.reject import Reject
    from exitwise.batch.tally import Tally
    from exitwise.model.column_map import ColumnMap
    from exitwise.model.fact import Fact


class TooMany(Exception):  # noqa: N818 (not an error but a limit that somebody set)
    """The reject limit was exceeded; nothing is written. The argument is the first reject, if it is known."""


@dataclass(frozen=True, slots=True)
class Limit:
    """How many records may be rejected: a number, or with `share` a percentage of all, known at the end."""

    most: float
    share: bool = False

    def check(self, tally: Tally, rejects: Sequence[Reject] = (), *, ended: bool) -> None:
        """Check the number of rejects, of which some are the latest.

        Raises:
            TooMany: more is rejected than may be.
        """
        if self.share and not ended:
            return
        allowed = self.most * tally.read / 100 if self.share else self.most
        if tally.rejects > allowed:
            raise TooMany(*rejects[:1] if self.most == 0 else ())


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One run; with `full` each profile gets its whole advice, one after the other.

    With `columns` what comes in has columns of its own; `keep` names all of them that are passed through.
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
    today: date = field(default_factory=date.today)

    def new_map(self, facts: Sequence[Fact]) -> RecordMapper | None:
        """Return the map of the columns of the inputs, if they have columns of their own."""
        if self.columns is None:
            return None
        from exitwise.batch.mapping import RecordMapper  # noqa: PLC0415 (only an export needs it)

        return RecordMapper(self.columns, facts, self.keep, self.today)


@dataclass(frozen=True, slots=True)
class Streams:
    """Standard input and output, opened when they are first needed; and who is told how far it is."""

    given: Callable[[], IO[bytes]]
    out: Callable[[], IO[bytes]]
    told: Callable[[int, Tally], None]

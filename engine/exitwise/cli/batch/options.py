"""The options of `exitwise batch`, which both of its backends take."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from exitwise.cli.batch.reject_limit import parse_limit
from exitwise.cli.usage import UsageError

if TYPE_CHECKING:
    from datetime import datetime

    from exitwise.batch.job import Limit
    from exitwise.batch.read.inputs import Form


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchOptions:
    """The options of one call of `exitwise batch`; `form` is the format of the input, `to` of the output."""

    inputs: tuple[str, ...]
    output: str | None
    rejects: str | None
    raw: bool
    keep: tuple[str, ...]
    map_file: str | None
    template: bool
    as_of: datetime | None
    detail: str
    form: Form | None
    delimiter: str | None
    encoding: str | None
    sheet: str | None
    to: str | None
    strict: bool
    max_rejects: str | None
    resume: bool
    summary: str | None
    threads: int | None
    memory: str | None
    backend: str
    master: str | None
    pack: str | None
    lang: str | None

    def required_output(self) -> str:
        """Return the output, which only `--map-template` does without.

        Raises:
            UsageError: there is no input or no output.
        """
        if not self.inputs:
            raise UsageError("no input given", help="name files, or `-` for standard input")
        if self.output is None:
            raise UsageError("no output given", help="use -o FILE, or `-o -` for standard output")
        return self.output

    def limit(self) -> Limit | None:
        """Return how many records may be rejected; None without a limit."""
        return parse_limit("0" if self.strict else self.max_rejects)

"""A record that cannot be advised on: its location and faults, and its content only on request."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from exitwise.diagnostic import ProfileDiagnostic

SCHEMA: Final = "exitwise.reject/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reject:
    """One rejected record: its line in the file from 1, its byte offset if known, and its faults.

    `raw` is the record itself, only if requested, since profiles are personal data. Without it, messages do
    not repeat values of the record.
    """

    file: str
    line: int
    offset: int | None
    id: str | int | None
    faults: tuple[ProfileDiagnostic, ...]
    raw: str | None = None

    @property
    def cause(self) -> str:
        """The kind of its first fault, by which rejects are counted."""
        return self.faults[0].cause

    def as_dict(self) -> dict[str, Any]:
        """Return the reject as plain data, ready for JSON."""
        return {
            "schema": SCHEMA,
            "file": self.file,
            "line": self.line,
            "offset": self.offset,
            "id": self.id,
            "cause": self.cause,
            "faults": [
                {"pointer": each.pointer, "cause": each.cause, "message": text.message, "help": text.help}
                for each in self.faults
                for text in (each.without_values() if self.raw is None else each,)
            ],
            **({} if self.raw is None else {"raw": self.raw}),
        }

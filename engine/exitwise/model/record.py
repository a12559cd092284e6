"""Records: a decision as it was made, with all that is needed to make it again."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from exitwise.model.advice import Pack

SCHEMA: Final = "exitwise.record/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A profile as given, and the advice on it: its day and language, the pack and the engine behind it."""

    profile: Mapping[str, object]
    as_of: date
    language: str
    pack: Pack
    engine: str
    advice: Mapping[str, Any]

    def as_dict(self) -> dict[str, Any]:
        """Return the record as data for JSON."""
        return {
            "schema": SCHEMA,
            "profile": dict(self.profile),
            "as_of": self.as_of.isoformat(),
            "language": self.language,
            "pack": asdict(self.pack),
            "engine": self.engine,
            "advice": dict(self.advice),
        }

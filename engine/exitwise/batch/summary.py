"""The counts of a run: records read, advised and rejected, and the advice by outcome and rule."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from exitwise.batch.ids import RepeatedIds
    from exitwise.batch.reject import Reject
    from exitwise.model.knowledge import Knowledge

SCHEMA: Final = "exitwise.summary/1"
COUNTERS: Final = ("rejected", "outcomes", "readiness", "rules")


@dataclass(slots=True)
class Summary:
    """Running counts; `rules` has for each rule the number of profiles that it is a reason for.

    `repeated_ids` is known only of a whole run, and only where its ids were compared. `notes` are those on
    former names; they are no part of the counts.
    """

    advised: int = 0
    rejected: Counter[str] = field(default_factory=Counter)
    outcomes: Counter[str] = field(default_factory=Counter)
    readiness: Counter[str] = field(default_factory=Counter)
    rules: Counter[str] = field(default_factory=Counter)
    repeated_ids: RepeatedIds | None = field(default=None, kw_only=True)
    notes: frozenset[str] = field(default=frozenset(), kw_only=True)

    @property
    def rejects(self) -> int:
        """The number of rejected records."""
        return self.rejected.total()

    @property
    def read(self) -> int:
        """The number of records, each of which is advised on or rejected."""
        return self.advised + self.rejects

    def add(self, other: Summary) -> None:
        """Add the counts of another summary."""
        self.advised += other.advised
        self.notes |= other.notes
        for name in COUNTERS:
            getattr(self, name).update(getattr(other, name))

    def reject(self, rejects: Iterable[Reject]) -> None:
        """Count rejects by their causes."""
        self.rejected.update(reject.cause for reject in rejects)

    def as_counts(self) -> dict[str, Any]:
        """Return the counts as plain data, without names that did not occur."""
        return {"advised": self.advised, **{name: dict(getattr(self, name)) for name in COUNTERS}}

    @classmethod
    def of_counts(cls, counts: Mapping[str, Any]) -> Summary:
        """Return the counts from plain data."""
        counters = (Counter[str](counts[name]) for name in COUNTERS)
        return cls(counts["advised"], *counters)

    def as_dict(self, knowledge: Knowledge) -> dict[str, Any]:
        """Return the counts as plain data, with all names of the pack, those that did not occur included."""
        return {
            "read": self.read,
            "advised": self.advised,
            "rejected": {"all": self.rejects, "by_cause": dict(sorted(self.rejected.items()))},
            "outcomes": {name: self.outcomes[name] for name, _ in knowledge.outcomes},
            "readiness": {name: self.readiness[name] for name in ("hold", "prepare", "ready")},
            "rules": {name: self.rules[name] for name in _advising(knowledge) if self.rules[name]},
            "repeated_ids": None if self.repeated_ids is None else self.repeated_ids._asdict(),
            "never": [name for name in _advising(knowledge) if not self.rules[name]],
        }


def _advising(knowledge: Knowledge) -> list[str]:
    """Return the rules that can be among the reasons."""
    constraints = {rule.id for rule in knowledge.constraints}
    return [name for name in knowledge.rules if name not in constraints]

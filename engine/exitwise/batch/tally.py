"""What is counted: records read, advised and rejected, and what they are advised."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from exitwise.batch.reject import Reject
    from exitwise.model.knowledge import Knowledge

SCHEMA: Final = "exitwise.summary/1"
COUNTERS: Final = ("rejected", "outcomes", "readiness", "rules")


@dataclass(slots=True)
class Tally:
    """Counts that grow; `rules` counts of how many profiles each rule is among the reasons."""

    advised: int = 0
    rejected: Counter[str] = field(default_factory=Counter)
    outcomes: Counter[str] = field(default_factory=Counter)
    readiness: Counter[str] = field(default_factory=Counter)
    rules: Counter[str] = field(default_factory=Counter)

    @property
    def rejects(self) -> int:
        """How many records are rejected."""
        return self.rejected.total()

    @property
    def read(self) -> int:
        """How many records there are: each is advised on, or rejected."""
        return self.advised + self.rejects

    def add(self, other: Tally) -> None:
        """Count what another has counted."""
        self.advised += other.advised
        for name in COUNTERS:
            getattr(self, name).update(getattr(other, name))

    def reject(self, rejects: Iterable[Reject]) -> None:
        """Count rejects by their causes."""
        self.rejected.update(reject.cause for reject in rejects)

    def as_counts(self) -> dict[str, Any]:
        """Return what occurred as plain data."""
        return {"advised": self.advised, **{name: dict(getattr(self, name)) for name in COUNTERS}}

    @classmethod
    def of_counts(cls, counts: Mapping[str, Any]) -> Tally:
        """Return the counts that plain data gives."""
        return cls(counts["advised"], **{name: Counter(counts[name]) for name in COUNTERS})

    def as_dict(self, knowledge: Knowledge) -> dict[str, Any]:
        """Return the counts as plain data; what never occurred is counted too, by the pack's names."""
        return {
            "read": self.read,
            "advised": self.advised,
            "rejected": {"all": self.rejects, "by_cause": dict(sorted(self.rejected.items()))},
            "outcomes": {name: self.outcomes[name] for name, _ in knowledge.outcomes},
            "readiness": {name: self.readiness[name] for name in ("hold", "prepare", "ready")},
            "rules": {name: self.rules[name] for name in _advising(knowledge) if self.rules[name]},
            "never": [name for name in _advising(knowledge) if not self.rules[name]],
        }


def _advising(knowledge: Knowledge) -> list[str]:
    """Return the rules that can be among the reasons."""
    constraints = {rule.id for rule in knowledge.constraints}
    return [name for name in knowledge.rules if name not in constraints]

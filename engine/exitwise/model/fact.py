"""The vocabulary: what can be known about a case, and what an answer may be."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from exitwise.diagnostic import Place

UNKNOWN: Final = "unknown"
"""The answer "I don't know"; never declared, allowed where a fact says so."""

RESERVED: Final = ("all", "any", "not", "finding", "recommend", "step", "warning", "readiness")
"""The words of the condition language, which no fact may be named."""

Value = str | int


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One thing that can be known: a choice among `values`, or an integer within its bounds.

    `weights` say how often a choice's answers are to be met in random profiles. They mean nothing for any
    advice, so facts that differ in them alone are equal.
    """

    id: str
    question: str
    kind: Literal["choice", "integer"]
    help: str = ""
    values: tuple[tuple[str, str], ...] = ()
    unknown: bool = False
    fixed: bool = False
    section: str = ""
    unit: str = ""
    minimum: int | None = None
    maximum: int | None = None
    ages: int = 0
    weights: tuple[tuple[str, int], ...] = field(default=(), compare=False)
    place: Place

    @property
    def names(self) -> tuple[str, ...]:
        """The values that may be given by name: those declared, and `unknown` where allowed."""
        declared = tuple(value for value, _ in self.values)
        return (*declared, UNKNOWN) if self.unknown else declared

    def weight(self, value: str) -> int:
        """How often an answer is met beside the others of a choice; 1 where the pack does not say."""
        return dict(self.weights).get(value, 1)

    def within(self, number: int) -> bool:
        """Whether an integer lies within the declared bounds."""
        return (self.minimum is None or number >= self.minimum) and (
            self.maximum is None or number <= self.maximum
        )

    def label(self, value: Value) -> str:
        """What a person reads for a value: its label, or the number with its unit."""
        if value == UNKNOWN:
            return "not known"
        return f"{value} {self.unit}".rstrip() if isinstance(value, int) else dict(self.values)[value]

"""Facts: the questions about a case, and their possible answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from exitwise.diagnostic import Place

UNKNOWN: Final = "unknown"
"""The answer "I don't know"; never declared as a value, but allowed by a fact's key `unknown`."""

RESERVED: Final = ("all", "any", "not", "finding", "recommend", "step", "warning", "readiness")
"""The keywords of the condition language, which cannot name a fact."""

Value = str | int | frozenset[str]
"""A value of a fact as rules see it: a name, a number (a decimal in units of its last digit, a day as a
number of days), or a set of names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A question of some kind, with `values` (pairs of value and label) or as a number within its bounds.

    `digits` are those of a decimal after the point; a date `counts` the days `since` or `until` it. `ages` is
    1 or -1 if the number grows or shrinks by one a day. `wish` says that the answers are wishes; `wishes`
    lists those that are if only some are. `formerly` has the former names of the fact, and `former_values`
    pairs of a former value and the present one. `weights` are the relative frequencies of a choice's answers
    in random profiles; they do not affect advice, and are ignored by comparisons. `other_labels` are the
    labels in the pack's language where `values` has those of another.
    """

    id: str
    question: str
    kind: str
    help: str = ""
    values: tuple[tuple[str, str], ...] = ()
    unknown: bool = False
    fixed: bool = False
    wish: bool = False
    wishes: tuple[str, ...] = ()
    formerly: tuple[str, ...] = ()
    former_values: tuple[tuple[str, str], ...] = ()
    section: str = ""
    unit: str = ""
    minimum: int | None = None
    maximum: int | None = None
    digits: int = 0
    counts: str = ""
    ages: int = 0
    weights: tuple[tuple[str, int], ...] = field(default=(), compare=False)
    other_labels: tuple[tuple[str, str], ...] = field(default=(), compare=False)
    place: Place
    names: tuple[str, ...] = field(init=False, repr=False, compare=False)
    """The declared values, and `unknown` if it is allowed."""

    def __post_init__(self) -> None:
        """Make the names, which are often needed."""
        declared = tuple(value for value, _ in self.values)
        object.__setattr__(self, "names", (*declared, UNKNOWN) if self.unknown else declared)

    @property
    def present_values(self) -> dict[str, str]:
        """The present values by their former names."""
        return dict(self.former_values)

    def with_present_values(self, raw: object) -> object:
        """Return an answer as in JSON with present values in place of former ones."""
        if not self.former_values:
            return raw
        if isinstance(raw, list | tuple):
            return [self.with_present_values(item) for item in raw]
        return self.present_values.get(raw, raw) if isinstance(raw, str) else raw

    def weight(self, value: str) -> int:
        """Return the relative frequency of an answer in random profiles; 1 by default."""
        return dict(self.weights).get(value, 1)

    @property
    def drift(self) -> int:
        """The change of its number from day to day, while nothing happens."""
        return self.ages or {"since": 1, "until": -1}.get(self.counts, 0)

    def is_wish(self, answer: Value) -> bool:
        """Whether an answer says what the person wants, not how things are; a list does if one value does."""
        if isinstance(answer, frozenset):
            return self.wish or not answer.isdisjoint(self.wishes)
        return self.wish or answer in self.wishes

    def within(self, number: int) -> bool:
        """Whether a number is within the declared bounds."""
        return (self.minimum is None or number >= self.minimum) and (
            self.maximum is None or number <= self.maximum
        )

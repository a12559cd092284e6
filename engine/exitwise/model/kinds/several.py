"""Several values of a fact at once, or none of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from exitwise.catalogue import _
from exitwise.model.kinds.kind import Kind, Misfit, or_unknown
from exitwise.nearest import did_you_mean, join_names

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date

    from exitwise.model.fact import Fact, Value

MOST_VALUES: Final = 10
"""The most values that a fact can have: every set of them is a class of its own."""
SEPARATOR: Final = ";"
NONE: Final = "[]"
"""The text of an empty list; an empty text means that the answer is absent."""


class Several(Kind):
    """A list of a fact's values without repeats; the value code of a set has one bit for each value."""

    name = "several"
    phrase = "a list of values"
    keys = ("values",)
    required = ("values",)

    def read(self, fact: Fact, raw: object) -> Value | Misfit:
        """Return the set of values in a JSON list, or of a single text."""
        names = tuple(value for value, _ in fact.values)
        items = [raw] if isinstance(raw, str) else raw
        if not isinstance(items, list | tuple) or not all(isinstance(item, str) for item in items):
            return Misfit("wrong-kind")
        unknown = next((item for item in items if item not in names), None)
        if unknown is not None:
            return Misfit("unknown-value", did_you_mean(unknown, fact.names if items == [raw] else names))
        if len(set(items)) < len(items):
            return Misfit("unknown-value", "name each value once")
        return frozenset(items)

    def parse(self, _: Fact, text: str) -> object:
        """Return the list of the values between semicolons; `[]` is the empty list."""
        if text == NONE:
            return []
        return [item.strip() for item in text.split(SEPARATOR)] if SEPARATOR in text else text

    def expected(self, fact: Fact) -> str:
        """Return the values in words."""
        names = join_names(tuple(value for value, _ in fact.values), most=40)
        return " ".join(
            filter(None, (f"a list of {names}, each at most once,", or_unknown(fact)))
        ).removesuffix(",")

    def plain(self, fact: Fact, value: Value, as_of: date | None = None) -> Any:  # noqa: ARG002
        """Return the list of the values in the pack's order."""
        return list(members(fact, value))

    def text(self, fact: Fact, value: Value) -> str:
        """Return the values between semicolons."""
        return SEPARATOR.join(members(fact, value)) or NONE

    def label(self, fact: Fact, value: Value, as_of: date | None = None) -> str:  # noqa: ARG002
        """Return the labels of the values, joined as in a sentence."""
        labels = [label for name, label in fact.values if isinstance(value, frozenset) and name in value]
        return joined_labels(labels) or _("none of these")

    def classes(self, fact: Fact, _: Collection[int]) -> tuple[frozenset[str], ...]:
        """Return every set of values; bit i of its place says whether it has value i."""
        names = tuple(value for value, _ in fact.values)
        return tuple(
            frozenset(name for bit, name in enumerate(names) if mask >> bit & 1)
            for mask in range(1 << len(names))
        )

    def schema(self, fact: Fact) -> list[dict[str, Any]]:
        """Return a list of the values without repeats, or one of them."""
        values = [{"const": value, "title": label} for value, label in fact.values]
        return [{"type": "array", "items": {"anyOf": values}, "uniqueItems": True}, *values]


def joined_labels(labels: Sequence[str]) -> str:
    """Return labels joined as in a sentence; empty if there are none."""
    if len(labels) > 1:
        return _("{items} and {last}").format(items=", ".join(labels[:-1]), last=labels[-1])
    return labels[0] if labels else ""


def members(fact: Fact, value: Value) -> tuple[str, ...]:
    """Return the values in a set, in the pack's order."""
    return tuple(name for name, _ in fact.values if isinstance(value, frozenset) and name in value)

"""Choices: one of a fact's values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from exitwise.model.kinds.kind import Kind, Misfit
from exitwise.nearest import did_you_mean, join_names

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from exitwise.model.fact import Fact, Value


class Choice(Kind):
    """One of a fact's values, each of which is a class of its own."""

    name = "choice"
    phrase = "a choice"
    keys = ("values", "weights")
    required = ("values",)

    def read(self, fact: Fact, raw: object) -> Value | Misfit:
        """Return the value of a JSON text."""
        if not isinstance(raw, str):
            return Misfit("wrong-kind")
        return raw if raw in fact.names else Misfit("unknown-value", did_you_mean(raw, fact.names))

    def parse(self, _: Fact, text: str) -> object:
        """Return the text, which is the value itself."""
        return text

    def expected(self, fact: Fact) -> str:
        """Return the values in words."""
        return f"one of {join_names(fact.names, most=40)}"

    def plain(self, _: Fact, value: Value, as_of: date | None = None) -> Any:  # noqa: ARG002
        """Return the value, which is a JSON text."""
        return value

    def text(self, _: Fact, value: Value) -> str:
        """Return the value."""
        return str(value)

    def label(self, fact: Fact, value: Value, as_of: date | None = None) -> str:  # noqa: ARG002
        """Return the label of a value."""
        return dict(fact.values)[str(value)]

    def classes(self, fact: Fact, _: Collection[int]) -> tuple[str, ...]:
        """Return the values in the pack's order."""
        return tuple(value for value, _ in fact.values)

    def schema(self, fact: Fact) -> list[dict[str, Any]]:
        """Return a constant for each value."""
        return [{"const": value, "title": label} for value, label in fact.values]

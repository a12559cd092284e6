"""Integers: whole numbers, with a unit."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from exitwise.model.kinds.kind import Misfit
from exitwise.model.kinds.number import Number
from exitwise.nearest import did_you_mean

if TYPE_CHECKING:
    from datetime import date

    from exitwise.model.fact import Fact, Value

INTEGER: Final = re.compile(r"[+-]?\d{1,20}\Z", re.ASCII)


class Integer(Number):
    """A whole number of 64 bits."""

    name = "integer"
    phrase = "an integer"
    keys = ("unit", "minimum", "maximum", "ages")

    def read(self, fact: Fact, raw: object) -> Value | Misfit:
        """Return a JSON number that is whole."""
        if isinstance(raw, str):
            return Misfit("unknown-value", did_you_mean(raw, fact.names), "the text ")
        if isinstance(raw, bool) or not isinstance(raw, int):
            return Misfit("wrong-kind")
        return raw if raw in self.bounds(fact) else Misfit("out-of-range")

    def number(self, _: Fact, text: str) -> int | None:
        """Return the number in digits, with or without a sign."""
        return int(text) if INTEGER.match(text) else None

    def noun(self, _: Fact) -> str:
        """Return a number of this kind in words."""
        return "a whole number"

    def written(self, _: Fact, number: int) -> str:
        """Return the digits."""
        return str(number)

    def plain(self, _: Fact, value: Value, as_of: date | None = None) -> Any:  # noqa: ARG002
        """Return the number."""
        return value

    def text(self, _: Fact, value: Value) -> str:
        """Return the digits."""
        return str(value)

    def label(self, fact: Fact, value: Value, as_of: date | None = None) -> str:  # noqa: ARG002
        """Return the number with its unit."""
        return f"{value} {fact.unit}".rstrip()

    def schema(self, fact: Fact) -> list[dict[str, Any]]:
        """Return a whole number within the bounds."""
        low, high = self.bounds(fact)
        return [{"type": "integer", "minimum": low, "maximum": high}]

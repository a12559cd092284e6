"""Decimals: numbers with a fixed number of digits after the point, kept as integers and never as floats."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from exitwise.catalogue import _
from exitwise.model.interval import LARGEST
from exitwise.model.kinds.kind import Misfit
from exitwise.model.kinds.number import Number
from exitwise.nearest import did_you_mean

if TYPE_CHECKING:
    from datetime import date

    from exitwise.model.fact import Fact, Value

MOST_DIGITS: Final = 9
"""The most digits after the point that a fact can have."""
DECIMAL: Final = re.compile(r"[+-]?\d{1,20}(?:\.\d{1,20})?\Z", re.ASCII)
COMMA: Final = re.compile(r"[+-]?\d+,\d+\Z", re.ASCII)
COMMA_HELP: Final = "write a point, not a comma, before the last digits"
FLOAT_HELP: Final = "a float is not exact; give a Decimal, or a whole number"
LONGEST: Final = 40
"""The exponent beyond which a number is certainly not one of 64 bits."""


class DecimalNumber(Number):
    """A number of 64 bits in units of the last digit: with two digits, 12.5 is 1250."""

    name = "decimal"
    phrase = "a decimal"
    keys = ("unit", "digits", "minimum", "maximum")
    required = ("digits",)
    has_point = True

    def read(self, fact: Fact, raw: object) -> Value | Misfit:
        """Return a JSON number with no more digits than the fact has."""
        match raw:
            case str():
                return Misfit("unknown-value", _way_out(fact, raw), "the text ")
            case float():
                return Misfit("wrong-kind", FLOAT_HELP)
            case bool():
                return Misfit("wrong-kind")
            case int() | Decimal():
                number = scaled(Decimal(raw), fact.digits)
                if number is None:
                    return Misfit("wrong-kind")
                return number if number in self.bounds(fact) else Misfit("out-of-range")
        return Misfit("wrong-kind")

    def parse(self, _: Fact, text: str) -> object:
        """Return the number in digits, with or without a point; any other text is unchanged."""
        return Decimal(text) if DECIMAL.match(text) else text

    def number(self, fact: Fact, text: str) -> int | None:
        """Return the number in units of the last digit."""
        return scaled(Decimal(text), fact.digits) if DECIMAL.match(text) else None

    def noun(self, fact: Fact) -> str:
        """Return a number of this kind in words."""
        if not fact.digits:
            return "a whole number"
        noun = "digit" if fact.digits == 1 else "digits"
        return f"a number with at most {fact.digits} {noun} after the point,"

    def typed_noun(self, fact: Fact) -> str:
        """Return in words what is typed at a question, with the unit."""
        if not fact.digits:
            return super().typed_noun(fact)
        words = _("a number with at most {digits} digits after the point")
        if fact.unit:
            words = _("a number of {unit} with at most {digits} digits after the point")
        return words.format(unit=fact.unit, digits=fact.digits)

    def written(self, fact: Fact, number: int) -> str:
        """Return the number with all of its digits."""
        return str(self._decimal(fact, number))

    def plain(self, fact: Fact, value: Value, as_of: date | None = None) -> Any:  # noqa: ARG002
        """Return the exact number."""
        return self._decimal(fact, value)

    def _decimal(self, fact: Fact, value: Value) -> Decimal:
        digits = tuple(map(int, str(abs(int(value)))))  # type: ignore[arg-type]  # a number
        return Decimal((int(str(value).startswith("-")), digits, -fact.digits))

    def text(self, fact: Fact, value: Value) -> str:
        """Return the number with all of its digits."""
        return str(self._decimal(fact, value))

    def label(self, fact: Fact, value: Value, as_of: date | None = None) -> str:  # noqa: ARG002
        """Return the number with its unit."""
        return f"{self.text(fact, value)} {fact.unit}".rstrip()

    def schema(self, fact: Fact) -> list[dict[str, Any]]:
        """Return a number within the bounds that is a multiple of the last digit."""
        low, high = self.bounds(fact)
        step = self._decimal(fact, 1)
        bounds = {"minimum": self._decimal(fact, low), "maximum": self._decimal(fact, high)}
        return [{"type": "number", **bounds, "multipleOf": step}]


def _way_out(fact: Fact, text: str) -> str:
    """Return the help on a text that is not a number."""
    return COMMA_HELP if COMMA.match(text) else did_you_mean(text, fact.names)


def scaled(number: Decimal, digits: int) -> int | None:
    """Return a number in units of the last of some digits; None if it has more digits, or is not finite."""
    if not number.is_finite():
        return None
    _, mantissa, exponent = number.as_tuple()
    if not number:
        return 0
    if number.adjusted() > LONGEST:
        return LARGEST + 1 if number > 0 else -LARGEST - 2
    shift = int(exponent) + digits
    whole = int("".join(map(str, mantissa)) or "0") if len(mantissa) <= 2 * LONGEST else None
    if whole is None or shift < -2 * LONGEST:
        return None
    units, rest = divmod(whole, 10**-shift) if shift < 0 else (whole * 10**shift, 0)
    return None if rest else -units if number < 0 else units

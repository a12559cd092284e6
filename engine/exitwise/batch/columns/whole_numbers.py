"""Whole numbers of an export in the forms of other programs: 5.0, or text."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from exitwise.model.column_map import Origin

LONGEST: Final = 400
"""Digits of a number that is still compared with others."""
INTEGER: Final = re.compile(r"[+-]?\d{1,20}", re.ASCII)
WHOLE: Final = re.compile(r"[+-]?\d{1,20}(\.0*)?", re.ASCII)
"""A whole number that may have a point and zeros after it."""


def text_of(value: object) -> str | None:
    """Return a value as a map names it: a text as it is, a number or a boolean as in JSON."""
    if isinstance(value, str):
        return value
    value = float(value) if isinstance(value, Decimal) else value
    return json.dumps(value) if isinstance(value, bool | int | float) else None


def text_of_number(value: object) -> str | None:
    """Return a value as text, a float without a fraction as the whole number."""
    return text_of(_whole(value))


def _is_whole(value: object) -> bool:
    """Whether a number with a point or an exponent has no fraction, and is not beyond reason."""
    if isinstance(value, Decimal):
        return value.is_finite() and value.adjusted() < LONGEST and value == value.to_integral_value()
    return isinstance(value, float) and value.is_integer()


def _whole(value: object) -> object:
    """Return a number without a fraction as an integer; any other value is returned unchanged."""
    return int(value) if isinstance(value, Decimal | float) and _is_whole(value) else value


def is_unknown(origin: Origin, value: object) -> bool:
    """Whether a value of a column is listed as unknown."""
    return bool(origin.unknown) and text_of_number(value) in origin.unknown


def whole_number(origin: Origin, value: object) -> object:
    """Return the whole number that a value stands for in a column; other values are returned unchanged."""
    if origin.whole and _is_whole(value):
        return _whole(value)
    form = WHOLE if origin.whole else INTEGER
    if origin.from_text and isinstance(value, str) and form.fullmatch(value):
        return int(value.partition(".")[0])
    return value


def number_help(value: object) -> str:
    """Return the help for a value in place of a whole number: the keys of a map that accept it, if any."""
    match value:
        case float() | Decimal() if _is_whole(value):
            return "a number with a fraction of zero is accepted by a map with `whole: true`"
        case str() if INTEGER.fullmatch(value):
            return "a number as text is accepted by a map with `number: text`"
        case str() if WHOLE.fullmatch(value):
            return (
                "a number with a fraction of zero is accepted by a map with `whole: true` and `number: text`"
            )
    return ""

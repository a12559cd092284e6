"""The kinds of fact: how their answers are read, written, described, and told apart by conditions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from exitwise.catalogue import _
from exitwise.model.fact import UNKNOWN
from exitwise.model.kinds.choice import Choice
from exitwise.model.kinds.date import DATE, days_on
from exitwise.model.kinds.decimal import DecimalNumber
from exitwise.model.kinds.integer import Integer
from exitwise.model.kinds.number import Number
from exitwise.model.kinds.several import Several

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from exitwise.model.fact import Fact, Value
    from exitwise.model.kinds.kind import Kind, Misfit

KINDS: Final[Mapping[str, Kind]] = {
    kind.name: kind for kind in (Choice(), Several(), Integer(), DecimalNumber(), DATE)
}
"""Every kind by its name, in the order of messages."""


def kind_of(fact: Fact) -> Kind:
    """Return the kind of a fact."""
    return KINDS[fact.kind]


def number_kind(fact: Fact) -> Number | None:
    """Return the kind of a fact whose values are integers; None if it is of another kind."""
    kind = KINDS[fact.kind]
    return kind if isinstance(kind, Number) else None


def read(fact: Fact, raw: object) -> Value | Misfit:
    """Return the value of a JSON value, or the reason why it is not an answer; it may have a former name."""
    raw = fact.with_present_values(raw) if fact.former_values else raw
    return UNKNOWN if fact.unknown and raw == UNKNOWN else kind_of(fact).read(fact, raw)


def parse(fact: Fact, text: str) -> object:
    """Return the JSON value of a text; text that is not an answer is returned unchanged."""
    return text if text == UNKNOWN else kind_of(fact).parse(fact, text)


def on_day(fact: Fact, raw: object, as_of: date) -> object:
    """Return the number of days for the text of a day; anything else is returned unchanged."""
    return days_on(fact, raw, as_of) if fact.counts else raw


def dated(facts: Mapping[str, Fact], raw: Mapping[str, object], as_of: date) -> dict[str, object]:
    """Return raw answers in which days are replaced by the numbers of days that rules see on a day."""
    return {
        name: on_day(facts[name], answer, as_of) if name in facts else answer for name, answer in raw.items()
    }


def plain(fact: Fact, value: Value, as_of: date | None = None) -> Any:
    """Return a value as data for JSON; a day is text if the day of the advice is given."""
    return value if value == UNKNOWN else kind_of(fact).plain(fact, value, as_of)


def plain_values(
    facts: Mapping[str, Fact], values: Mapping[str, Value], as_of: date | None = None
) -> dict[str, Any]:
    """Return the values of some facts as data for JSON."""
    return {name: plain(facts[name], value, as_of) for name, value in values.items()}


def plain_answers(
    facts: Mapping[str, Fact], answers: Mapping[str, Value | None], as_of: date
) -> dict[str, Any]:
    """Return answers as data for JSON; None where there is none."""
    return {name: None if own is None else plain(facts[name], own, as_of) for name, own in answers.items()}


def write(fact: Fact, value: Value) -> str:
    """Return a value as in a condition or a cell."""
    return UNKNOWN if value == UNKNOWN else kind_of(fact).text(fact, value)


def bare(fact: Fact, value: Value) -> str:
    """Return a number as people read it, without its unit; any other value as its label."""
    is_number = value != UNKNOWN and KINDS[fact.kind].is_number
    return write(fact, value) if is_number else label(fact, value)


def label(fact: Fact, value: Value, as_of: date | None = None) -> str:
    """Return a value as people read it, on the day of the advice if that is known."""
    return _("not known") if value == UNKNOWN else kind_of(fact).label(fact, value, as_of)

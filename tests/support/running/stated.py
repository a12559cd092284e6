"""Values of the engine as the oracles state them, and the other way round."""

from collections.abc import Iterable, Mapping
from typing import Any

from exitwise.model.fact import Fact, Value
from exitwise.model.interval import Interval
from exitwise.model.kinds import plain
from exitwise.model.profile import valid


def stated(fact: Fact, value: Value) -> Any:
    """Return a value as the oracles state it; a list is a tuple."""
    found = plain(fact, value)
    return tuple(found) if isinstance(found, list) else found


def all_stated(facts: Mapping[str, Fact], values: Mapping[str, Value]) -> dict[str, Any]:
    """Return the values of some facts as the oracles state them."""
    return {name: stated(facts[name], value) for name, value in values.items()}


def value_of(facts: Mapping[str, Fact], name: str, answer: Any) -> Value:
    """Return the value of an answer that an oracle states."""
    return valid(facts[name], answer)


def ends_of(fact: Fact, parts: Iterable[Interval | str | frozenset[str]]) -> list[tuple[Any, Any]]:
    """Return the first and the last answer of value classes."""
    return [
        (stated(fact, part.low), stated(fact, part.high))
        if isinstance(part, Interval)
        else (stated(fact, part), stated(fact, part))
        for part in parts
    ]

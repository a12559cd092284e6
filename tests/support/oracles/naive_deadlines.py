"""The deadlines of steps, read naively from raw data: a part of the oracle `naive`."""

from collections.abc import Mapping
from typing import Any


def is_within(urgent: object) -> bool:
    """Whether an urgency is that of a deadline."""
    return isinstance(urgent, dict) and list(urgent) == ["within"]


def days_left(pack: Mapping[str, Any], step: Mapping[str, Any], facts: Mapping[str, Any]) -> int | None:
    """The days until a step's deadline, below zero once it is past; None if they are not known."""
    name = step["by"]["fact"]
    ages = next(drift(fact) for fact in pack["facts.yaml"]["facts"] if fact["id"] == name)
    if facts[name] == "unknown":
        return None
    days: int = step["by"].get("plus", 0) - ages * facts[name]
    return days


def drift(fact: Mapping[str, Any]) -> int:
    """The change of a number of days from one day to the next; 0 if the fact counts none."""
    counted: dict[str | None, int] = {"since": 1, "until": -1}
    return int(fact.get("ages", counted.get(fact.get("counts"), 0)))


def urgent_days(pack: Mapping[str, Any], step: Mapping[str, Any]) -> tuple[int, ...]:
    """The least and the greatest number of a fact with which a deadline makes a step urgent.

    Nothing where the fact counts no days, as where the facts of one pack are read with the steps of another.
    """
    facts = {fact["id"]: drift(fact) for fact in pack["facts.yaml"]["facts"]}
    ages, plus = facts.get(step["by"]["fact"], 0), step["by"].get("plus", 0)
    return tuple(sorted((ages * plus, ages * (plus - step["urgent"]["within"])))) if ages else ()

"""Random facts of every kind, and what their numbers and lists can be."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from support.packs.choices import Choices

Data = dict[str, Any]

# Names that are hard to keep apart when mangled, and keywords of other languages.
WORDS = (
    *("a", "b", "c", "d", "e", "a-b", "a.b", "a_b", "a__b", "A", "A-B", "7", "07", "1.5", "1e5", "1-2"),
    *("0x1F", "yes", "no", "on", "true", "null", "2026-05-11", "class", "None", "lambda", "self", "values"),
    *("copy", "select", "order", "from", "ID", "rule", "hold", "x.y.z", "Z9-"),
)
# Names that no fact may have, but other items may; nor is `unknown` a value.
RESERVED = ("id", "schema", "all", "any", "not", "finding", "recommend", "step", "warning", "readiness")
TEXTS = ("So.", 'It\'s 100 % "so"; -- or not', "7", "yes", "Größe: ☂ #1")
LARGEST = 2**63 - 1
SMALLEST = -(2**63)
CALENDAR = 3_652_058
"""The days between the first day of the calendar and the last."""


def one_or_list(choices: Choices, names: Sequence[Any]) -> Any:
    """Return one of the names, or a list of some."""
    if choices.flag():
        return choices.one_of(names)
    return choices.some(names, 1, 3)


def options(choices: Choices, **values: Any) -> Data:
    """Return some of the optional keys."""
    return {key: value for key, value in values.items() if choices.flag()}


def choice(choices: Choices) -> Data:
    """Return the keys of a choice."""
    return {"kind": "choice", **named_values(choices, choices.some(WORDS + RESERVED, 2, 4))}


def named_values(choices: Choices, values: Sequence[str]) -> Data:
    """Return values with labels, all or some of which may be wishes."""
    labels = {value: choices.one_of(TEXTS) for value in values}
    wishes: Data = choices.one_of(({}, {}, {"wish": True}, {"wish": one_or_list(choices, values)}))
    return {"values": labels, **wishes}


def integer(choices: Choices) -> Data:
    """Return the keys of an integer, with two bounds, one or none."""
    least = choices.integer(-3, 5)
    bounds = {"minimum": least, "maximum": least + choices.integer(1, 12)}
    return {"kind": "integer", **options(choices, **bounds, unit="days", ages=choices.one_of((1, -1)))}


def several(choices: Choices) -> Data:
    """Return the keys of a list of values."""
    return {"kind": "several", **named_values(choices, choices.some(WORDS + RESERVED, 2, 3))}


def decimal(choices: Choices) -> Data:
    """Return the keys of a decimal, with two bounds, one or none."""
    digits = choices.integer(0, 2)
    least = choices.integer(-3, 5)
    bounds = {
        "minimum": Decimal(least).scaleb(-digits),
        "maximum": Decimal(least + choices.integer(1, 12)).scaleb(-digits),
    }
    return {"kind": "decimal", "digits": digits, **options(choices, **bounds, unit="EUR")}


def day(choices: Choices) -> Data:
    """Return the keys of a date, with two bounds, one or none."""
    least = choices.integer(0, 5)
    bounds = {"minimum": least, "maximum": least + choices.integer(1, 12)}
    return {"kind": "date", "counts": choices.one_of(("since", "until")), **options(choices, **bounds)}


KINDS = (choice, integer, several, decimal, day)


def quantum(fact: Mapping[str, Any]) -> Any:
    """Return the difference of two numbers next to each other."""
    return Decimal(1).scaleb(-fact["digits"]) if fact["kind"] == "decimal" else 1


def ends_of(fact: Mapping[str, Any]) -> tuple[Any, Any]:
    """Return the smallest and the largest number that the fact may have."""
    least, most = SMALLEST * quantum(fact), LARGEST * quantum(fact)
    if fact["kind"] == "date":
        least, most = (0 if fact["counts"] == "since" else -CALENDAR), CALENDAR
    return max(fact.get("minimum", least), least), min(fact.get("maximum", most), most)


def subsets(fact: Mapping[str, Any]) -> list[tuple[str, ...]]:
    """Return all lists of values without repeats as tuples; those without the last value come first."""
    found: list[tuple[str, ...]] = [()]
    for name in fact["values"]:
        found += [(*chosen, name) for chosen in found]
    return found


def list_test(choices: Choices, fact: Mapping[str, Any]) -> Any:
    """Return a test of a list: whether it has one of some values, or is known."""
    has = {"has": one_or_list(choices, list(fact["values"]))}
    return choices.one_of((has, has, "unknown", {"not": "unknown"})) if fact.get("unknown", False) else has

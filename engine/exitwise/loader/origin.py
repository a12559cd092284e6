"""The origin of a fact in a map: its column, and the form and meaning of the values there."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from exitwise.loader.conditions import answer_of, name_of
from exitwise.loader.keys.names import present_node
from exitwise.loader.yaml import nodes
from exitwise.loader.yaml.readers import (
    boolean,
    describe,
    integer,
    one_of,
    one_or_many,
    pairs,
    verbatim,
)
from exitwise.loader.yaml.records import Key, Record, read_record
from exitwise.model.column_map import Origin, day_of
from exitwise.model.former_names import FormerNames
from exitwise.model.kinds import KINDS, kind_of, plain
from exitwise.nearest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping

    from exitwise.loader.yaml.nodes import Node, Scalar
    from exitwise.loader.yaml.readers import File, Reader
    from exitwise.model.fact import Fact, Value

DAYS: Final = {"days_since": 1, "days_until": -1}
"""The direction in which a fact ages that counts days since a date, or until one."""
NUMBERS: Final = ("whole", "number")
ONLY_FOR: Final = {
    "values": ("choice", "several"),
    **dict.fromkeys((*DAYS, "whole"), ("integer",)),
    "date": ("integer", "date"),
    "number": ("integer", "decimal"),
    "unknown": ("integer", "decimal", "date"),
}
"""The kinds of fact that each key is for."""
DIRECT: Final = ("column", "values", "always", "date", "whole", "unknown")
"""The keys that an origin has under the same name."""
EXCLUSIONS: Final = (
    ("always", ("column", *ONLY_FOR)),
    ("values", (*DAYS, *NUMBERS, "unknown")),
    ("days_since", ("days_until", *NUMBERS)),
    ("days_until", NUMBERS),
)
"""Keys, and the keys that each of them cannot be combined with."""
DAY: Final = date(2026, 5, 31)
"""A day that no pattern can write if it leaves out the day, the month or the year."""


def column_name(node: Node, file: File) -> str | None:
    """Return the name of a column, which may be any text but the empty one."""
    column = verbatim(node, file)
    if column == "":
        file.report("empty", node, "the column name is empty")
        return None
    return column


def fact_origin(key: Scalar, node: Node, file: File, facts: Mapping[str, Fact]) -> Origin | None:
    """Return the origin of the fact that a key names, by a present or a former name."""
    fact = facts.get(FormerNames(facts.values()).present(key.text))
    if fact is None:
        file.report("unknown-fact", key, f"unknown fact `{key.text}`", did_you_mean(key.text, facts))
        return None
    return _origin(node, file, fact)


def _origin(node: Node, file: File, fact: Fact) -> Origin | None:
    keys: dict[str, Key] = {
        "column": Key(column_name),
        "values": Key(_ignored if kind_of(fact).is_number else _values(fact)),
        "days_since": Key(_true),
        "days_until": Key(_true),
        "date": Key(_pattern),
        "whole": Key(_true),
        "number": Key(one_of("unknown-value", "form of a number", ("text",))),
        "unknown": Key(one_or_many(_unknown)),
        "always": Key(_constant(fact)),
    }
    record = read_record(node, file, f"the origin of `{fact.id}`", keys)
    if record is None:
        return None
    _check_keys(record, file, fact)
    _check_fact_kind(record, file, fact)
    days = next((direction for key, direction in DAYS.items() if key in record.values), 0)
    present = {key: record.values[key] for key in DIRECT if key in record.values}
    return Origin(days=days, from_text="number" in record.values, **present)


def _constant(fact: Fact) -> Reader[Any]:
    """Return the reader of an answer as it stands in a profile."""
    read = answer_of(fact)

    def read_constant(node: Node, file: File) -> Any | None:
        value = read(present_node(node, fact), file)
        return None if value is None else plain(fact, value)

    return read_constant


def _values(fact: Fact) -> Reader[dict[str, Value]]:
    read_value: Reader[Any] = name_of(fact)

    def read_values(node: Node, file: File) -> dict[str, Value] | None:
        mapping = pairs(node, file, "a mapping of the column's values to the fact's", verbatim)
        if mapping is None:
            return None
        if not isinstance(node, nodes.Mapping) or not node.pairs:
            file.report("empty", node, "`values` is empty, expected at least one value of the column")
        values = {key.text: read_value(present_node(value, fact), file) for key, value in mapping.items()}
        return {key: value for key, value in values.items() if value is not None}

    return read_values


def _ignored(node: Node, _: File) -> Any:
    """Return the node of a key that the fact's kind does not have; `_check_fact_kind` reports it."""
    return node


def _true(node: Node, file: File) -> bool | None:
    value = boolean(node, file)
    if value is False:
        file.report("wrong-kind", node, "expected `true`, got `false`", "omit the key")
        return None
    return value


def _pattern(node: Node, file: File) -> str | None:
    """Return a pattern of dates, with which a day can be written and read again."""
    pattern = verbatim(node, file)
    if pattern is not None and not _is_date_pattern(pattern):
        help_ = "write a day, a month and a year as for `strptime`, for example %d.%m.%Y"
        file.report("not-a-date", node, f"{describe(node)} is not a pattern of dates", help_)
        return None
    return pattern


def _is_date_pattern(pattern: str) -> bool:
    try:
        return bool(pattern) and day_of(DAY.strftime(pattern), pattern) == DAY
    except ValueError:
        return False


def _unknown(node: Node, file: File) -> str | None:
    """Return a value of the column that means unknown: text, or a whole number as JSON spells it."""
    if isinstance(node, nodes.Scalar) and node.kind == "integer":
        number = integer(node, file)
        return None if number is None else str(number)
    return verbatim(node, file)


def _check_keys(record: Record, file: File, fact: Fact) -> None:
    """Report an origin with neither a column nor an answer, and keys that cannot be combined."""
    if "column" not in record.nodes and "always" not in record.nodes:
        message = f"missing key `column` or `always` in the origin of `{fact.id}`"
        record.report(file, "missing-key", "column", message)
    if "date" in record.nodes and not fact.counts and not any(key in record.nodes for key in DAYS):
        message = f"`date` needs `days_since` or `days_until` in the origin of `{fact.id}`"
        record.report(file, "missing-key", "date", message)
    for key, others in EXCLUSIONS:
        other = next((other for other in others if key in record.nodes and other in record.nodes), None)
        if other is not None:
            message = f"`{key}` and `{other}` cannot be combined in the origin of `{fact.id}`"
            record.report(file, "contradictory-keys", other, message)


def _check_fact_kind(record: Record, file: File, fact: Fact) -> None:
    """Report keys for another kind of fact, and day counts of a fact that does not age that way."""
    if "unknown" in record.nodes and kind_of(fact).is_number and not fact.unknown:
        message = f"`unknown` is not valid for `{fact.id}`, which must be known"
        record.report(file, "contradictory-keys", "unknown", message)
    for key, kinds in ONLY_FOR.items():
        if key not in record.nodes:
            continue
        if fact.kind not in kinds:
            owners, actual = " or ".join(KINDS[kind].phrase for kind in kinds), kind_of(fact).phrase
            message = f"`{key}` is only valid for {owners}, but `{fact.id}` is {actual}"
            record.report(file, "contradictory-keys", key, message)
        elif key in DAYS and fact.ages != DAYS[key]:
            other = next((word for word, direction in DAYS.items() if direction == fact.ages), None)
            help_ = f"write `{other}: true`" if other else "the column must hold the number itself"
            change = "grow" if DAYS[key] > 0 else "shrink"
            message = f"`{key}` counts days, but `{fact.id}` does not {change} by one a day"
            record.report(file, "contradictory-keys", key, message, help_)

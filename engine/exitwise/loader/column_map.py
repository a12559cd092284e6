"""Map files: the column and values of an export for every fact, checked against the pack's facts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from exitwise.diagnostic import Diagnostics
from exitwise.errors import MapError
from exitwise.loader.conditions import value_of
from exitwise.loader.folder import display_path, read_tree
from exitwise.loader.yaml import nodes
from exitwise.loader.yaml.readers import File, boolean, one_or_many, pairs, verbatim, with_article
from exitwise.loader.yaml.records import Key, Record, read_record
from exitwise.model.column_map import ColumnMap, Origin
from exitwise.nearest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from exitwise.loader.yaml.nodes import Node, Scalar
    from exitwise.loader.yaml.readers import Reader
    from exitwise.model.fact import Fact, Value

ONLY_FOR: Final = {"values": "choice", "days_since": "integer", "days_until": "integer"}
DAYS: Final = {"days_since": 1, "days_until": -1}
"""The direction in which a fact ages that counts days since a date, or until one."""
ENVELOPE: Final = ("id", "schema")


def read_column_map(path: Path, facts: Iterable[Fact]) -> ColumnMap:
    """Return the column map in a file.

    Raises:
        MapError: the map has defects; all are listed, with their places.
        FileError: the file cannot be read.
    """
    facts_by_id = {fact.id: fact for fact in facts}
    diagnostics = Diagnostics()
    node = read_tree(path, diagnostics)
    column_map = None if node is None else _map(node, File(display_path(path), diagnostics), facts_by_id)
    if diagnostics or column_map is None:
        raise MapError(diagnostics)
    return column_map


def _map(node: Node, file: File, facts: Mapping[str, Fact]) -> ColumnMap | None:
    keys: dict[str, Key] = {
        "id": Key(_column),
        "facts": Key(_origins(facts), required=True),
        "keep": Key(one_or_many(_passthrough_column(facts))),
    }
    record = read_record(node, file, "a map", keys)
    return ColumnMap(**record.values) if record is not None and record.complete else None


def _column(node: Node, file: File) -> str | None:
    """Return the name of a column, which may be any text but the empty one."""
    column = verbatim(node, file)
    if column == "":
        file.report("empty", node, "the column name is empty")
        return None
    return column


def _passthrough_column(facts: Mapping[str, Fact]) -> Reader[str]:
    def read_column(node: Node, file: File) -> str | None:
        column = _column(node, file)
        if column in facts or column in ENVELOPE:
            message = f"`{column}` cannot be kept: the output already has a column of this name"
            file.report("reserved-name", node, message)
            return None
        return column

    return read_column


def _origins(facts: Mapping[str, Fact]) -> Reader[dict[str, Origin]]:
    def read_origins(node: Node, file: File) -> dict[str, Origin] | None:
        if isinstance(node, nodes.Scalar) and node.kind == "null":
            return {}
        mapping = pairs(node, file, "a mapping of facts to columns")
        if mapping is None:
            return None
        origins = {key.text: _fact_origin(key, value, file, facts) for key, value in mapping.items()}
        return {fact: origin for fact, origin in origins.items() if origin is not None}

    return read_origins


def _fact_origin(key: Scalar, node: Node, file: File, facts: Mapping[str, Fact]) -> Origin | None:
    fact = facts.get(key.text)
    if fact is None:
        file.report("unknown-fact", key, f"unknown fact `{key.text}`", did_you_mean(key.text, facts))
        return None
    return _origin(node, file, fact)


def _origin(node: Node, file: File, fact: Fact) -> Origin | None:
    keys: dict[str, Key] = {
        "column": Key(_column),
        "values": Key(_values(fact) if fact.kind == "choice" else _ignored),
        "days_since": Key(_true),
        "days_until": Key(_true),
        "always": Key(value_of(fact)),
    }
    record = read_record(node, file, f"the origin of `{fact.id}`", keys)
    if record is None:
        return None
    _check_keys(record, file, fact)
    _check_fact_kind(record, file, fact)
    days = next((direction for key, direction in DAYS.items() if key in record.values), 0)
    optional = {key: record.values.get(key) for key in ("values", "always")}
    return Origin(column=record.values.get("column", ""), days=days, **optional)


def _values(fact: Fact) -> Reader[dict[str, Value]]:
    read_value = value_of(fact)

    def read_values(node: Node, file: File) -> dict[str, Value] | None:
        mapping = pairs(node, file, "a mapping of the column's values to the fact's", verbatim)
        if mapping is None:
            return None
        if not isinstance(node, nodes.Mapping) or not node.pairs:
            file.report("empty", node, "`values` is empty, expected at least one value of the column")
        values = {key.text: read_value(value, file) for key, value in mapping.items()}
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


def _check_keys(record: Record, file: File, fact: Fact) -> None:
    """Report an origin with neither a column nor an answer, and keys that cannot be combined."""
    if "column" not in record.nodes and "always" not in record.nodes:
        message = f"missing key `column` or `always` in the origin of `{fact.id}`"
        record.report(file, "missing-key", "column", message)
    exclusions = (("always", ("column", *ONLY_FOR)), ("values", DAYS), ("days_since", ("days_until",)))
    for key, others in exclusions:
        other = next((other for other in others if key in record.nodes and other in record.nodes), None)
        if other is not None:
            message = f"`{key}` and `{other}` cannot be combined in the origin of `{fact.id}`"
            record.report(file, "contradictory-keys", other, message)


def _check_fact_kind(record: Record, file: File, fact: Fact) -> None:
    """Report values of an integer, and day counts of a fact that does not age that way."""
    for key, kind in ONLY_FOR.items():
        if key not in record.nodes:
            continue
        if fact.kind != kind:
            actual = with_article(fact.kind)
            message = f"`{key}` is only valid for {with_article(kind)}, but `{fact.id}` is {actual}"
            record.report(file, "contradictory-keys", key, message)
        elif key in DAYS and fact.ages != DAYS[key]:
            other = next((word for word, direction in DAYS.items() if direction == fact.ages), None)
            help_ = f"write `{other}: true`" if other else "the column must hold the number itself"
            change = "grow" if DAYS[key] > 0 else "shrink"
            message = f"`{key}` counts days, but `{fact.id}` does not {change} by one a day"
            record.report(file, "contradictory-keys", key, message, help_)

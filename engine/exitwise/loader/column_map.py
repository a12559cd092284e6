"""A map file: which column of somebody's export each fact is taken from, checked against the pack's facts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from exitwise.diagnostic import Diagnostics
from exitwise.errors import MapError
from exitwise.loader.conditions import value_of
from exitwise.loader.folder import display_path, read_tree
from exitwise.loader.yaml import nodes
from exitwise.loader.yaml.readers import File, boolean, one_or_many, pairs, verbatim
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
"""Which way a fact ages that is counted from a day, or until one."""
ENVELOPE: Final = ("id", "schema")


def read_column_map(path: Path, facts: Iterable[Fact]) -> ColumnMap:
    """Return what a map file says.

    Raises:
        MapError: with every defect, each with its place.
        FileError: the file cannot be read.
    """
    known = {fact.id: fact for fact in facts}
    diagnostics = Diagnostics()
    node = read_tree(path, diagnostics)
    found = None if node is None else _map(node, File(display_path(path), diagnostics), known)
    if diagnostics or found is None:
        raise MapError(diagnostics)
    return found


def _map(node: Node, file: File, known: Mapping[str, Fact]) -> ColumnMap | None:
    keys: dict[str, Key] = {
        "id": Key(_column),
        "facts": Key(_origins(known), required=True),
        "keep": Key(one_or_many(_passthrough_column(known))),
    }
    found = read_record(node, file, "a map", keys)
    return ColumnMap(**found.values) if found is not None and found.complete else None


def _column(node: Node, file: File) -> str | None:
    """Return the name of a column, which is whatever the export has at its head."""
    found = verbatim(node, file)
    if found == "":
        file.report("empty", node, "the name of the column is empty")
        return None
    return found


def _passthrough_column(known: Mapping[str, Fact]) -> Reader[str]:
    def read_kept(node: Node, file: File) -> str | None:
        found = _column(node, file)
        if found in known or found in ENVELOPE:
            advice = "what is taken from it stands in the output already"
            file.report("reserved-name", node, f"`{found}` cannot be kept as a column", advice)
            return None
        return found

    return read_kept


def _origins(known: Mapping[str, Fact]) -> Reader[dict[str, Origin]]:
    def read_origins(node: Node, file: File) -> dict[str, Origin] | None:
        found = pairs(node, file, "a mapping of facts to columns")
        if found is None:
            return None
        read = {key.text: _fact_origin(key, value, file, known) for key, value in found.items()}
        return {fact: origin for fact, origin in read.items() if origin is not None}

    return read_origins


def _fact_origin(key: Scalar, node: Node, file: File, known: Mapping[str, Fact]) -> Origin | None:
    fact = known.get(key.text)
    if fact is None:
        advice = did_you_mean(key.text, known)
        file.report("unknown-fact", key, f"no fact is called `{key.text}`", advice)
        return None
    return _origin(node, file, fact)


def _origin(node: Node, file: File, fact: Fact) -> Origin | None:
    keys: dict[str, Key] = {
        "column": Key(_column),
        "values": Key(_values(fact) if fact.kind == "choice" else _unread),
        "days_since": Key(_true),
        "days_until": Key(_true),
        "always": Key(value_of(fact)),
    }
    found = read_record(node, file, f"the origin of `{fact.id}`", keys)
    if found is None:
        return None
    _check_keys(found, file, fact)
    _check_fact_kind(found, file, fact)
    days = next((way for key, way in DAYS.items() if key in found.values), 0)
    stated = {key: found.values.get(key) for key in ("values", "always")}
    return Origin(column=found.values.get("column", ""), days=days, **stated)


def _values(fact: Fact) -> Reader[dict[str, Value]]:
    one = value_of(fact)

    def read_values(node: Node, file: File) -> dict[str, Value] | None:
        found = pairs(node, file, "a mapping of the column's values to the fact's", verbatim)
        if found is None:
            return None
        if not isinstance(node, nodes.Mapping) or not node.pairs:
            file.report("empty", node, "no value of the column is named")
        read = {key.text: one(value, file) for key, value in found.items()}
        return {key: value for key, value in read.items() if value is not None}

    return read_values


def _unread(node: Node, _: File) -> Any:
    """Return a value that does not belong there, which is said elsewhere."""
    return node


def _true(node: Node, file: File) -> bool | None:
    found = boolean(node, file)
    if found is False:
        file.report("wrong-kind", node, "`false` says nothing here, leave the key out")
        return None
    return found


def _check_keys(found: Record, file: File, fact: Fact) -> None:
    """An origin is a column or an answer, and a column is read in one way."""
    if "column" not in found.nodes and "always" not in found.nodes:
        message = f"the origin of `{fact.id}` has neither `column` nor `always`"
        found.report(file, "missing-key", "column", message)
    several = (("always", ("column", *ONLY_FOR)), ("values", DAYS), ("days_since", ("days_until",)))
    for key, others in several:
        other = next((other for other in others if key in found.nodes and other in found.nodes), None)
        if other is not None:
            message = f"`{key}` and `{other}` exclude each other in the origin of `{fact.id}`"
            found.report(file, "contradictory-keys", other, message)


def _check_fact_kind(found: Record, file: File, fact: Fact) -> None:
    """Only a choice has values to name, and only what ages by a day can be counted in days."""
    for key, kind in ONLY_FOR.items():
        if key not in found.nodes:
            continue
        if fact.kind != kind:
            message = f"`{key}` belongs to {_a(kind)}, and `{fact.id}` is {_a(fact.kind)}"
            found.report(file, "contradictory-keys", key, message)
        elif key in DAYS and fact.ages != DAYS[key]:
            other = next((word for word, way in DAYS.items() if way == fact.ages), None)
            advice = f"write `{other}: true`" if other else "the column must hold the number itself"
            way = "grow" if DAYS[key] > 0 else "shrink"
            message = f"`{key}` counts days, and `{fact.id}` does not {way} by one a day"
            found.report(file, "contradictory-keys", key, message, advice)


def _a(kind: str) -> str:
    return "an integer" if kind == "integer" else "a choice"

"""Map files: the column and values of an export for every fact, checked against the pack's facts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from exitwise.diagnostic import Diagnostics
from exitwise.errors import MapError
from exitwise.loader.folder import display_path, read_tree
from exitwise.loader.origin import column_name, fact_origin
from exitwise.loader.yaml import nodes
from exitwise.loader.yaml.readers import File, one_or_many, pairs
from exitwise.loader.yaml.records import Key, read_record
from exitwise.model.column_map import ColumnMap
from exitwise.model.former_names import FormerNames

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from exitwise.loader.yaml.nodes import Node
    from exitwise.loader.yaml.readers import Reader
    from exitwise.model.column_map import Origin
    from exitwise.model.fact import Fact

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
    notes: set[str] = set()
    keys: dict[str, Key] = {
        "id": Key(column_name),
        "facts": Key(_origins(facts, notes), required=True),
        "keep": Key(one_or_many(_passthrough_column(facts))),
    }
    record = read_record(node, file, "a map", keys)
    if record is None or not record.complete:
        return None
    return ColumnMap(**record.values, notes=tuple(sorted(notes)))


def _passthrough_column(facts: Mapping[str, Fact]) -> Reader[str]:
    def read_column(node: Node, file: File) -> str | None:
        column = column_name(node, file)
        if column in facts or column in ENVELOPE:
            message = f"`{column}` cannot be kept: the output already has a column of this name"
            file.report("reserved-name", node, message)
            return None
        return column

    return read_column


def _origins(facts: Mapping[str, Fact], notes: set[str]) -> Reader[dict[str, Origin]]:
    """Return the reader of the origins of facts; notes on former names of facts are added."""

    def read_origins(node: Node, file: File) -> dict[str, Origin] | None:
        if isinstance(node, nodes.Scalar) and node.kind == "null":
            return {}
        mapping = pairs(node, file, "a mapping of facts to columns")
        if mapping is None:
            return None
        names = FormerNames(facts.values())
        origins: dict[str, Origin | None] = {}
        for key, value in mapping.items():
            name = names.present(key.text)
            if name in origins:
                message = f"`{key.text}` and another key are both names of fact `{name}`"
                file.report("duplicate-key", key, message)
            note = names.note(key.text)
            notes.update(() if note is None else (note,))
            origins[name] = fact_origin(key, value, file, facts)
        return {fact: origin for fact, origin in origins.items() if origin is not None}

    return read_origins

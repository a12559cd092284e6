"""The files of tables before their names are checked: heads, rows and cells with their places."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from exitwise.diagnostic import PackDiagnostic, Place
from exitwise.loader.folder import display_path, read_text, read_tree
from exitwise.loader.tables.cells import is_blank
from exitwise.loader.tables.csv_cells import csv_rows
from exitwise.loader.yaml.nodes import Mapping, Scalar, Sequence, value_under
from exitwise.loader.yaml.readers import File, describe, fixed_key, items, pairs
from exitwise.nearest import did_you_mean

if TYPE_CHECKING:
    from pathlib import Path

    from exitwise.diagnostic import Diagnostics
    from exitwise.loader.yaml.nodes import Node

FOLDER: Final = "tables"
MAX_ROWS: Final = 1000


@dataclass(frozen=True, slots=True)
class RawRow:
    """A row with the cells that are not blank, by column, and the node at its place; rows count from 1."""

    number: int
    node: Node
    cells: dict[str, Node]

    @property
    def name(self) -> str:
        """The last part of the id of its rule: its own id, or its number."""
        own = self.cells.get("id")
        return own.text if isinstance(own, Scalar) else str(self.number)


@dataclass(frozen=True, slots=True)
class TableFile:
    """The file of one table; `rows_file` is the CSV file if its rows are in one.

    `columns` has the place of each column's name: its first, if every row names it.
    """

    root: Node
    file: File
    rows: tuple[RawRow, ...]
    rows_file: File
    columns: dict[str, Scalar]

    @property
    def id(self) -> str:
        """The id as written; empty if it is missing."""
        return _text(value_under(self.root, "id"))

    @property
    def texts(self) -> tuple[str, ...]:
        """The names of the text columns as written."""
        node = value_under(self.root, "texts")
        return tuple(_text(item) for item in getattr(node, "items", (node,)))

    def conclusions(self, key: str) -> dict[str, str]:
        """Return what each row concludes under `finding` or `recommend`, by the id of its rule."""
        shared = _text(value_under(self.root, key))
        names = {f"{self.id}.{row.name}": _text(row.cells.get(key)) or shared for row in self.rows}
        return {row: name for row, name in names.items() if name}


def _text(node: Node | None) -> str:
    return node.text if isinstance(node, Scalar) else ""


def read_table_files(pack: Path, diagnostics: Diagnostics) -> tuple[TableFile | None, ...]:
    """Return the tables of a pack in the order of their files; None for one that cannot be read."""
    folder = pack / FOLDER
    paths = sorted(folder.glob("*.yaml"))
    roots = {path: read_tree(path, diagnostics) for path in paths}
    tables = [None if root is None else _table(path, root, diagnostics) for path, root in roots.items()]
    named = {_text(value_under(root, "rows")) for root in roots.values()}
    for path in sorted(folder.glob("*.csv")):
        if path.name not in named:
            place = Place(display_path(path), 1, 1)
            message = f"no table has its rows in `{path.name}`"
            help_ = f"name it in a YAML file beside it: `rows: {path.name}`"
            diagnostics.add(PackDiagnostic(id="unknown-file", message=message, place=place, help=help_))
    return tuple(tables)


def _table(path: Path, root: Node, diagnostics: Diagnostics) -> TableFile | None:
    file, node = File(display_path(path), diagnostics), value_under(root, "rows")
    if not isinstance(node, Scalar):
        rows, columns = _yaml_rows(node, file)
        return TableFile(root, file, rows, file, columns)
    source = path.parent / node.text
    names = sorted(other.name for other in path.parent.glob("*.csv"))
    if node.text not in names:
        message = f"`rows` is `{node.text}`, which is no CSV file beside this one"
        file.report("missing-file", node, message, did_you_mean(node.text, names))
        return None
    content = read_text(source, diagnostics)
    if content is None:
        return None
    rows_file = File(display_path(source), diagnostics)
    rows, columns = _csv_rows(content, rows_file)
    return TableFile(root, file, rows, rows_file, columns)


def _yaml_rows(node: Node | None, file: File) -> tuple[tuple[RawRow, ...], dict[str, Scalar]]:
    """Return the rows in a list of mappings, and their columns in the order of their first cells."""
    rows: list[RawRow] = []
    columns: dict[str, Scalar] = {}
    for number, item in enumerate(() if node is None else items(node, file), 1):
        mapping = pairs(item, file, "a row: a mapping of columns to cells", fixed_key) or {}
        cells = {key.text: value for key, value in mapping.items() if not is_blank(value)}
        for key in mapping:
            columns.setdefault(key.text, key)
        rows.append(RawRow(number, item, cells))
    return tuple(rows), columns


def _csv_rows(content: str, file: File) -> tuple[tuple[RawRow, ...], dict[str, Scalar]]:
    """Return the rows below the header, which has the names of the columns."""
    header, *lines = csv_rows(content, file) or ((),)
    columns: dict[str, Scalar] = {}
    for key in header:
        if key.text in columns:
            file.report("duplicate-key", key, f"duplicate column `{key.text}`")
        elif key.text:
            columns[key.text] = key
    rows = []
    for number, line in enumerate(lines, 1):
        named = [key.text for key in header] + [""] * (len(line) - len(header))
        cells = [(column, cell) for column, cell in zip(named, line, strict=False) if not is_blank(cell)]
        for _, cell in [pair for pair in cells if not pair[0]][:1]:
            file.report(
                "bad-csv", cell, f"the cell {describe(cell)} has no column", "quote a cell with commas"
            )
        rows.append(RawRow(number, line[0], dict(cells)))
    return tuple(rows), columns


def cell_text(node: Node | None) -> str:
    """Return a cell as a table shows it."""
    match node:
        case None:
            return ""
        case Scalar(text):
            return " ".join(text.split())
        case Sequence(items):
            return ", ".join(map(cell_text, items))
        case Mapping(entries):
            return f"{{{', '.join(f'{cell_text(key)}: {cell_text(value)}' for key, value in entries)}}}"

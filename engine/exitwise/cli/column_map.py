"""What `exitwise batch` does with a map of columns: reads it, or writes one to fill in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from exitwise.cli.streams import standard_input, write
from exitwise.cli.usage import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from exitwise.batch.source import Form
    from exitwise.model.column_map import ColumnMap
    from exitwise.model.knowledge import Knowledge


def of_columns(
    knowledge: Knowledge, *, map_file: str | None, keep: Sequence[str], day: Any, **told: Any
) -> dict[str, Any]:
    """Return what a job is told, with the map that a file holds and all the columns that are passed through.

    Raises:
        MapError: with every defect of the file.
        FileError: it cannot be read.
    """
    from exitwise.loader.column_map import read_column_map  # noqa: PLC0415 (a mistaken call reads no map)

    columns = None if map_file is None else read_column_map(Path(map_file), knowledge.facts)
    today = {} if day is None else {"today": day.date()}
    return {**told, **today, "columns": columns, "keep": _kept(columns, keep)}


def _kept(columns: ColumnMap | None, named: Sequence[str]) -> tuple[str, ...]:
    """Return the columns that are passed through: those named in the call, then those of the map."""
    return tuple(dict.fromkeys((*named, *(columns.keep if columns is not None else ()))))


def write_template(knowledge: Knowledge, names: Sequence[str], form: Form | None) -> None:
    """Write a map to fill in to standard output; with the name of an export, for its columns."""
    from exitwise.batch.header import header  # noqa: PLC0415 (`--help` reads no export)
    from exitwise.batch.source import inputs  # noqa: PLC0415
    from exitwise.batch.template import template  # noqa: PLC0415

    sources = inputs(names, form)
    if len(sources) > 1:
        raise UsageError("a map is written for one export", help="name one file")
    columns = header(sources[0], standard_input) if sources else None
    write(template(knowledge, columns))

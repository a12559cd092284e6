"""The columns of `exitwise batch`: its map file, the columns it copies, and the template of a map."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from exitwise.cli.profile import print_notes
from exitwise.cli.streams import standard_input, write
from exitwise.cli.usage import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from exitwise.batch.read.inputs import Input
    from exitwise.model.column_map import ColumnMap
    from exitwise.model.knowledge import Knowledge


def read_map(
    knowledge: Knowledge, file: str | None, keep: Sequence[str]
) -> tuple[ColumnMap | None, tuple[str, ...]]:
    """Return the map in a file, if one is named, and all columns to copy: those of the call, then of the map.

    Raises:
        MapError: the map is invalid; the error holds all its defects.
        FileError: the file cannot be read.
    """
    from exitwise.loader.column_map import read_column_map  # noqa: PLC0415 (an invalid call reads no map)

    if file is None:
        return None, tuple(dict.fromkeys(keep))
    column_map = read_column_map(Path(file), knowledge.facts)
    print_notes(column_map.notes)
    return column_map, tuple(dict.fromkeys((*keep, *column_map.keep)))


def check_passthrough(knowledge: Knowledge, keep: Sequence[str]) -> None:
    """Reject columns that cannot be copied: facts, columns of the output, and reserved names.

    Raises:
        UsageError: names the first such column.
    """
    from exitwise.model.advice import COMPACT  # noqa: PLC0415 (only passed-through columns need it)
    from exitwise.model.profile import LONE_SURROGATE  # noqa: PLC0415

    facts = {fact.casefold(): fact for fact in knowledge.fact}
    output_columns = {name.casefold(): name for name in ("id", *COMPACT)}
    for column in keep:
        folded = column.casefold()
        if LONE_SURROGATE.search(column):
            raise UsageError(f"`--keep {column!a}`: the name is not UTF-8 text", help="rename the column")
        if column in knowledge.fact:
            advice = "leave it out of --keep; to repeat answers, add a copy of the column under another name"
            raise UsageError(f"`--keep {column}`: a fact cannot be kept", help=advice)
        if folded in {"", "schema"}:
            raise UsageError(f"`--keep {column}`: this name is reserved", help="rename the column")
        if folded in facts:
            message = f"`--keep {column}`: the name differs only in case from the fact `{facts[folded]}`"
            raise UsageError(message, help="rename the column")
        if folded in output_columns:
            message = f"`--keep {column}`: the output already has the column `{output_columns[folded]}`"
            raise UsageError(message, help="rename the column: names that differ only in case are the same")
        output_columns[folded] = column


def write_template(knowledge: Knowledge, sources: Sequence[Input]) -> None:
    """Print a map to fill in; if an input is named, for its columns.

    Raises:
        UsageError: several inputs are named.
        FileError: the input cannot be read.
    """
    from exitwise.batch.columns.template import template  # noqa: PLC0415
    from exitwise.batch.read.header import header  # noqa: PLC0415 (`--help` loads no reader)

    if len(sources) > 1:
        raise UsageError("a map template is for one export only", help="name one file")
    columns = header(sources[0], standard_input) if sources else None
    write(template(knowledge, columns))

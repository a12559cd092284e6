"""The error of a table with unknown columns: all of them, each with its nearest name or another option."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING, Final

from exitwise.errors import InputError
from exitwise.nearest import join_names, nearest_name

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

INDEX: Final = re.compile(r"Unnamed: \d+|__index_level_\d+__|", re.ASCII)
"""The names of a column that holds the index of a pandas table; the last of them is the empty one."""
INDEX_HELP: Final = "a pandas index is not written with `index=False`"
NAMELESS: Final = "a column has no name"
NAMELESS_HELP: Final = f"name it, or leave it out: {INDEX_HELP}"
MOST: Final = 20
"""Columns that are named."""


def unknown_columns(
    name: str, unknown: Sequence[str], known: Collection[str], *, is_mapped: bool
) -> InputError:
    """Return the error of a file with unknown columns."""
    if list(unknown) == [""]:
        return InputError(f"{name}: {NAMELESS}", help=NAMELESS_HELP)
    verb = "is read from the column" if is_mapped else "is called"
    verb += "s" if is_mapped and len(unknown) > 1 else ""
    message = f"{name}: no fact {verb} {join_names((column or '(no name)' for column in unknown), most=MOST)}"
    near = {column: nearest_name(column, known) for column in unknown if not INDEX.fullmatch(column)}
    return InputError(message, help="; ".join(_help(unknown, near, is_mapped=is_mapped)))


def _help(unknown: Sequence[str], near: Mapping[str, str | None], *, is_mapped: bool) -> Iterator[str]:
    pairs = [(name, column) for column, name in near.items() if name is not None]
    if len(unknown) == len(pairs) == 1:
        yield f"did you mean `{pairs[0][0]}`?"
        return
    if pairs:
        yield f"did you mean {', '.join(f'`{name}` for `{column}`' for name, column in pairs)}?"
    others = [column for column in unknown if column and near.get(column) is None]
    if others:
        yield _way(others, is_mapped=is_mapped)
    if any(map(INDEX.fullmatch, unknown)):
        yield INDEX_HELP


def _way(columns: Sequence[str], *, is_mapped: bool) -> str:
    """Return the options for columns that resemble no fact."""
    pronoun = "it" if len(columns) == 1 else "them"
    if is_mapped:
        names = "it" if len(columns) == 1 else join_names(columns, most=MOST)
        return f"name {names} in the map, or pass {pronoun} through with `keep`"
    options = " ".join(f"--keep {shlex.quote(column)}" for column in columns[:MOST])
    return f"keep {pronoun} by {options}, or leave {pronoun} out"

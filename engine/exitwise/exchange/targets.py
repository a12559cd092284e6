"""Export targets by name: the systems for which rules can be written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from exitwise.errors import InputError
from exitwise.model.profile import quote
from exitwise.nearest import did_you_mean, join_names

if TYPE_CHECKING:
    from collections.abc import Sequence

    from exitwise.model.knowledge import Knowledge

TARGETS: Final = ("sql",)


def export(target: str, knowledge: Knowledge, dialect: str | None = None) -> str:
    """Return the rules in the format of a target, by default in its first dialect.

    Raises:
        InputError: the target or the dialect is unknown; the help suggests the nearest, or lists all.
    """
    _check_name("target", target, TARGETS)
    from exitwise.exchange.sql.export import dialects, write  # noqa: PLC0415 (loads the SQL library)

    if dialect is not None:
        _check_name(f"dialect of {target}", dialect, dialects())
    return write(knowledge, dialect or dialects()[0])


def _check_name(kind: str, name: str, names: Sequence[str]) -> None:
    if name not in names:
        advice = did_you_mean(name, names) or f"there are {join_names(names, most=40)}"
        raise InputError(f"unknown {kind} {quote(name)}", help=advice)

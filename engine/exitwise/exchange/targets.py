"""The engines that rules can be exported to, by name."""

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
    """Return the rules as text for a target, in its first dialect unless another is named.

    Raises:
        InputError: the target or its dialect does not exist.
    """
    _check("target", target, TARGETS)
    from exitwise.exchange.sql.export import dialects, write  # noqa: PLC0415 (loads the library of SQL)

    if dialect is not None:
        _check(f"dialect of {target}", dialect, dialects())
    return write(knowledge, dialect or dialects()[0])


def _check(kind: str, name: str, known: Sequence[str]) -> None:
    if name not in known:
        advice = did_you_mean(name, known) or f"there are {join_names(known, most=40)}"
        raise InputError(f"no {kind} is called {quote(name)}", help=advice)

"""The rules written for other programs: one target a module, each with a `write`.

A target that is written in several dialects names them, the usual one first, in `dialects()`.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING

from exitwise.errors import InputError
from exitwise.model.profile import shown
from exitwise.nearest import did_you_mean, listed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from exitwise.model.knowledge import Knowledge


def names() -> tuple[str, ...]:
    """Return the targets by name: the modules beside this one."""
    return tuple(sorted(found.name for found in iter_modules(__path__)))


def dialects(target: str) -> tuple[str, ...]:
    """Return the dialects of a target, the usual one first; none where there is but one way to write it.

    Raises:
        InputError: there is no such target.
    """
    _check("target", target, names())
    module = import_module(f"{__name__}.{target}")
    return tuple(module.dialects()) if hasattr(module, "dialects") else ()


def write(target: str, knowledge: Knowledge, dialect: str | None = None) -> str:
    """Return the rules as a target has them, in the usual dialect unless another is named.

    Raises:
        InputError: there is no such target, or it has no such dialect.
    """
    known = dialects(target)
    if dialect is not None:
        _check(f"dialect of {target}", dialect, known)
    module = import_module(f"{__name__}.{target}")
    text: str = module.write(knowledge, dialect or known[0]) if known else module.write(knowledge)
    return text


def _check(kind: str, name: str, known: Sequence[str]) -> None:
    if name not in known:
        advice = did_you_mean(name, known) or (
            f"there are {listed(known, most=40)}" if known else "leave it out"
        )
        raise InputError(f"no {kind} is called {shown(name)}", help=advice)

"""exitwise: decides with you whether to leave an online account, and what must be done first.

>>> import exitwise
>>> kb = exitwise.load()
>>> advice = kb.advise({...})
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from exitwise.errors import ExitwiseError, FileError, InputError, LimitError, PackError, ProfileError
    from exitwise.knowledge_base import KnowledgeBase
    from exitwise.model.advice import Advice

__version__ = "0.1.0"

_HOMES = {
    "Advice": "exitwise.model.advice",
    "ExitwiseError": "exitwise.errors",
    "FileError": "exitwise.errors",
    "InputError": "exitwise.errors",
    "KnowledgeBase": "exitwise.knowledge_base",
    "LimitError": "exitwise.errors",
    "PackError": "exitwise.errors",
    "ProfileError": "exitwise.errors",
}

__all__ = [
    "Advice",
    "ExitwiseError",
    "FileError",
    "InputError",
    "KnowledgeBase",
    "LimitError",
    "PackError",
    "ProfileError",
    "load",
]


def load(pack: str | Path | None = None) -> KnowledgeBase:
    """Return the knowledge base of a pack, given by the name of a shipped one or by its folder.

    Without a name it is the default pack, the one that the program itself uses.

    Raises:
        ExitwiseError: there is no such pack, a file cannot be read, or the pack is invalid (PackError, with
            every defect of it).
    """
    knowledge_base = import_module("exitwise.knowledge_base")
    return knowledge_base.KnowledgeBase.of(pack)  # type: ignore[no-any-return]


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used: the program's start pays only for what it needs."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return __all__

"""exitwise: decides with you whether to leave an online account, and what must be done first.

>>> import exitwise
>>> kb = exitwise.load()
>>> advice = kb.advise({...})
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from exitwise.defect import PackError
    from exitwise.errors import ExitwiseError, ProfileError
    from exitwise.knowledge_base import KnowledgeBase, load
    from exitwise.model.advice import Advice

__all__ = ["Advice", "ExitwiseError", "KnowledgeBase", "PackError", "ProfileError", "load"]

_HOMES = {
    "Advice": "exitwise.model.advice",
    "ExitwiseError": "exitwise.errors",
    "KnowledgeBase": "exitwise.knowledge_base",
    "PackError": "exitwise.defect",
    "ProfileError": "exitwise.errors",
    "load": "exitwise.knowledge_base",
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used: the program's start pays only for what it needs."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module  # noqa: PLC0415

    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return __all__

"""exitwise: helps to decide whether to leave an online account, and plans the necessary steps.

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


def load(pack: str | Path | None = None, *, lang: str | None = None) -> KnowledgeBase:
    """Return the knowledge base of a pack, by the name of a shipped one or by its folder.

    None is the default pack, which the program uses too. `lang` is the language of its texts, such as "es",
    by default the pack's own one.

    Raises:
        InputError: the pack does not exist, or has no texts in this language.
        FileError: a file cannot be read.
        PackError: the pack has defects; all are listed.
    """
    knowledge_base = import_module("exitwise.knowledge_base")
    return knowledge_base.KnowledgeBase.of(pack, lang=lang)  # type: ignore[no-any-return]


def __getattr__(name: str) -> Any:
    """Import a public name on first use, so that `import exitwise` is fast."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return __all__

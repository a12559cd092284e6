"""The pack of a call, in the language of the call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exitwise.catalogue import speak

if TYPE_CHECKING:
    from exitwise.knowledge_base import KnowledgeBase


def load_pack(pack: str | None, lang: str | None, *, cases: bool = False) -> KnowledgeBase:
    """Load the pack of a call; from now on the program's sentences are in the language of its texts.

    Raises:
        InputError: the pack does not exist, or has no texts in this language.
        FileError: a file cannot be read.
        PackError: the pack has defects; all are listed.
    """
    from exitwise.knowledge_base import KnowledgeBase  # noqa: PLC0415 (`--help` does not load the rules)

    kb = KnowledgeBase.of(pack, cases=cases, lang=lang)
    speak(kb.knowledge.language)
    return kb

"""A language that shows what is translated: sentences in brackets, texts of the pack in guillemets."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from gettext import NullTranslations
from unittest import mock

from exitwise import catalogue
from exitwise.knowledge_base import KnowledgeBase
from exitwise.model.translation import TranslatedText, Translation, texts, translated

TRANSLATED = re.compile(r"⟦[^⟦⟧«»]*⟧|«[^⟦⟧«»]*»")
"""A translated text that has no other in it."""


class Brackets(NullTranslations):
    """A catalogue in which every sentence is itself in brackets."""

    def gettext(self, message: str) -> str:
        """Return the sentence."""
        return f"⟦{message}⟧"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Return the form of the sentence for a number."""
        return f"⟦{msgid1 if n == 1 else msgid2}⟧"


@contextmanager
def brackets() -> Iterator[None]:
    """Show the engine's sentences in brackets within a block."""
    with mock.patch.object(catalogue, "_catalogue", return_value=Brackets()), catalogue.speaking("qq"):
        yield


def in_guillemets(base: KnowledgeBase) -> KnowledgeBase:
    """Return a knowledge base with every text of the pack in guillemets; those of letters stay."""
    knowledge = base.knowledge
    place = knowledge.facts[0].place
    entries = {path: TranslatedText(text=f"«{text}»", place=place) for path, text in texts(knowledge).items()}
    whole = Translation(language="qq", texts=entries, letters=knowledge.letters, place=place)
    return KnowledgeBase(translated(knowledge, whole, "qq"))


def outside(text: str) -> list[str]:
    """Return the words of a text that are in neither, from the inside to the outside."""
    while TRANSLATED.search(text):
        text = TRANSLATED.sub(" ", text)
    return re.findall(r"[^\W\d_]{2,}", text)

"""The engine's own sentences in the language of the reader, from catalogues of gettext.

Sentences are English in the code, as arguments of `_`; `N_` marks those that are translated where they are
used. The language is that of the pack's texts.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from gettext import NullTranslations, translation
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

DOMAIN: Final = "exitwise"
FOLDER: Final = Path(__file__).with_name("catalogues")
ENGLISH: Final = NullTranslations()

_current: ContextVar[NullTranslations] = ContextVar("catalogue", default=ENGLISH)


def _(sentence: str) -> str:
    """Return a sentence in the current language."""
    return _current.get().gettext(sentence)


def ngettext(one: str, many: str, count: int) -> str:
    """Return the form of a sentence for a number, in the current language."""
    return _current.get().ngettext(one, many, count)


def N_(sentence: str) -> str:  # noqa: N802 (gettext's name)
    """Return a sentence as it is, marked to be translated where it is used."""
    return sentence


def speak(language: str) -> None:
    """Use a language from now on; English if there is no catalogue."""
    _current.set(_catalogue(language))


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Use a language within a block."""
    token = _current.set(_catalogue(language))
    try:
        yield
    finally:
        _current.reset(token)


@cache
def _catalogue(language: str) -> NullTranslations:
    """Return the catalogue of a language such as `es-MX`, or of its base `es`."""
    base = language.replace("_", "-").partition("-")[0]
    if base == "en":
        return ENGLISH
    names = dict.fromkeys((language.replace("-", "_"), base))
    return translation(DOMAIN, FOLDER, list(names), fallback=True)

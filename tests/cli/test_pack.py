"""The pack of a call, and the language of the sentences around its texts."""

from contextvars import copy_context

import pytest

from exitwise.catalogue import _
from exitwise.cli.pack import load_pack
from support.packs import toy


def title_and_heading(lang: str | None) -> tuple[str, str]:
    """Load the bicycle's pack for a call, and return its title and a heading of the program."""
    return load_pack(str(toy.BICYCLE), lang).knowledge.title, _("Why")


@pytest.mark.parametrize(
    ("lang", "expected"),
    {
        "es": ("Qué hacer con una bicicleta", "Por qué"),
        "en": ("What to do with a bicycle", "Why"),
        None: ("What to do with a bicycle", "Why"),
    }.items(),
)
def test_sentences_are_in_the_language_of_the_texts(lang: str | None, expected: tuple[str, str]) -> None:
    """Texts of the pack and headings of the program change together."""
    assert copy_context().run(title_and_heading, lang) == expected


def test_worked_cases_are_loaded_on_request() -> None:
    """Advice does not need them."""
    assert load_pack(str(toy.BICYCLE), None).knowledge.scenarios == ()
    assert load_pack(str(toy.BICYCLE), None, cases=True).knowledge.scenarios != ()

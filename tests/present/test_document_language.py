"""The document in another language: every sentence and every text of the pack is translated."""

from typing import Any

import pytest

from exitwise.catalogue import speaking
from exitwise.knowledge_base import KnowledgeBase
from exitwise.present.document import Document, document
from exitwise.present.letter import list_markdown, list_text, markdown, text
from exitwise.present.markdown import markdown as document_markdown
from exitwise.present.text import text as document_text
from support.packs import toy
from support.running.pseudo import brackets, in_guillemets, outside

PROFILES: list[tuple[dict[str, Any], str]] = [
    ({"brakes": "no", "colour": "red", "age": 12}, "ride"),
    ({"brakes": "no", "age": 12}, "sell"),
    ({"brakes": "yes", "colour": "blue", "age": 5, "bell": "none", "spokes": 36}, "mend"),
    ({"brakes": "no"}, "mend"),
]
IDS = ("⟦From⟧", "⟦Rests on⟧", "⟦Letter⟧", "⟦Asks for⟧")
"""The notes that have ids of facts, rules and statements, or a call."""


def strings(shown: Document) -> list[str]:
    """Return the texts of a document, except ids."""
    notes = [note for section in shown.sections for item in section.items for note in item.notes]
    return [
        *(shown.title, shown.recommendation, shown.readiness, shown.notice),
        *(part for section in shown.sections for part in (section.title, section.intro)),
        *(item.text.removeprefix("manual: ") for section in shown.sections for item in section.items),
        *(part for note in notes if note.label not in IDS for part in (note.label, note.text)),
        *(note.label for note in notes),
    ]


@pytest.mark.parametrize(("profile", "why_not"), PROFILES)
def test_every_text_of_a_document_is_translated(profile: dict[str, Any], why_not: str) -> None:
    """Nothing but ids, calls and addresses is left."""
    base = in_guillemets(toy.bicycle())
    with brackets():
        shown = document(base.knowledge, base.advise(profile, why_not=why_not))

    found = {string: outside(string) for string in strings(shown) if not string.startswith("https://")}
    assert {string: words for string, words in found.items() if words} == {}
    assert len(found) > 20


def test_headings_around_a_document_are_translated() -> None:
    """The recommendation, in both formats."""
    base = toy.bicycle()
    with brackets():
        shown = document(base.knowledge, base.advise({"brakes": "yes"}))
        assert "⟦Recommendation: Ride it⟧" in document_text(shown, width=80, colour=False)
        assert "**⟦Recommendation: Ride it⟧**" in document_markdown(shown)


def test_letters_are_translated_around_their_texts() -> None:
    """The addressee, the subject, blanks that are not known, and the list."""
    base = toy.bicycle()
    facts, letter = base.knowledge.fact, base.knowledge.letter["hello"]
    with brackets():
        shown = text(letter, facts, {})
        listed = list_text(base.knowledge, width=80, colour=False)
        marked = (markdown(letter, facts, {}), list_markdown(base.knowledge))

    assert shown.startswith("⟦To: everybody at home⟧\n⟦Subject: Off on the ⟦[not known: What colour is")
    assert "⟦Steps: write-home⟧" in listed
    assert marked[0].startswith("⟦**To:** everybody at home\\\n**Subject:** Off on the ")
    assert "⟦*Steps:* write\\-home⟧" in marked[1] or "⟦*Steps:* write-home⟧" in marked[1]


def test_the_bicycle_is_advised_on_in_spanish() -> None:
    """Texts of the pack and sentences of the engine are in one language."""
    base = KnowledgeBase.of(toy.BICYCLE, lang="es")
    with speaking("es"):
        shown = document_text(
            document(base.knowledge, base.advise({"brakes": "no"}, why_not="ride")), width=80, colour=False
        )

    for words in (
        "Qué hacer con una bicicleta\n",
        "Recomendación: Repararla\nTodavía no. Primero resuelve lo que aparece abajo.\n",
        "Resuelve esto primero\n  ! No montes todavía\n",
        "Resuelto cuando: los frenos frenen\n",
        "¿Por qué no «Montarla»?\n",
        "Plan. Antes de seguir adelante\n  [ ] 1. Engrasar la cadena\n",
        "Un juguete para las pruebas del cargador.",
    ):
        assert words in shown

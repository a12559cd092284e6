"""Texts in other languages: the files, the languages of a pack, and the choice of one."""

import shutil
from pathlib import Path

import pytest

from exitwise.errors import InputError, PackError
from exitwise.loader.locale import languages
from exitwise.loader.pack import load
from support.packs import toy


def test_the_bicycle_is_translated_completely() -> None:
    """Every text has its path and its place, and the letter is read from a file of its own."""
    (spanish,) = load(toy.BICYCLE, translations=True).translations

    entry = spanish.texts["facts", "colour", "values", "red"]
    assert (entry.text, entry.place.line, entry.place.column) == ("Rojo", 9, 19)
    assert entry.place == spanish.texts["facts", "colour", "values", "red"].place
    assert entry.place.file.endswith("locale/es.yaml")
    assert spanish.texts["sections", "Frame"].text == "Cuadro"
    assert [letter.subject for letter in spanish.letters] == ["Me voy en la de color {{colour}}"]


def test_no_translation_is_read_unless_wanted(tmp_path: Path) -> None:
    """A broken translation is no obstacle to advice in the language of the pack."""
    pack = shutil.copytree(toy.BICYCLE, tmp_path / "pack")
    (pack / "locale" / "es.yaml").write_text("[", "utf-8")

    assert load(pack).translations == ()
    assert load(pack, language="en").title == "What to do with a bicycle"
    with pytest.raises(PackError, match="bad-yaml"):
        load(pack, language="es")
    with pytest.raises(PackError, match="bad-yaml"):
        load(pack, translations=True)


def test_languages_are_those_of_files_and_of_letters(tmp_path: Path) -> None:
    """A language may have letters only, and a pack no language but its own."""
    pack = toy.write(tmp_path, **{"locale/es": "{}"})
    (pack / "locale" / "de" / "letters").mkdir(parents=True)
    (pack / "locale" / "de" / "letters" / "hello.md").touch()
    (pack / "locale" / "fr").mkdir()

    assert languages(pack) == ("de", "es")
    assert languages(tmp_path / "locale") == ()


@pytest.mark.parametrize(
    ("language", "help_"),
    [
        ("ess", "did you mean `es`? the texts of `bicycle` are in `en`, `es`"),
        ("fr", "the texts of `bicycle` are in `en`, `es`"),
        ("", "the texts of `bicycle` are in `en`, `es`"),
        ("../es", "the texts of `bicycle` are in `en`, `es`"),
    ],
)
def test_an_unknown_language_is_reported_with_those_available(language: str, help_: str) -> None:
    """The nearest one is suggested if it is near."""
    with pytest.raises(InputError) as raised:
        load(toy.BICYCLE, language=language)

    assert raised.value.message == f"unknown language `{language}`"
    assert raised.value.help == help_


def test_an_empty_translation_shows_the_texts_of_the_pack(tmp_path: Path) -> None:
    """Each is marked."""
    knowledge = load(toy.write(tmp_path, **{"locale/es": "{}"}), language="es")

    assert (knowledge.language, knowledge.title) == ("es", "[en] A toy")
    assert [fact.question for fact in knowledge.facts] == [
        "[en] Where?",
        "[en] And the door?",
        "[en] How long?",
    ]


def test_the_language_of_a_pack_marks_its_texts(tmp_path: Path) -> None:
    """It is the one that pack.yaml states."""
    head = "{name: toy, version: 2026.11.0, title: Ein Ding, language: de, outcomes: {stay: Bleiben}}"

    knowledge = load(toy.write(tmp_path, pack=head, **{"locale/es": "title: Algo"}), language="es")

    assert knowledge.title == "Algo"
    assert knowledge.outcomes == (("stay", "[de] Bleiben"),)

"""Words that can be typed, in English and in Spanish."""

import pytest

from exitwise.ask import words
from exitwise.ask.reply import parse_yes_or_no, to_command
from exitwise.catalogue import speaking

SPANISH = {
    "atrás": "back",
    "ATRAS": "back",
    "editar": "edit",
    "lista": "list",
    "guardar": "save",
    "ayuda": "help",
    "salir": "quit",
    "Back": "back",
    "save": "save",
    "lunes": "lunes",
    "": "",
}


@pytest.mark.parametrize(("typed", "command"), SPANISH.items())
def test_commands_are_understood_in_both_languages(typed: str, command: str) -> None:
    """Without accents too; any other word is itself in lower case."""
    with speaking("es"):
        assert to_command(typed) == command


def test_words_of_another_language_are_no_commands_in_english() -> None:
    """Every command has a word of its own."""
    assert to_command("guardar") == "guardar"
    assert {to_command(word) for word in words.COMMANDS} == set(words.COMMANDS)


CONFIRMED = {"sí": True, "Si": True, "s": True, "yes": True, "y": True, "n": False, "NO": False, "nope": None}


@pytest.mark.parametrize(("typed", "confirmed"), CONFIRMED.items())
def test_yes_and_no_are_understood_in_both_languages(typed: str, confirmed: bool | None) -> None:  # noqa: FBT001
    """First letters are enough."""
    with speaking("es"):
        assert parse_yes_or_no(typed) is confirmed


@pytest.mark.parametrize(("typed", "confirmed"), {"ye": True, "No": False, "sí": None, "yess": None}.items())
def test_yes_and_no_are_english_by_default(typed: str, confirmed: bool | None) -> None:  # noqa: FBT001
    """Other words are neither."""
    assert parse_yes_or_no(typed) is confirmed

"""The conversation in another language: every line of it, and typed words of that language."""

import re
from contextlib import suppress

import pytest

from exitwise.ask.conversation import SavedForLater
from exitwise.ask.screen import EndOfInput
from exitwise.catalogue import speaking
from exitwise.diagram.completions.scope import Scope
from support.packs import journey
from support.running.dialogue import TextDialogue
from support.running.pseudo import brackets, in_guillemets, outside

ECHO = re.compile(r"^> .*$", re.MULTILINE)
"""A typed line."""
COMMANDS = {
    "the answers": ("leave", "5", "yes", "light", ""),
    "the meaning": ("?", "??", "leave", "?", "??", "unknown", "??", "yes", "heavy", "list", ""),
    "faults": (
        "",
        "x",
        "9",
        "back",
        "leave",
        "x",
        "-1",
        "100",
        "",
        "5 weeks",
        "5",
        "",
        "n",
        "i",
        "light",
        "",
    ),
    "changes": (
        "leave",
        "5",
        "yes",
        "light",
        "1",
        "?",
        "stay",
        "?",
        "no",
        "1",
        "stay",
        "yes",
        "nonsense",
        "",
    ),
    "the list": (
        "edit",
        "list",
        "leave",
        "edit",
        "7",
        "?",
        "",
        "back",
        "leave",
        "0",
        "no",
        "yes",
        "light",
        "",
    ),
    "leaving": ("quit", "leave", "5", "yes", "light", "quit", "help", "save", "?", ""),
}


@pytest.mark.parametrize("lines", COMMANDS.values(), ids=COMMANDS)
@pytest.mark.parametrize("scope", [Scope.USUAL, Scope.BRIEF], ids=["usual", "brief"])
def test_every_line_of_the_conversation_is_translated(lines: tuple[str, ...], scope: Scope) -> None:
    """Only what was typed is repeated as it is."""
    paper = TextDialogue(in_guillemets(journey.base()), scope)
    with brackets(), suppress(EndOfInput, SavedForLater):
        paper.type_lines(*lines)

    said = ECHO.sub("", paper.output)
    for typed in ("`nonsense`", "5 weeks"):
        said = said.replace(typed, "")
    assert outside(said) == []
    assert "⟦" in said


def test_a_spanish_conversation_takes_spanish_words() -> None:
    """Commands, yes and no, and not knowing."""
    paper = TextDialogue(journey.base())
    lines = ("atras", "leave", "no se", "lista", "atrás", "No lo sé", "yes", "light", "1", "stay", "si", "")
    with speaking("es"):
        interview = paper.type_lines(*lines)

    assert dict(interview.answers) == {"goal": "stay"}
    assert "No hay ninguna pregunta antes de esta." in paper.output
    assert "= No lo sé" in paper.output
    assert "Estas respuestas ya no valen y se van a quitar:" in paper.output

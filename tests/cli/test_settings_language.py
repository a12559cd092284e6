"""`--lang`: the texts of the pack in another language, in every command that shows them."""

from pathlib import Path

import pytest

from support.packs import toy
from support.packs.faulty_profiles import SAFE
from support.running.program import SOMETHING, exitwise

PACK = ("--pack", toy.BICYCLE)
SPANISH = (*PACK, "--lang", "es")


def test_advice_is_in_the_language() -> None:
    """The title, the outcome, the plan, the reasons and the source."""
    exitwise("advise", "-", *SPANISH).reads(SAFE).expects(
        out=(
            "Qué hacer con una bicicleta\n",
            ": Montarla\n",
            "Está para montarla.",
            "1. Engrasar la cadena",
            "Un cuadro de 5 años necesita mucho.",
            "manual: El manual (2026-05)",
        )
    )


def test_advice_in_json_names_the_language() -> None:
    """The digest is that of the pack."""
    spanish = exitwise("advise", "-", *SPANISH, "--format", "json").reads(SAFE).expects(out=SOMETHING).json()
    english = exitwise("advise", "-", *PACK, "--format", "json").reads(SAFE).expects(out=SOMETHING).json()

    assert spanish["language"] == "es"
    assert spanish["pack"] == english["pack"]
    assert "language" not in english
    assert spanish["steps"][0]["title"] == "Engrasar la cadena"


def test_full_advice_of_a_batch_is_in_the_language() -> None:
    """It is the advice of one profile, on one line; the compact form has ids only."""
    one = exitwise("advise", "-", *SPANISH, "--format", "json").reads(SAFE).expects(out=SOMETHING)
    many = exitwise("batch", "-", "-o", "-", "--detail", "full", *SPANISH).reads(SAFE)

    assert many.expects(out=("Engrasar",), err=SOMETHING).json() == one.json()


def test_letter_is_in_the_language() -> None:
    """Its blanks are filled with the labels of that language, and the list has its title."""
    exitwise("letter", "hello", *SPANISH, "--set", "colour=blue").expects(
        out=(": todos en casa\n", "Me voy en la de color Azul", "Querida [quién está en casa]:"),
        err=("name",),
    )
    exitwise("letter", *SPANISH).expects(out=("Escribir a casa que has salido",))


def test_questions_and_plan_are_in_the_language(tmp_path: Path) -> None:
    """Answers can be typed in both languages, and the calls for later name the language."""
    file = tmp_path / "answers.json"
    dialogue = "Azul\nthey h\n5\n\n"

    exitwise("ask", *SPANISH, "--save", file).reads(dialogue).expects(
        out=("Montarla",),
        err=("¿Frenan los frenos?", "1. Frenan", "= Frenan", "Cuadro\n", f"--lang es {file}"),
    )
    exitwise("plan", file, *SPANISH).expects(out=("oil: Engrasar la cadena",))
    exitwise("plan", file, *PACK).expects(out=("oil: Oil the chain",))
    checklist = exitwise("plan", file, *SPANISH, "--format", "json").expects(out=SOMETHING)
    assert checklist.json()["language"] == "es"


@pytest.mark.parametrize("command", [("advise", "-"), ("letter",), ("ask",), ("batch", "-", "-o", "-")])
def test_unknown_language_is_reported(command: tuple[str, ...]) -> None:
    """With those that the pack has."""
    exitwise(*command, *PACK, "--lang", "fr").reads(SAFE).expects(
        2, out="", err=("unknown language `fr`", "the texts of `bicycle` are in `en`, `es`")
    )


def test_environment_does_not_change_the_language() -> None:
    """A call has the same output on every machine."""
    run = exitwise("advise", "-", *PACK).reads(SAFE)

    assert run.result().out == run.where(LANG="es_ES.UTF-8", LANGUAGE="es").result().out

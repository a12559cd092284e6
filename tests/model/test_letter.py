"""A letter filled: what is known stands in it, what is not is to be seen, and nothing else is touched."""

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exitwise.diagnostic import Place
from exitwise.model.letter import Blank, Letter, fill_letter, unfilled_blanks
from support.oracles import naive
from support.packs import random_packs, toy

PLACE = Place("letters/note.md", 1, 1)
FACTS = toy.bicycle().knowledge.fact
RAW = naive.read_pack(toy.BICYCLE)
DECLARED = {"name": "your name", "day": "the day"}


def note(body: str, *, to: str = "you", subject: str = "This") -> Letter:
    """A letter with two blanks of its own."""
    blanks = tuple(Blank(id=name, says=says, place=PLACE) for name, says in DECLARED.items())
    return Letter(id="note", title="A note", to=to, subject=subject, body=body, blanks=blanks, place=PLACE)


FILLED = [
    ("It is {{colour}}.", {"colour": "red"}, "It is Red."),
    ("It is {{age}} old.", {"age": 5}, "It is 5 years old."),
    ("{{spokes}} spokes", {"spokes": 36}, "36 spokes"),
    ("It is {{colour}}.", {}, "It is [not known: What colour is the frame?]."),
    ("It is {{colour}}.", {"colour": "unknown"}, "It is [not known: What colour is the frame?]."),
    ("It is {{age}} old.", {"age": "unknown"}, "It is [not known: How old is it?] old."),
    ("{{brakes}}", {}, "[not known: Do the brakes hold?]"),
    ("Yours, {{name}}", {"colour": "red"}, "Yours, [your name]"),
    ("{{colour}}{{colour}} {{name}}", {"colour": "red"}, "RedRed [your name]"),
    ("{{age}}", {"age": 0}, "0 years"),
]


@pytest.mark.parametrize(("body", "answers", "expected"), FILLED)
def test_a_blank_shows_the_answer_or_what_is_missing(
    body: str, answers: dict[str, Any], expected: str
) -> None:
    """An answer by its label, a number with its unit; else what belongs there, in brackets."""
    assert fill_letter(note(body), FACTS, answers).body == expected


def test_address_and_subject_have_blanks_too() -> None:
    """They are filled like the text."""
    letter = note("So.", to="{{name}}", subject="The {{colour}} one of {{day}}")

    filled = fill_letter(letter, FACTS, {"colour": "blue"})

    assert (filled.to, filled.subject) == ("[your name]", "The Blue one of [the day]")


LEFT = [
    ("{{colour}} {{name}}", {"colour": "red"}, ("name",)),
    ("{{name}} {{colour}} {{name}}", {}, ("name", "colour")),
    ("{{colour}} {{age}}", {"colour": "unknown", "age": 5}, ("colour",)),
    ("{{colour}}", {"colour": "red"}, ()),
    ("So.", {}, ()),
]


@pytest.mark.parametrize(("body", "answers", "expected"), LEFT)
def test_the_blanks_left_are_those_without_an_answer(
    body: str, answers: dict[str, Any], expected: tuple[str, ...]
) -> None:
    """Each once, as they are met; what is declared and not used is not left."""
    assert unfilled_blanks(note(body), answers) == expected


def test_blanks_are_met_in_the_address_first() -> None:
    """Then in the subject, then in the text."""
    letter = note("{{age}} {{name}}", to="{{name}}", subject="{{bell}}")

    assert letter.blank_names == ("name", "bell", "age")
    assert unfilled_blanks(letter, {"bell": "loud"}) == ("name", "age")


def test_what_is_filled_into_the_text_is_written_as_said() -> None:
    """The text itself is not, and neither are address and subject."""
    filled = fill_letter(note("is {{colour}}", to="{{name}}"), FACTS, {"colour": "red"}, str.upper)

    assert (filled.to, filled.body) == ("[your name]", "is RED")


PIECES = st.sampled_from([f"{{{{{name}}}}}" for name in (*FACTS, *DECLARED)]) | st.text(
    st.characters(exclude_characters="{}"), max_size=8
)


@given(st.lists(PIECES, max_size=8), random_packs.profiles(RAW))
def test_a_filled_letter_has_no_blank_and_every_answer(pieces: list[str], answers: dict[str, Any]) -> None:
    """What stands between the blanks is untouched; each blank shows its answer, or brackets."""
    letter = note("".join(pieces))
    answers = {name: value for name, value in answers.items() if value is not None}

    body = fill_letter(letter, FACTS, answers).body

    assert "{{" not in body
    for name in letter.blank_names:
        known = name in FACTS and answers.get(name, "unknown") != "unknown"
        shown = FACTS[name].label(answers[name]) if known else DECLARED.get(name) or FACTS[name].question
        assert shown in body
        assert known is (name not in unfilled_blanks(letter, answers))
    rest = body
    for piece in re.split(r"\{\{[^{}]*\}\}", letter.body):
        assert piece in rest
        rest = rest[rest.index(piece) + len(piece) :]


@given(st.text(st.characters(exclude_characters="{}")), random_packs.profiles(RAW))
def test_a_letter_without_blanks_is_sent_as_it_is(body: str, answers: dict[str, Any]) -> None:
    """Whatever the profile knows."""
    assert fill_letter(note(body), FACTS, answers, str.upper).body == body

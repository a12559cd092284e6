"""Letters: filling blanks."""

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exitwise.diagnostic import Place
from exitwise.model.kinds import label
from exitwise.model.letter import Blank, Letter, fill_letter, unfilled_blanks
from support.oracles import naive
from support.packs import random_packs, toy

PLACE = Place("letters/note.md", 1, 1)
FACTS = toy.bicycle().knowledge.fact
RAW = naive.read_pack(toy.BICYCLE)
DECLARED = {"name": "your name", "day": "the day"}


def note(body: str, *, to: str = "you", subject: str = "This") -> Letter:
    """Return a letter with two declared blanks."""
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
def test_a_blank_is_filled_with_the_answer_or_brackets(
    body: str, answers: dict[str, Any], expected: str
) -> None:
    """The label of the answer; otherwise a description or the open question, in brackets."""
    assert fill_letter(note(body), FACTS, answers).body == expected


def test_addressee_and_subject_are_filled() -> None:
    """Like the body."""
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
def test_unfilled_blanks_are_those_without_an_answer(
    body: str, answers: dict[str, Any], expected: tuple[str, ...]
) -> None:
    """Without duplicates, in order of appearance; unused declared blanks are not among them."""
    assert unfilled_blanks(note(body), answers) == expected


def test_blank_names_are_in_order_of_appearance() -> None:
    """Addressee, subject, then body."""
    letter = note("{{age}} {{name}}", to="{{name}}", subject="{{bell}}")

    assert letter.blank_names == ("name", "bell", "age")
    assert unfilled_blanks(letter, {"bell": "loud"}) == ("name", "age")


def test_filled_texts_of_the_body_are_escaped() -> None:
    """The body itself is not, and neither are addressee and subject."""
    filled = fill_letter(note("is {{colour}}", to="{{name}}"), FACTS, {"colour": "red"}, str.upper)

    assert (filled.to, filled.body) == ("[your name]", "is RED")


PIECES = st.sampled_from([f"{{{{{name}}}}}" for name in (*FACTS, *DECLARED)]) | st.text(
    st.characters(exclude_characters="{}"), max_size=8
)


@given(st.lists(PIECES, max_size=8), random_packs.profiles(RAW))
def test_filling_changes_only_the_blanks(pieces: list[str], answers: dict[str, Any]) -> None:
    """Text between blanks is unchanged; every blank becomes its answer, or brackets."""
    letter = note("".join(pieces))
    answers = {name: value for name, value in answers.items() if value is not None}

    body = fill_letter(letter, FACTS, answers).body

    assert "{{" not in body
    for name in letter.blank_names:
        known = name in FACTS and answers.get(name, "unknown") != "unknown"
        shown = label(FACTS[name], answers[name]) if known else DECLARED.get(name) or FACTS[name].question
        assert shown in body
        assert known is (name not in unfilled_blanks(letter, answers))
    rest = body
    for piece in re.split(r"\{\{[^{}]*\}\}", letter.body):
        assert piece in rest
        rest = rest[rest.index(piece) + len(piece) :]


@given(st.text(st.characters(exclude_characters="{}")), random_packs.profiles(RAW))
def test_a_letter_without_blanks_is_unchanged(body: str, answers: dict[str, Any]) -> None:
    """For any profile."""
    assert fill_letter(note(body), FACTS, answers, str.upper).body == body

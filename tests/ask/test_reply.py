"""Parsing of typed lines: numbers, first letters, names, and lines that are not answers."""

from dataclasses import replace

import pytest

from exitwise.ask.reply import (
    InvalidAnswer,
    describe_range,
    label,
    parse_answer,
    parse_position,
    quote_input,
    split_command,
)
from exitwise.diagnostic import Place
from exitwise.model.axis import ValueClass
from exitwise.model.fact import Fact
from exitwise.model.interval import LARGEST, SMALLEST, Interval

HERE = Place("facts.yaml", 1, 1)
DOOR = Fact(
    id="door",
    question="And the door?",
    kind="choice",
    values=(
        ("yes", "Wide open"),
        ("no", "Shut"),
        ("ajar", "A bit open"),
        ("locked", "Shut, and locked"),
        ("wood", "2 boards"),
        ("dont", "Don\u2019t  ask: Gr\u00f6\u00dfe"),
    ),
    unknown=True,
    place=HERE,
)
OPEN: tuple[ValueClass, ...] = ("yes", "no", "ajar", "locked", "wood", "dont", "unknown")
DAYS = Fact(id="days", question="How long?", kind="integer", unit="days", minimum=0, unknown=True, place=HERE)
AGES: tuple[ValueClass, ...] = (Interval(0, 6), Interval(7, LARGEST), "unknown")

CHOSEN = {
    "1": "yes",
    "7": "unknown",
    "02": "no",
    "w": "yes",
    "WIDE": "yes",
    "wide   open": "yes",
    "shut": "no",  # the whole of one answer, though another goes on
    "shut,": "locked",
    "ajar": "ajar",
    "yes": "yes",
    "2 b": "wood",
    "don't ask": "dont",
    "don\u2019t ask: GRO\u0308SSE": "dont",
    "i": "unknown",
    "I don't know": "unknown",
    "i dont know": "unknown",
    "don't k": "unknown",
    "unknown": "unknown",
}


@pytest.mark.parametrize(("text", "value"), CHOSEN.items())
def test_answer_is_parsed_by_number_letters_or_name(text: str, value: str) -> None:
    """Case, spaces and the kind of apostrophe do not matter; unambiguous first letters are enough."""
    assert parse_answer(text, DOOR, OPEN) == value


@pytest.mark.parametrize(("text", "value"), [("y", "yes"), ("n", "no"), ("N", "no"), ("d", "unknown")])
def test_yes_and_no_can_be_one_letter(text: str, value: str) -> None:
    """No spelling of "I don't know" starts like "no"."""
    values = (("yes", "Yes, bought"), ("no", "No, none"))
    ticket = Fact(id="t", question="A ticket?", kind="choice", values=values, unknown=True, place=HERE)

    assert parse_answer(text, ticket, ("yes", "no", "unknown")) == value


SPANISH = replace(
    DOOR,
    values=(("yes", "Abierta"), ("no", "Cerrada"), ("ajar", "Un poco")),
    other_labels=(("yes", "Wide open"), ("no", "Shut"), ("ajar", "A bit open")),
)


@pytest.mark.parametrize(
    ("text", "value"),
    {"abi": "yes", "shut": "no", "WIDE": "yes", "ajar": "ajar", "a bit": "ajar", "a": "yes"}.items(),
)
def test_answer_is_parsed_in_the_language_shown_and_in_that_of_the_pack(text: str, value: str) -> None:
    """First letters of a label that is shown come before those of one that is not."""
    assert parse_answer(text, SPANISH, ("yes", "no", "ajar", "unknown")) == value


REFUSED = {
    "0": "there is no answer 0; type a number from 1 to 7",
    "8": "there is no answer 8; type a number from 1 to 7",
    "-3": "there is no answer -3; type a number from 1 to 7",
    "shu": "`shu` could be `Shut`, `Shut, and locked`",
    "d": "`d` could be `Don\u2019t  ask: Gr\u00f6\u00dfe`, `I don't know`",
    "\uff12": "`\uff12` is not an answer here: type its number or its first letters",
    "1e3": "`1e3` is not an answer here: type its number or its first letters",
    "wide opem": "`wide opem` is not an answer here; did you mean `Wide open`?",
    "x" * 10_000: f"`{'x' * 40}...` is not an answer here: type its number or its first letters",
}


@pytest.mark.parametrize(("text", "message"), REFUSED.items(), ids=lambda text: text[:20])
def test_invalid_answer_is_rejected_with_the_reason(text: str, message: str) -> None:
    """The message quotes the line and says how to answer."""
    with pytest.raises(InvalidAnswer) as caught:
        parse_answer(text, DOOR, OPEN)

    assert str(caught.value) == message


@pytest.mark.parametrize("text", ["shut", "SHUT", "no"])
def test_answer_ruled_out_by_others_is_rejected(text: str) -> None:
    """The message tells an answer that does not fit now from a line that is not an answer."""
    with pytest.raises(InvalidAnswer, match=f"`{text}` does not fit your earlier answers"):
        parse_answer(text, DOOR, ("yes", "ajar"))


def test_numbers_refer_to_the_options_shown() -> None:
    """The number 2 stands for the second option shown, not for the fact's second value."""
    assert parse_answer("2", DOOR, ("yes", "ajar")) == "ajar"


TWELVE = ("12", "+12", "0012", "12 days", "12days", "12 d", "12 DAY")
NUMBERS = {
    **dict.fromkeys(TWELVE, 12),
    **dict.fromkeys(("i", "don't know", "unknown"), "unknown"),
    **{str(number): number for number in (0, 6, 7, LARGEST)},
}


@pytest.mark.parametrize(("text", "value"), NUMBERS.items())
def test_number_is_parsed_with_or_without_unit(text: str, value: int | str) -> None:
    """The first letters of the unit are enough."""
    assert parse_answer(text, DAYS, AGES) == value


NO_NUMBERS = ("1e3", "\uff11\uff12", "\u0661", "12 weeks", "12.5", "12,5", "1 2", "twelve", "--3", "0x1f")


@pytest.mark.parametrize("text", NO_NUMBERS)
def test_invalid_number_is_rejected_with_the_range(text: str) -> None:
    """Other notations are not guessed at, and other units not converted."""
    with pytest.raises(InvalidAnswer) as caught:
        parse_answer(text, DAYS, AGES)

    assert str(caught.value) == (
        f"`{text}` is not an answer here: type a whole number of days, at least 0, "
        "or the first letters of `I don't know`"
    )


@pytest.mark.parametrize(
    ("text", "options", "message"),
    [
        ("-3", AGES, "-3 is out of range; type a whole number of days, at least 0"),
        (str(LARGEST + 1), AGES, f"{LARGEST + 1} is out of range; type a whole number of days, at least 0"),
        (
            "9",
            (Interval(0, 6), "unknown"),
            "9 does not fit your earlier answers; type a whole number of days, at least 0 and at most 6",
        ),
    ],
)
def test_number_out_of_range_differs_from_contradiction(
    text: str, options: tuple[ValueClass, ...], message: str
) -> None:
    """A number outside the fact's bounds and one that the other answers rule out have different messages."""
    with pytest.raises(InvalidAnswer) as caught:
        parse_answer(text, DAYS, options)

    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ((Interval(0, 6), Interval(7, LARGEST)), "a whole number of days, at least 0"),
        ((Interval(SMALLEST, 4),), "a whole number of days, at most 4"),
        ((Interval(SMALLEST, LARGEST), "unknown"), "a whole number of days"),
        ((Interval(3, 4), Interval(5, 9)), "a whole number of days, at least 3 and at most 9"),
    ],
)
def test_range_is_described_in_words(options: tuple[ValueClass, ...], words: str) -> None:
    """An open end of the range is not mentioned."""
    assert describe_range(DAYS, options) == words


def test_number_without_unit_accepts_no_unit() -> None:
    """A fact without a unit accepts bare numbers only."""
    bare = Fact(id="n", question="How many?", kind="integer", place=HERE)

    assert describe_range(bare, (Interval(1, 2),)) == "a whole number, at least 1 and at most 2"
    with pytest.raises(InvalidAnswer):
        parse_answer("1 day", bare, (Interval(1, 2),))


def test_labels_are_in_the_first_person() -> None:
    """`unknown` is labelled "I don't know", and a number has its unit."""
    assert [label(DOOR, "unknown"), label(DOOR, "no"), label(DAYS, 3)] == ["I don't know", "Shut", "3 days"]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("BACK", ("back", "")),
        ("Edit  7", ("edit", "7")),
        ("?", ("?", "")),
        ("", ("", "")),
        ("a b c", ("a", "b c")),
    ],
)
def test_command_is_the_first_word(text: str, parts: tuple[str, str]) -> None:
    """The first word is in lower case, and the rest is its argument."""
    assert split_command(text) == parts


@pytest.mark.parametrize(
    ("text", "index"),
    [("1", 0), ("3", 2), ("0", None), ("4", None), ("-1", None), ("\uff11", None), ("x", None)],
)
def test_position_outside_the_list_is_none(text: str, index: int | None) -> None:
    """Only the numbers 1 to 3 are positions in a list of three."""
    assert parse_position(text, 3) == index


def test_long_input_is_cut_in_messages() -> None:
    """A message repeats at most 40 characters."""
    assert quote_input("x" * 40) == f"`{'x' * 40}`"
    assert quote_input("x" * 41) == f"`{'x' * 40}...`"

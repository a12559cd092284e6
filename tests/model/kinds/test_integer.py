"""Integers."""

import pytest

from exitwise.model.kinds import label, parse, plain, read, write
from exitwise.model.kinds.kind import Misfit
from support.packs import toy

FACT = toy.bicycle().knowledge.fact


@pytest.mark.parametrize(("text", "number"), [("5", 5), ("+5", 5), ("-5", -5), ("007", 7)])
def test_digits_are_a_number(text: str, number: int) -> None:
    """With or without a sign."""
    assert parse(FACT["age"], text) == number


@pytest.mark.parametrize("text", ["5.0", "5 years", "five", "1" * 21, "\u0665"])
def test_other_text_is_unchanged(text: str) -> None:
    """And so is reported as it was written."""
    assert parse(FACT["age"], text) == text


@pytest.mark.parametrize(
    ("raw", "misfit"),
    [
        (11, Misfit("out-of-range")),
        (49, Misfit("out-of-range")),
        (True, Misfit("wrong-kind")),
        (24.0, Misfit("wrong-kind")),
        ("24", Misfit("unknown-value", "", "the text ")),
    ],
)
def test_only_whole_numbers_within_the_bounds_fit(raw: object, misfit: Misfit) -> None:
    """Twelve to forty-eight spokes."""
    assert read(FACT["spokes"], raw) == misfit


def test_a_number_is_written_in_digits() -> None:
    """People read its unit too."""
    age, spokes = FACT["age"], FACT["spokes"]
    assert (plain(age, 5), write(age, 5), label(age, 5), label(spokes, 24)) == (5, "5", "5 years", "24")

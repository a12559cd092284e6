"""A suggestion only when it is near."""

import pytest

from exitwise.nearest import did_you_mean, join_names, nearest_name

NAMES = ["colour", "brakes", "bell", "Age"]


@pytest.mark.parametrize(
    ("word", "expected"),
    [("color", "colour"), ("brake", "brakes"), ("BELL", "bell"), ("age", "Age"), ("zzz", None), ("", None)],
)
def test_the_nearest_name_is_near(word: str, expected: str | None) -> None:
    """Case does not count, and what is far away is no suggestion."""
    assert nearest_name(word, NAMES) == expected


def test_nothing_is_near_to_nothing() -> None:
    """Without names there is no suggestion, and no advice."""
    assert nearest_name("bell", []) is None
    assert did_you_mean("bell", []) == ""


def test_the_advice_names_it() -> None:
    """The advice is a question."""
    assert did_you_mean("bel", NAMES) == "did you mean `bell`?"


def test_a_long_list_is_cut_and_says_by_how_much() -> None:
    """What is left out is counted."""
    assert join_names(["a", "b"]) == "`a`, `b`"
    assert join_names("abcd", most=2) == "`a`, `b` and 2 more"

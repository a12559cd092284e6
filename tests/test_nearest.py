"""Suggestions of names, and lists of names."""

import pytest

from exitwise.nearest import did_you_mean, join_names, nearest_name

NAMES = ["colour", "brakes", "bell", "Age"]


@pytest.mark.parametrize(
    ("word", "expected"),
    [("color", "colour"), ("brake", "brakes"), ("BELL", "bell"), ("age", "Age"), ("zzz", None), ("", None)],
)
def test_only_a_close_name_is_suggested(word: str, expected: str | None) -> None:
    """Case is ignored, and distant names are not suggested."""
    assert nearest_name(word, NAMES) == expected


def test_without_names_nothing_is_suggested() -> None:
    """`did_you_mean` returns an empty text."""
    assert nearest_name("bell", []) is None
    assert did_you_mean("bell", []) == ""


def test_did_you_mean_is_a_question() -> None:
    """It names the nearest name."""
    assert did_you_mean("bel", NAMES) == "did you mean `bell`?"


def test_a_long_list_of_names_is_cut() -> None:
    """The number of the others is given."""
    assert join_names(["a", "b"]) == "`a`, `b`"
    assert join_names("abcd", most=2) == "`a`, `b` and 2 more"

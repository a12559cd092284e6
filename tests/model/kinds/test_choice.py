"""Choices."""

import pytest

from exitwise.model.kinds import kind_of, label, parse, plain, read, write
from exitwise.model.kinds.kind import Misfit
from support.packs import toy

COLOUR = toy.bicycle().knowledge.fact["colour"]


def test_a_value_is_its_own_text() -> None:
    """In JSON, in a cell and in a condition; people read its label."""
    assert [read(COLOUR, "red"), parse(COLOUR, "red"), plain(COLOUR, "red"), write(COLOUR, "red")] == [
        "red"
    ] * 4
    assert label(COLOUR, "red") == "Red"


@pytest.mark.parametrize(
    ("raw", "cause", "help_"),
    [
        ("rad", "unknown-value", "did you mean `red`?"),
        ("zzz", "unknown-value", ""),
        (True, "wrong-kind", ""),
        (1, "wrong-kind", ""),
        (["red"], "wrong-kind", ""),
    ],
)
def test_anything_else_is_a_misfit(raw: object, cause: str, help_: str) -> None:
    """With the nearest value as help."""
    assert read(COLOUR, raw) == Misfit(cause, help_)


def test_each_value_is_a_class() -> None:
    """Cuts are for numbers."""
    assert kind_of(COLOUR).classes(COLOUR, {1}) == ("red", "blue", "green")

"""Placeholders in texts."""

import pytest

from exitwise.model.fact import Value
from exitwise.model.placeholder import fill_placeholders
from support.packs import toy

FACTS = toy.bicycle().knowledge.fact
VALUES: dict[str, Value] = {"colour": "red", "brakes": "no", "age": 5, "bell": "unknown", "spokes": 36}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nothing to fill.", "Nothing to fill."),
        ("{colour}, {age}, {spokes}", "Red, 5 years, 36"),
        ("A bell: {bell}.", "A bell: not known."),
        ("{colour}{colour}", "RedRed"),
        ("{} { age } {age }", "{} { age } {age }"),
        ("{{brakes}}", "{They slip}"),
    ],
)
def test_a_placeholder_is_replaced_by_a_label(text: str, expected: str) -> None:
    """A number with its unit, "not known" for unknown; braces without a name are unchanged."""
    assert fill_placeholders(text, FACTS, VALUES) == expected

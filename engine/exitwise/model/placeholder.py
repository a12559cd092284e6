"""Placeholders in texts, which are replaced by the labels of answers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from exitwise.model.kinds import bare, label

if TYPE_CHECKING:
    from collections.abc import Container, Mapping
    from datetime import date

    from exitwise.model.fact import Fact, Value

PLACEHOLDER: Final = re.compile(r"\{([^{}\s]+)\}")
BARE: Final = ".value"
"""The end of a placeholder that shows a number alone: without its unit, or a day as a number of days."""


def fact_of(placeholder: str, facts: Container[str]) -> str:
    """Return the fact that a placeholder shows; a fact's own name is never cut."""
    return placeholder if placeholder in facts else placeholder.removesuffix(BARE)


def fill_placeholders(
    text: str, facts: Mapping[str, Fact], values: Mapping[str, Value], as_of: date | None = None
) -> str:
    """Return the text with each `{fact}` replaced by the label of its value on the day of the advice.

    `{fact.value}` is replaced by the bare value.
    """

    def shown(match: re.Match[str]) -> str:
        name = fact_of(match[1], facts)
        fact, value = facts[name], values[name]
        return label(fact, value, as_of) if name == match[1] else bare(fact, value)

    return PLACEHOLDER.sub(shown, text)

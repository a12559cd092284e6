"""Placeholders in texts, which are replaced by the labels of answers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from exitwise.model.kinds import label

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from exitwise.model.fact import Fact, Value

PLACEHOLDER: Final = re.compile(r"\{([^{}\s]+)\}")


def fill_placeholders(
    text: str, facts: Mapping[str, Fact], values: Mapping[str, Value], as_of: date | None = None
) -> str:
    """Return the text with each `{fact}` replaced by the label of its value on the day of the advice."""
    return PLACEHOLDER.sub(lambda match: label(facts[match[1]], values[match[1]], as_of), text)

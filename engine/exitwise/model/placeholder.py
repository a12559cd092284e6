"""Placeholders in texts, which are replaced by the labels of answers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from exitwise.model.fact import Fact, Value

PLACEHOLDER: Final = re.compile(r"\{([^{}\s]+)\}")


def fill_placeholders(text: str, facts: Mapping[str, Fact], values: Mapping[str, Value]) -> str:
    """Return the text with each `{fact}` replaced by the label of its value."""
    return PLACEHOLDER.sub(lambda match: facts[match[1]].label(values[match[1]]), text)

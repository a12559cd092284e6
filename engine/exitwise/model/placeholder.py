"""Placeholders in texts: facts, replaced by the labels of answers, and text columns of decision tables."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from exitwise.catalogue import _
from exitwise.model.fact import UNKNOWN
from exitwise.model.kinds import bare, label
from exitwise.model.kinds.several import joined_labels

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Mapping
    from datetime import date

    from exitwise.model.fact import Fact, Value

PLACEHOLDER: Final = re.compile(r"\{([^{}\s]+)\}")
BARE: Final = ".value"
"""The end of a placeholder that shows a number alone: without its unit, or a day as a number of days."""


def fact_of(placeholder: str, facts: Container[str]) -> str:
    """Return the fact that a placeholder shows; a name that is none is never cut."""
    bare_name = placeholder.removesuffix(BARE)
    return bare_name if bare_name in facts and placeholder not in facts else placeholder


def names_shown(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the names in the placeholders of texts without duplicates, in order of appearance."""
    return tuple(dict.fromkeys(name for text in texts for name in PLACEHOLDER.findall(text)))


def gap() -> str:
    """Return the gap in a text that stands for an unknown answer, or for a column without a text."""
    words = _("not known")
    return f"[{words}]"


def no_cells(_: str) -> Iterable[str]:
    """Return no text of any column, where no row of a table applies."""
    return ()


def fill_placeholders(
    text: str,
    facts: Mapping[str, Fact],
    values: Mapping[str, Value],
    as_of: date | None = None,
    cells: Callable[[str], Iterable[str]] = no_cells,
) -> str:
    """Return the text with each `{fact}` replaced by the label of its value on the day of the advice.

    `{fact.value}` is replaced by the bare value, and `{table.column}` by the texts that `cells` has for it.
    An unknown answer is a gap in brackets.
    """

    def shown(match: re.Match[str]) -> str:
        name = fact_of(match[1], facts)
        if name not in facts:
            return joined_labels(tuple(dict.fromkeys(cells(name)))) or gap()
        fact, value = facts[name], values[name]
        if value == UNKNOWN:
            return gap()
        return label(fact, value, as_of) if name == match[1] else bare(fact, value)

    return PLACEHOLDER.sub(shown, text)

"""Letters with blanks, which are filled with the answers of a profile."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from exitwise.catalogue import _
from exitwise.model.fact import UNKNOWN
from exitwise.model.kinds import label
from exitwise.model.placeholder import gap

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from exitwise.diagnostic import Place
    from exitwise.model.fact import Fact, Value

BLANK: Final = re.compile(r"\{\{([A-Za-z0-9][A-Za-z0-9._-]*)\}\}")
"""A blank in double braces: a fact, a text column of a table, or a blank that the letter declares."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Blank:
    """A declared blank, to be filled by hand; `says` describes its content."""

    id: str
    says: str
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A letter template: its title for the sender, and addressee, subject and body with blanks."""

    id: str
    title: str
    to: str
    subject: str
    body: str
    blanks: tuple[Blank, ...] = ()
    place: Place

    @property
    def blank_names(self) -> tuple[str, ...]:
        """The names of all blanks without duplicates, in order of appearance."""
        texts = (self.to, self.subject, self.body)
        return tuple(dict.fromkeys(name for text in texts for name in BLANK.findall(text)))


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledLetter:
    """A letter with its blanks filled from answers; the remaining ones are in brackets."""

    to: str
    subject: str
    body: str


def unfilled_blanks(letter: Letter, answers: Mapping[str, Value]) -> tuple[str, ...]:
    """Return the names of the blanks that the answers do not fill, in order of appearance."""
    return tuple(name for name in letter.blank_names if answers.get(name, UNKNOWN) == UNKNOWN)


def fill_letter(
    letter: Letter,
    facts: Mapping[str, Fact],
    answers: Mapping[str, Value],
    escape: Callable[[str], str] = str,
    as_of: date | None = None,
) -> FilledLetter:
    """Return the letter filled with the labels of the answers; the remaining blanks are in brackets.

    The text of a column is among the answers, under `table.column`, if a row with it applies.
    `escape` is applied to every filled text in the body, for output in a markup language.
    """
    descriptions = {blank.id: f"[{blank.says}]" for blank in letter.blanks}

    def fill(match: re.Match[str]) -> str:
        name = match[1]
        if name in descriptions:
            return descriptions[name]
        value = answers.get(name, UNKNOWN)
        if name not in facts:
            return gap() if value == UNKNOWN else str(value)
        if value != UNKNOWN:
            return label(facts[name], value, as_of)
        return _("[not known: {question}]").format(question=facts[name].question)

    return FilledLetter(
        to=BLANK.sub(fill, letter.to),
        subject=BLANK.sub(fill, letter.subject),
        body=BLANK.sub(lambda match: escape(fill(match)), letter.body),
    )

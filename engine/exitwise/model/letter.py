"""A letter with blanks: what a profile answers is filled in, and what it does not stays to be seen."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from exitwise.model.fact import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from exitwise.diagnostic import Place
    from exitwise.model.fact import Fact, Value

BLANK: Final = re.compile(r"\{\{([A-Za-z0-9][A-Za-z0-9._-]*)\}\}")
"""A blank: the name of a fact, or of something that the letter itself declares, between two braces each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Blank:
    """What a letter asks for that is no fact of the pack, and what belongs there."""

    id: str
    says: str
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A letter as the pack has it: its title for the sender, and what is sent, with blanks."""

    id: str
    title: str
    to: str
    subject: str
    body: str
    blanks: tuple[Blank, ...] = ()
    place: Place

    @property
    def blank_names(self) -> tuple[str, ...]:
        """The names of the blanks that are to be filled, each once, as they are first met."""
        texts = (self.to, self.subject, self.body)
        return tuple(dict.fromkeys(name for text in texts for name in BLANK.findall(text)))


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledLetter:
    """A letter as it may be sent, once the blanks that are left are filled by hand."""

    to: str
    subject: str
    body: str


def unfilled_blanks(letter: Letter, answers: Mapping[str, Value]) -> tuple[str, ...]:
    """Return the names of the blanks that the answers leave, as they are first met."""
    return tuple(name for name in letter.blank_names if answers.get(name, UNKNOWN) == UNKNOWN)


def fill_letter(
    letter: Letter,
    facts: Mapping[str, Fact],
    answers: Mapping[str, Value],
    show: Callable[[str], str] = str,
) -> FilledLetter:
    """Return the letter with what the answers say; what they leave stays to be seen, in brackets.

    `show` is how a text that is filled in must be written in the body to be taken for nothing else.
    """
    says = {blank.id: f"[{blank.says}]" for blank in letter.blanks}

    def said(name: str) -> str:
        if name in says:
            return says[name]
        value = answers.get(name, UNKNOWN)
        return f"[not known: {facts[name].question}]" if value == UNKNOWN else facts[name].label(value)

    return FilledLetter(
        to=BLANK.sub(lambda found: said(found[1]), letter.to),
        subject=BLANK.sub(lambda found: said(found[1]), letter.subject),
        body=BLANK.sub(lambda found: show(said(found[1])), letter.body),
    )

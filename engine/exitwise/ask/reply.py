"""What was typed, as an answer to a question or as a command; nothing is guessed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from unicodedata import normalize

from exitwise.diagram.axis import Interval
from exitwise.model.fact import UNKNOWN
from exitwise.model.profile import LARGEST, SMALLEST
from exitwise.nearest import did_you_mean, join_names

if TYPE_CHECKING:
    from collections.abc import Sequence

    from exitwise.diagram.axis import ValueClass
    from exitwise.model.fact import Fact, Value

DONT_KNOW: Final = "I don't know"
UNSURE: Final = ("i don't know", "i dont know", "don't know", "dont know", "unknown")
"""How people begin to say so."""
INTEGER: Final = re.compile(r"([+-]?\d{1,20})\s*(.*)", re.ASCII)
POSITION: Final = re.compile(r"\d{1,20}", re.ASCII)
MOST_QUOTED: Final = 40
"""Characters of what was typed that are said back."""


class InvalidAnswer(Exception):  # noqa: N818 (not an error but a reason to ask again)
    """What was typed is no answer; the message says why, and what would be one."""


def label(fact: Fact, value: Value) -> str:
    """Return a value as an answer that a person gives."""
    return DONT_KNOW if value == UNKNOWN else fact.label(value)


def quote_input(text: str) -> str:
    """Return what was typed as it is said back: of a long text the beginning."""
    return f"`{text}`" if len(text) <= MOST_QUOTED else f"`{text[:MOST_QUOTED]}...`"


def split_command(text: str) -> tuple[str, str]:
    """Return the first word as commands are written, and the rest."""
    word, _, rest = text.partition(" ")
    return word.casefold(), rest.strip()


def parse_position(text: str, count: int) -> int | None:
    """Return which of so many things in a list is meant, from 0; None where it is none of them."""
    number = int(text) if POSITION.fullmatch(text) else 0
    return number - 1 if 1 <= number <= count else None


def parse_answer(text: str, fact: Fact, options: Sequence[ValueClass]) -> Value:
    """Return the answer that a text means: a number, the beginning of an answer's words, or a value's name.

    Of a choice a number is the place in the list; of an integer it is the integer itself, alone or with the
    first letters of its unit.

    Raises:
        Misunderstood: it means nothing, several answers, or one that may not be given.
    """
    number = INTEGER.fullmatch(text)
    if number and fact.kind == "integer" and _normalize(fact.unit).startswith(_normalize(number[2])):
        return _check_number(int(number[1]), fact, options)
    if number and fact.kind == "choice" and not number[2]:
        return _value_at(int(number[1]), [part for part in options if isinstance(part, str)])
    return _parse_words(text, fact, options)


def _parse_words(text: str, fact: Fact, options: Sequence[ValueClass]) -> str:
    names = [part for part in options if isinstance(part, str)]
    said = _normalize(text)
    exact = [name for name in names if said in (name.casefold(), *_spellings(fact, name))]
    begun = exact or [name for name in names if _is_prefix(said, fact, name)]
    if len(begun) == 1:
        return begun[0]
    if begun:
        raise InvalidAnswer(
            f"{quote_input(text)} could be {join_names([label(fact, name) for name in begun])}"
        )
    if any(said == name.casefold() or _is_prefix(said, fact, name) for name in fact.names):
        raise InvalidAnswer(f"{quote_input(text)} contradicts what you answered before")
    raise InvalidAnswer(f"{quote_input(text)} is no answer here{_advice(text, fact, options)}")


def _normalize(text: str) -> str:
    """Return a text so that the same words, however typed, are equal."""
    return normalize("NFC", " ".join(text.split()).casefold().replace("\u2019", "'"))


def _spellings(fact: Fact, name: str) -> tuple[str, ...]:
    return UNSURE if name == UNKNOWN else (_normalize(fact.label(name)),)


def _is_prefix(said: str, fact: Fact, name: str) -> bool:
    return any(word.startswith(said) for word in _spellings(fact, name))


def _value_at(number: int, names: Sequence[str]) -> str:
    if not 1 <= number <= len(names):
        raise InvalidAnswer(f"there is no answer {number}: they go from 1 to {len(names)}")
    return names[number - 1]


def _check_number(number: int, fact: Fact, options: Sequence[ValueClass]) -> int:
    intervals = [part for part in options if isinstance(part, Interval)]
    if any(part.low <= number <= part.high for part in intervals):
        return number
    if fact.within(number) and SMALLEST <= number <= LARGEST:
        raise InvalidAnswer(
            f"{number} contradicts what you answered before; type {describe_range(fact, options)}"
        )
    raise InvalidAnswer(f"{number} is out of range; type {describe_range(fact, options)}")


def describe_range(fact: Fact, options: Sequence[ValueClass]) -> str:
    """Return in words which numbers may be answered, and of what."""
    intervals = [part for part in options if isinstance(part, Interval)]
    least = min((part.low for part in intervals), default=SMALLEST)
    most = max((part.high for part in intervals), default=LARGEST)
    words = [f"at least {least}"] * (least != SMALLEST) + [f"at most {most}"] * (most != LARGEST)
    what = f"a whole number of {fact.unit}" if fact.unit else "a whole number"
    return ", ".join(filter(None, (what, " and ".join(words))))


def _advice(text: str, fact: Fact, options: Sequence[ValueClass]) -> str:
    names = [label(fact, part) for part in options if isinstance(part, str)]
    if fact.kind == "integer":
        letters = f", or the first letters of `{DONT_KNOW}`" if names else ""
        return f": type {describe_range(fact, options)}{letters}"
    near = did_you_mean(text, names)
    return f"; {near}" if near else ": type its number or its first letters"

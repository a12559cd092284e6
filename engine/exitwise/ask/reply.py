"""Parsing of typed lines: an answer to a question, a command, or a position in a list; without guessing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from unicodedata import normalize

from exitwise.model.axis import Interval
from exitwise.model.fact import UNKNOWN
from exitwise.model.profile import LARGEST, SMALLEST
from exitwise.nearest import did_you_mean, join_names

if TYPE_CHECKING:
    from collections.abc import Sequence

    from exitwise.model.axis import ValueClass
    from exitwise.model.fact import Fact, Value

DONT_KNOW: Final = "I don't know"
UNSURE: Final = ("i don't know", "i dont know", "don't know", "dont know", "unknown")
"""Ways to type the answer `unknown`; the beginning of one is enough."""
INTEGER: Final = re.compile(r"([+-]?\d{1,20})\s*(.*)", re.ASCII)
POSITION: Final = re.compile(r"\d{1,20}", re.ASCII)
MOST_QUOTED: Final = 40
"""Characters of a typed line that a message repeats."""


class InvalidAnswer(Exception):  # noqa: N818 (not a failure: the question is asked again)
    """A typed line is not an answer to the question; the message says why, and how to answer."""


def label(fact: Fact, value: Value) -> str:
    """Return the words of an answer."""
    return DONT_KNOW if value == UNKNOWN else fact.label(value)


def quote_input(text: str) -> str:
    """Return a typed line in backticks, cut if it is long."""
    return f"`{text}`" if len(text) <= MOST_QUOTED else f"`{text[:MOST_QUOTED]}...`"


def split_command(text: str) -> tuple[str, str]:
    """Return the first word of a line in lower case, and the rest."""
    word, _, rest = text.partition(" ")
    return word.casefold(), rest.strip()


def parse_position(text: str, count: int) -> int | None:
    """Return the index, from 0, of a position typed from 1 to `count`; None for any other text."""
    number = int(text) if POSITION.fullmatch(text) else 0
    return number - 1 if 1 <= number <= count else None


def parse_answer(text: str, fact: Fact, options: Sequence[ValueClass]) -> Value:
    """Return the answer that a line stands for: a number, the first letters of an answer, or a value's name.

    For a choice a number is a position in the list of options. For an integer it is the value itself, alone
    or followed by the first letters of its unit.

    Raises:
        InvalidAnswer: the line matches no answer, several, or one that contradicts earlier answers.
    """
    number = INTEGER.fullmatch(text)
    if number and fact.kind == "integer" and _normalize(fact.unit).startswith(_normalize(number[2])):
        return _check_number(int(number[1]), fact, options)
    if number and fact.kind == "choice" and not number[2]:
        return _value_at(int(number[1]), [part for part in options if isinstance(part, str)])
    return _parse_words(text, fact, options)


def _parse_words(text: str, fact: Fact, options: Sequence[ValueClass]) -> str:
    names = [part for part in options if isinstance(part, str)]
    typed = _normalize(text)
    exact = [name for name in names if typed in (name.casefold(), *_spellings(fact, name))]
    begun = [name for name in names if _is_prefix(typed, _spellings(fact, name))]
    matches = exact or begun or [name for name in names if _is_prefix(typed, _other_spellings(fact, name))]
    if len(matches) == 1:
        return matches[0]
    if matches:
        labels = join_names([label(fact, name) for name in matches])
        raise InvalidAnswer(f"{quote_input(text)} could be {labels}")
    if any(typed == name.casefold() or _is_prefix(typed, _spellings(fact, name)) for name in fact.names):
        raise InvalidAnswer(f"{quote_input(text)} does not fit your earlier answers")
    raise InvalidAnswer(f"{quote_input(text)} is not an answer here{_advice(text, fact, options)}")


def _normalize(text: str) -> str:
    """Return a text in a form in which case, spaces and the kind of apostrophe make no difference."""
    return normalize("NFC", " ".join(text.split()).casefold().replace("\u2019", "'"))


def _spellings(fact: Fact, name: str) -> tuple[str, ...]:
    return UNSURE if name == UNKNOWN else (_normalize(fact.label(name)),)


def _other_spellings(fact: Fact, name: str) -> tuple[str, ...]:
    """Return the label of a value in the language of the pack, where another one is shown."""
    return tuple(_normalize(label) for value, label in fact.other_labels if value == name)


def _is_prefix(typed: str, spellings: Sequence[str]) -> bool:
    return any(spelling.startswith(typed) for spelling in spellings)


def _value_at(number: int, names: Sequence[str]) -> str:
    if not 1 <= number <= len(names):
        raise InvalidAnswer(f"there is no answer {number}; type a number from 1 to {len(names)}")
    return names[number - 1]


def _check_number(number: int, fact: Fact, options: Sequence[ValueClass]) -> int:
    intervals = [part for part in options if isinstance(part, Interval)]
    if any(part.low <= number <= part.high for part in intervals):
        return number
    if fact.within(number) and SMALLEST <= number <= LARGEST:
        raise InvalidAnswer(
            f"{number} does not fit your earlier answers; type {describe_range(fact, options)}"
        )
    raise InvalidAnswer(f"{number} is out of range; type {describe_range(fact, options)}")


def describe_range(fact: Fact, options: Sequence[ValueClass]) -> str:
    """Return in words the range and the unit of the admissible numbers."""
    intervals = [part for part in options if isinstance(part, Interval)]
    least = min((part.low for part in intervals), default=SMALLEST)
    most = max((part.high for part in intervals), default=LARGEST)
    words = [f"at least {least}"] * (least != SMALLEST) + [f"at most {most}"] * (most != LARGEST)
    number = f"a whole number of {fact.unit}" if fact.unit else "a whole number"
    return ", ".join(filter(None, (number, " and ".join(words))))


def _advice(text: str, fact: Fact, options: Sequence[ValueClass]) -> str:
    names = [label(fact, part) for part in options if isinstance(part, str)]
    if fact.kind == "integer":
        letters = f", or the first letters of `{DONT_KNOW}`" if names else ""
        return f": type {describe_range(fact, options)}{letters}"
    near = did_you_mean(text, names)
    return f"; {near}" if near else ": type its number or its first letters"

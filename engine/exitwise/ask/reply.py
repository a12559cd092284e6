"""What was typed, as an answer to a question; nothing is guessed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from exitwise.diagram.axis import Interval
from exitwise.model.fact import UNKNOWN
from exitwise.nearest import did_you_mean, listed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from exitwise.diagram.axis import Part
    from exitwise.model.fact import Fact, Value

DONT_KNOW: Final = "I don't know"
UNSURE: Final = ("i don't know", "don't know", "dont know", "unknown")
"""How people begin to say so."""
INTEGER: Final = re.compile(r"[+-]?\d{1,20}", re.ASCII)


class Misunderstood(Exception):  # noqa: N818 (not an error but a reason to ask again)
    """What was typed is no answer; the message says why, and what would be one."""


def label(fact: Fact, value: Value) -> str:
    """Return a value as an answer that a person gives."""
    return DONT_KNOW if value == UNKNOWN else fact.label(value)


def understood(text: str, fact: Fact, options: Sequence[Part]) -> Value:
    """Return the answer that a text means: a number, the beginning of an answer's words, or a value's name.

    Of a choice a number is the place in the list; of an integer it is the integer itself.

    Raises:
        Misunderstood: it means nothing, several answers, or one that may not be given.
    """
    names = [part for part in options if isinstance(part, str)]
    if INTEGER.fullmatch(text):
        return _number(int(text), fact, options) if fact.kind == "integer" else _placed(int(text), names)
    said = text.casefold().replace("\u2019", "'")
    exact = [name for name in names if said in (name.casefold(), *_words(fact, name))]
    begun = exact or [name for name in names if _is_begun(said, fact, name)]
    if len(begun) == 1:
        return begun[0]
    if begun:
        raise Misunderstood(f"`{text}` could be {listed([label(fact, name) for name in begun])}")
    if any(_is_begun(said, fact, name) for name in fact.names):
        raise Misunderstood(f"`{text}` contradicts what you answered before")
    raise Misunderstood(f"`{text}` is no answer here{_advice(text, fact, names)}")


def _words(fact: Fact, name: str) -> tuple[str, ...]:
    return UNSURE if name == UNKNOWN else (fact.label(name).casefold(),)


def _is_begun(said: str, fact: Fact, name: str) -> bool:
    return any(word.startswith(said) for word in _words(fact, name))


def _placed(number: int, names: Sequence[str]) -> str:
    if not 1 <= number <= len(names):
        raise Misunderstood(f"there is no answer {number}: they go from 1 to {len(names)}")
    return names[number - 1]


def _number(number: int, fact: Fact, options: Sequence[Part]) -> int:
    intervals = [part for part in options if isinstance(part, Interval)]
    if any(part.low <= number <= part.high for part in intervals):
        return number
    if fact.within(number):
        raise Misunderstood(f"{number} contradicts what you answered before")
    raise Misunderstood(f"{number} is out of range: {bounds(fact)}")


def bounds(fact: Fact) -> str:
    """Return in words which numbers a fact takes."""
    limits = {"at least": fact.minimum, "at most": fact.maximum}
    words = " and ".join(f"{word} {number}" for word, number in limits.items() if number is not None)
    return " ".join(filter(None, ("a whole number", words)))


def _advice(text: str, fact: Fact, names: Sequence[str]) -> str:
    if fact.kind == "integer":
        return f": {bounds(fact)}" + (
            " is, or the first letters of `I don't know`" if UNKNOWN in names else ""
        )
    near = did_you_mean(text, [label(fact, name) for name in names])
    return f"; {near}" if near else ": type its number or its first letters"

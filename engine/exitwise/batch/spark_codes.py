"""The answers of a row as a few whole numbers, so that a row that may be refused can say them at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from exitwise.model.fact import Fact, Value

WIDTH: Final = 62
"""Bits of a number."""


class Codes:
    """How the answers to some facts are put together, and taken apart again.

    A choice is the place of its value, from 1; 0 is an answer that is absent.
    """

    def __init__(self, facts: Sequence[Fact]) -> None:
        self._words = list(_words([fact for fact in facts if fact.kind == "choice"]))
        self._numbers = [fact.id for fact in facts if fact.kind == "integer"]

    def choices(self, place: Callable[[Fact], str]) -> str:
        """Return the choices as Spark writes them, each by an expression of its place."""
        words = [" | ".join(_shifted(place(fact), shift) for fact, shift in word) for word in self._words]
        return _array(words)

    def numbers(self, number: Callable[[str], str]) -> str:
        """Return the numbers as Spark writes them, each by an expression."""
        return _array([number(fact) for fact in self._numbers])

    def answers(self, choices: Sequence[int], numbers: Sequence[int | None]) -> Mapping[str, Value]:
        """Return the answers that are there."""
        told: dict[str, Value] = {}
        for held, word in zip(choices, self._words, strict=True):
            for fact, shift in word:
                place = held >> shift & (1 << _width(fact)) - 1
                told |= {fact.id: fact.names[place - 1]} if place else {}
        known = zip(self._numbers, numbers, strict=True)
        return told | {fact: number for fact, number in known if number is not None}


def _width(fact: Fact) -> int:
    return len(fact.names).bit_length()


def _words(facts: Sequence[Fact]) -> Iterator[list[tuple[Fact, int]]]:
    """Yield facts by the number that they are put into, each with its lowest bit."""
    word: list[tuple[Fact, int]] = []
    end = 0
    for fact in facts:
        if end + _width(fact) > WIDTH:
            yield word
            word, end = [], 0
        word.append((fact, end))
        end += _width(fact)
    if word:
        yield word


def _shifted(place: str, shift: int) -> str:
    return f"shiftleft(CAST({place} AS BIGINT), {shift})"


def _array(items: Sequence[str]) -> str:
    return f"CAST(array({', '.join(items)}) AS ARRAY<BIGINT>)"

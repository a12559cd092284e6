"""Cheap random choices: a generator takes hundreds of them from one draw of hypothesis.

A draw of hypothesis costs some 0.1 ms and a random pack needs five hundred, which is more work than loading
and compiling the pack.
So a generator reads its choices from one string of bytes, in which a zero byte is the simplest choice.
Choices beyond the end of the string follow from it by a pseudo-random generator.

A string of bytes shrinks less well than single draws do.
To shrink a failure, run the test with EXITWISE_SHRINK=1, which draws every choice singly.
"""

import os
from collections.abc import Callable, Sequence
from functools import cache, wraps
from random import Random
from typing import Concatenate, Final, ParamSpec, TypeVar

from hypothesis import strategies as st

BYTE: Final = 2**8

P = ParamSpec("P")
V = TypeVar("V")


class Choices:
    """A source of choices; `below` returns an integer from 0 up to, but not including, a bound."""

    def __init__(self, below: Callable[[int], int]) -> None:
        self.below = below

    def flag(self) -> bool:
        """Return true or false."""
        return self.below(2) == 1

    def integer(self, least: int, most: int) -> int:
        """Return an integer between two bounds, both included."""
        return least + self.below(most - least + 1)

    def one_of(self, values: Sequence[V]) -> V:
        """Return one of some values."""
        return values[self.below(len(values))]

    def some(self, values: Sequence[V], least: int, most: int) -> list[V]:
        """Return some of the values, each at most once."""
        left = [*values]
        return [left.pop(self.below(len(left))) for _ in range(self.integer(least, min(most, len(left))))]

    def permutation(self, values: Sequence[V]) -> list[V]:
        """Return the values in any order."""
        return self.some(values, len(values), len(values))

    def random(self) -> Random:
        """Return a pseudo-random generator."""
        return Random(self.below(BYTE**2))  # noqa: S311 (not for cryptography)


def read(data: bytes) -> Choices:
    """Return the choices that a string of bytes stands for."""
    left = iter(data)
    beyond = Random(data)  # noqa: S311 (not for cryptography)

    def below(bound: int) -> int:
        number, size = 0, 1
        while size < bound:
            byte = next(left, None)
            number = number * BYTE + (beyond.randrange(BYTE) if byte is None else byte)
            size *= BYTE
        return number * bound // size

    return Choices(below)


def draw_singly(draw: st.DrawFn) -> Choices:
    """Return choices that hypothesis draws one by one."""
    return Choices(lambda bound: draw(up_to(bound - 1)))


@cache
def up_to(most: int) -> st.SearchStrategy[int]:
    """Return the strategy of the integers from 0 to a bound."""
    return st.integers(0, most)


def by_choices(
    size: int = 384,
) -> Callable[[Callable[Concatenate[Choices, P], V]], Callable[P, st.SearchStrategy[V]]]:
    """Make a strategy of a function that builds a value from choices, as `st.composite` does of draws.

    One string of `size` bytes is drawn for each value; the default is enough for most packs.
    """

    def decorate(build: Callable[Concatenate[Choices, P], V]) -> Callable[P, st.SearchStrategy[V]]:
        @wraps(build)
        def strategy(*args: P.args, **kwargs: P.kwargs) -> st.SearchStrategy[V]:
            if "EXITWISE_SHRINK" in os.environ:
                return st.composite(lambda draw: build(draw_singly(draw), *args, **kwargs))()
            return st.binary(min_size=size, max_size=size).map(
                lambda data: build(read(data), *args, **kwargs)
            )

        return strategy

    return decorate

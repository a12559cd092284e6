"""The parts of a condition: the way to each, and the condition with one of them put otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exitwise.model.condition import All, Any, Not

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exitwise.model.condition import Condition

PartPath = tuple[int, ...]
"""At each `all` and `any` the number of a part, at each `not` 0."""


def walk(condition: Condition) -> Iterator[tuple[PartPath, Condition]]:
    """Yield every part of a condition with the way to it, the whole first."""
    yield (), condition
    for number, part in enumerate(_inner(condition)):
        for way, found in walk(part):
            yield (number, *way), found


def _inner(condition: Condition) -> tuple[Condition, ...]:
    match condition:
        case All(of) | Any(of):
            return of
        case Not(of):
            return (of,)
        case _:
            return ()


def replace_part(condition: Condition, way: PartPath, part: Condition | None) -> Condition:
    """Return the condition with another part at the end of a way, or with none there.

    Of an `all` or `any` that loses its only part, and of a `not`, nothing is left: the condition around it
    loses that part in its turn, and a whole that is lost asks for nothing.
    """
    found = _put(condition, way, part)
    return All(()) if found is None else found


def _put(condition: Condition, way: PartPath, part: Condition | None) -> Condition | None:
    if not way:
        return part
    number, inner = way[0], _inner(condition)
    new = _put(inner[number], way[1:], part)
    kept = (new,) if new is not None else ()
    return _with(condition, (*inner[:number], *kept, *inner[number + 1 :]))


def _with(condition: Condition, inner: tuple[Condition, ...]) -> Condition | None:
    """Return the condition with these parts inside; without any, nothing."""
    match condition:
        case All() if inner:
            return All(inner)
        case Any() if inner:
            return Any(inner)
        case Not() if inner:
            return Not(inner[0])
        case _:
            return None

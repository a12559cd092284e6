"""Walk the parts of a condition, and replace or remove one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exitwise.model.condition import All, Any, Not

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exitwise.model.condition import Condition

PartPath = tuple[int, ...]
"""The index of the part at each `all` and `any` on the way down, and 0 at each `not`."""


def walk(condition: Condition) -> Iterator[tuple[PartPath, Condition]]:
    """Yield the path and the condition of every part, the whole condition first."""
    yield (), condition
    for index, child in enumerate(_children(condition)):
        for path, part in walk(child):
            yield (index, *path), part


def _children(condition: Condition) -> tuple[Condition, ...]:
    match condition:
        case All(of) | Any(of):
            return of
        case Not(of):
            return (of,)
        case _:
            return ()


def replace_part(condition: Condition, path: PartPath, part: Condition | None) -> Condition:
    """Return the condition with another part at a path, or without the part there if `part` is None.

    An `all` or `any` without parts, and a `not` without its operand, is removed in turn; if nothing remains,
    the condition is always true.
    """
    replaced = _replace(condition, path, part)
    return All(()) if replaced is None else replaced


def _replace(condition: Condition, path: PartPath, part: Condition | None) -> Condition | None:
    if not path:
        return part
    index, children = path[0], _children(condition)
    child = _replace(children[index], path[1:], part)
    middle = (child,) if child is not None else ()
    return _with_children(condition, (*children[:index], *middle, *children[index + 1 :]))


def _with_children(condition: Condition, children: tuple[Condition, ...]) -> Condition | None:
    """Return the condition with other children, or None if there are none."""
    match condition:
        case All() if children:
            return All(children)
        case Any() if children:
            return Any(children)
        case Not() if children:
            return Not(children[0])
        case _:
            return None

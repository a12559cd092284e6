"""A condition compiled to the set of profiles on which it is true."""

from __future__ import annotations

from functools import reduce
from operator import and_, or_
from typing import TYPE_CHECKING, assert_never

from exitwise.model.condition import All, Any, Compare, Concluded, Not, OneOf

if TYPE_CHECKING:
    from collections.abc import Callable

    from exitwise.diagram.manager import ProfileSet
    from exitwise.diagram.space import Space
    from exitwise.model.condition import Condition, Kind

    Resolve = Callable[[Kind, str], ProfileSet]
    """Maps a conclusion, as kind and name, to the profiles on which it is drawn."""


def condition_set(condition: Condition, space: Space, resolve: Resolve) -> ProfileSet:
    """Return the profiles on which a condition is true; `resolve` gives the set of each conclusion in it."""
    match condition:
        case OneOf() | Compare():
            return space.test_set(condition)
        case Concluded(kind, names):
            return reduce(or_, (resolve(kind, name) for name in names), space.false)
        case All(parts):
            return reduce(and_, (condition_set(part, space, resolve) for part in parts), space.true)
        case Any(parts):
            return reduce(or_, (condition_set(part, space, resolve) for part in parts), space.false)
        case Not(part):
            return ~condition_set(part, space, resolve)
        case _:
            assert_never(condition)

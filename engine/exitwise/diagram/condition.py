"""A condition compiled to the set of profiles on which it is true."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exitwise.model.algebra import evaluate

if TYPE_CHECKING:
    from collections.abc import Callable

    from exitwise.diagram.manager import ProfileSet
    from exitwise.diagram.space import Space
    from exitwise.model.condition import Condition, Kind

    Resolve = Callable[[Kind, str], ProfileSet]
    """Maps a conclusion, as kind and name, to the profiles on which it is drawn."""


def condition_set(condition: Condition, space: Space, resolve: Resolve) -> ProfileSet:
    """Return the profiles on which a condition is true; `resolve` gives the set of each conclusion in it."""
    return evaluate(condition, space.test_set, resolve, (space.false, space.true))

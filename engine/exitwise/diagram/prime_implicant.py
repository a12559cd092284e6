"""Which of a profile's answers suffice, alone, for what is concluded of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from exitwise.diagram.manager import ProfileSet
    from exitwise.diagram.space import Space
    from exitwise.model.fact import Value


def prime_implicant(
    space: Space, excluded: ProfileSet, values: Mapping[str, Value], drop_order: Iterable[str]
) -> dict[str, Value]:
    """Return answers that alone keep a profile out of a set, and of which none can be done without.

    Facts are dropped in the given order wherever the rest still suffices (a prime implicant, also called a
    PI-explanation: A. Shih, A. Choi, A. Darwiche, "A symbolic approach to explaining Bayesian network
    classifiers", 2018). All of the values together must keep the profile out.
    """
    implicant = dict(values)
    for fact in drop_order:
        rest = {name: value for name, value in implicant.items() if name != fact}
        if not (space.with_values(rest) & excluded).satisfiable():
            implicant = rest
    return {name: implicant[name] for name in space.axes if name in implicant}

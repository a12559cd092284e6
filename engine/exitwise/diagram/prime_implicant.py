"""A minimal part of a profile's answers that implies a conclusion: a prime implicant."""

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
    """Return a prime implicant of the complement of `excluded`: answers that suffice, none of them redundant.

    Every profile with these answers lies outside `excluded`, and no answer can be dropped without losing
    that. Answers are tried for dropping in `drop_order`, so the result is minimal by inclusion, not always in
    number (also called a PI-explanation or sufficient reason: A. Shih, A. Choi, A. Darwiche, "A symbolic
    approach to explaining Bayesian network classifiers", 2018). All `values` together must exclude the
    profile.
    """
    implicant = dict(values)
    for fact in drop_order:
        rest = {name: value for name, value in implicant.items() if name != fact}
        if not (space.with_values(rest) & excluded).satisfiable():
            implicant = rest
    return {name: implicant[name] for name in space.axes if name in implicant}

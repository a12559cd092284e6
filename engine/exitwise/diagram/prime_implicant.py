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
    profile. Facts that are not in `drop_order` are kept.
    """
    names = list(drop_order)
    needed = values.keys() - set(names)
    literals = [space.with_code(name, space.axes[name].code(values[name])) for name in names]
    later = [space.true]
    for literal in reversed(literals):
        later.append(literal & later[-1])
    left = excluded & space.with_values({name: values[name] for name in needed})
    for name, literal, rest in zip(names, literals, reversed(later[:-1]), strict=True):
        if (left & rest).satisfiable():
            needed |= {name}
            left &= literal  # the excluded profiles that have all answers needed so far
    return {name: values[name] for name in space.axes if name in needed}

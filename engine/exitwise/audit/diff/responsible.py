"""Which of the changed rules make the difference on a set of profiles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exitwise.audit.diff.structure import action, deed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from exitwise.audit.diff.matching import Matched, Side
    from exitwise.diagram.manager import Function
    from exitwise.model.knowledge import Knowledge


def responsible(matched: Matched, rests_on: Iterable[str], profiles: Function) -> tuple[str, ...]:
    """Return the changed rules that do on some of the profiles what they did not, in the packs' order.

    That is: they fire in one pack and not in the other, or fire in both and conclude or override otherwise.
    Only those count that lead to what is different: it `rests_on` these rules, and they on others. A rule
    that is the same in both packs is never responsible, though it may fire otherwise because of one that is.
    """
    sides = (matched.old, matched.new)
    leading = frozenset[str]().union(*(_leading(side.knowledge, rests_on) for side in sides))
    changed = (name for name in _changed(matched) if name in leading)
    return tuple(name for name in changed if _differs(matched, name, profiles))


def reordering(matched: Matched, turned: Iterable[str]) -> tuple[str, ...]:
    """Return the changed steps that turn two others round; without any, only their places in the file do.

    Which of two steps is first follows from their phases and from what must stand before them.
    """
    old, new = matched.old.knowledge, matched.new.knowledge
    earlier = _earlier(old, turned) | _earlier(new, turned)
    return tuple(
        name for name in _changed(matched) if name in earlier and _stands(old, name) != _stands(new, name)
    )


def _changed(matched: Matched) -> tuple[str, ...]:
    old, new = matched.old.knowledge.rules, matched.new.knowledge.rules
    names = dict.fromkeys((*new, *old))
    return tuple(
        name for name in names if name not in old or name not in new or deed(old[name]) != deed(new[name])
    )


def _leading(knowledge: Knowledge, rests_on: Iterable[str]) -> set[str]:
    """Return some rules and all those that their conditions lead back to."""
    found: set[str] = set()
    left = [name for name in rests_on if name in knowledge.rules]
    while left:
        name = left.pop()
        if name not in found:
            found.add(name)
            left += (rule.id for finding in knowledge.uses[name] for rule in knowledge.concluding[finding])
            left += (rule.id for rule in knowledge.arguments if name in knowledge.by_outcome)
    return found


def _differs(matched: Matched, name: str, profiles: Function) -> bool:
    sides = (matched.old, matched.new)
    old, new = (_firing(side, name) & profiles for side in sides)
    if old != new or not old.satisfiable():
        return old != new
    before, after = (action(side.knowledge.rules[name]) for side in sides)
    return before != after


def _firing(side: Side, name: str) -> Function:
    """Return the profiles on which a rule fires, a step's or a warning's where it is really advised."""
    meaning = side.meaning
    if name not in side.knowledge.rules:
        return meaning.space.false
    if name in meaning.fires:
        return meaning.fires[name]
    if name in side.knowledge.advising:
        return meaning.advised(name)
    return meaning.forbidden(name)


def _earlier(knowledge: Knowledge, turned: Iterable[str]) -> set[str]:
    """Return some steps and all those that must stand before them."""
    after = {step.id: step.after for step in knowledge.steps}
    found: set[str] = set()
    left = list(turned)
    while left:
        name = left.pop()
        if name not in found:
            found.add(name)
            left += after.get(name, ())
    return found


def _stands(knowledge: Knowledge, name: str) -> tuple[str, tuple[str, ...]] | None:
    """Return what a pack says of the place of a step; None where it has no such step."""
    return next(((step.phase, step.after) for step in knowledge.steps if step.id == name), None)

"""Which of the changed rules make the difference on a set of profiles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exitwise.audit.diff.structure import effect

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from exitwise.audit.diff.advice_change import AdviceChange
    from exitwise.audit.diff.change_set import ChangeSet
    from exitwise.audit.diff.matching import PackView
    from exitwise.diagram.manager import ProfileSet
    from exitwise.model.knowledge import Knowledge


def responsible_rules(hybrids: ChangeSet, move: AdviceChange) -> tuple[str, ...]:
    """Return the changed rules that make a move, in the packs' order; an unchanged one is never among them.

    A rule is responsible if, its change alone taken back from NEW, some profile no longer gets what is new;
    or if, its change alone made in OLD, some profile no longer gets what was. The first finds changes that
    only work together, the second those of which each would do. Of a refusal only the refusing counts, and
    of an order of steps only the order.

    Profiles may be left of which no single change decides, as where any two of three would do, or where one
    change more or less leaves no valid pack: overriding in a circle, say. For these, every changed rule is
    responsible that the move rests on in one of the two packs and that does on some of them what it did not:
    it fires in one pack only, or fires in both and concludes or overrides otherwise. A step that changes
    places does so by its phase or by what it comes after; where both are as they were, by its place in the
    file alone, no rule is responsible.
    """
    old, new = (side.knowledge for side in (hybrids.matched.old, hybrids.matched.new))
    reached = _dependencies(move, old, new)
    found: set[str] = set()
    left = move.profiles
    for name in (name for name in hybrids.rules if name in reached):
        due = _decided_by(hybrids, move, name)
        if due.satisfiable():
            found.add(name)
            left &= ~due
    if left.satisfiable():
        found.update(_involved(hybrids, move, left))
    return tuple(name for name in hybrids.rules if name in found)


def _decided_by(hybrids: ChangeSet, move: AdviceChange, name: str) -> ProfileSet:
    """Return the profiles of a move that a single change decides."""
    due = hybrids.matched.space.false
    for side, said in ((hybrids.with_reverted(name), move.after), (hybrids.with_applied(name), move.before)):
        if side is not None:
            due |= move.profiles & ~move.profiles_where(side, said)
    return due


def _involved(hybrids: ChangeSet, move: AdviceChange, profiles: ProfileSet) -> Iterator[str]:
    """Yield the changed rules that do on some profiles what they did not, if a move rests on them."""
    matched = hybrids.matched
    old, new = matched.old.knowledge, matched.new.knowledge
    reached = _dependencies(move, old) | _dependencies(move, new)
    for name in (name for name in hybrids.rules if name in reached):
        if move.swapped:
            if _ordering(old, name) != _ordering(new, name):
                yield name
        elif _acts_differently(hybrids, name, profiles):
            yield name


def _dependencies(move: AdviceChange, *packs: Knowledge) -> set[str]:
    """Return the rules that a move rests on in one of the packs, or where their rules are mixed."""
    following = _predecessors if move.swapped else _rules_used_by
    found: set[str] = set()
    left = [*(move.swapped or move.rules)]
    while left:
        name = left.pop()
        if name not in found:
            found.add(name)
            left += following(name, packs)
    return found


def _rules_used_by(name: str, packs: Iterable[Knowledge]) -> Iterator[str]:
    """Yield the rules that conclude what a rule's condition names."""
    findings = {finding for pack in packs for finding in pack.findings_used_by.get(name, ())}
    yield from (
        rule.id for pack in packs for used in findings for rule in pack.rules_by_finding.get(used, ())
    )
    if any(name in pack.outcome_dependent for pack in packs):
        yield from (rule.id for pack in packs for rule in pack.arguments)


def _predecessors(name: str, packs: Iterable[Knowledge]) -> Iterator[str]:
    """Yield the steps that must stand before a step."""
    yield from (other for pack in packs for step in pack.steps if step.id == name for other in step.after)


def _ordering(knowledge: Knowledge, name: str) -> tuple[str, tuple[str, ...]] | None:
    """Return what a pack says of the place of a step; None where it has no such step."""
    return next(((step.phase, step.after) for step in knowledge.steps if step.id == name), None)


def _acts_differently(hybrids: ChangeSet, name: str, profiles: ProfileSet) -> bool:
    """Whether a rule fires on other profiles, or fires and does something else."""
    sides = (hybrids.matched.old, hybrids.matched.new)
    old, new = (_fires_on(side, name) & profiles for side in sides)
    if old != new or not old.satisfiable():
        return old != new
    before, after = (effect(hybrids.without_foreign_overrides(side.knowledge.rules[name])) for side in sides)
    return before != after


def _fires_on(side: PackView, name: str) -> ProfileSet:
    """Return the profiles on which a rule fires, a step's or a warning's where it is really advised."""
    compiled = side.compiled
    if name not in side.knowledge.rules:
        return compiled.space.false
    if name in compiled.fires:
        return compiled.fires[name]
    if name in side.knowledge.steps_and_warnings:
        return compiled.recipients(name)
    return compiled.forbidden(name)

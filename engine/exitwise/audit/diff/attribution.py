"""Attribute a change of the advice to the changed rules that cause it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exitwise.audit.diff.structure import effect
from exitwise.model.condition import names_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from exitwise.audit.diff.advice_change import AdviceChange
    from exitwise.audit.diff.change_set import ChangeSet
    from exitwise.audit.diff.matching import PackView
    from exitwise.diagram.manager import ProfileSet
    from exitwise.model.knowledge import Knowledge

    NextRules = Callable[[str, Sequence[Knowledge]], Iterable[str]]


def responsible_rules(change_set: ChangeSet, change: AdviceChange) -> tuple[str, ...]:
    """Return the changed rules that are responsible for a change of the advice, in the packs' order.

    A rule is responsible if reverting its change alone in NEW makes some profile lose the new advice, or
    applying its change alone to OLD makes some profile lose the old advice. The first test detects changes
    that work only together, the second detects changes that suffice alone. For a refusal only refusal is
    compared, and for an order of steps only the order.

    Some profiles may depend on no single change, for example where any two of three changes suffice, or where
    one change more or less would make an invalid pack, such as overrides in a cycle. For these, every changed
    rule is responsible that the change depends on in one of the two packs and that acts differently on some
    of the profiles: it fires in one pack only, or fires in both and concludes or overrides something else. A
    step is reordered by its phase, by the steps it comes after, or by the rules that make it urgent; if all
    are unchanged, the order in the file has changed and no rule is responsible.
    """
    old, new = (view.knowledge for view in (change_set.matched.old, change_set.matched.new))
    dependencies = _dependencies(change, old, new)
    responsible: set[str] = set()
    unexplained = change.profiles
    for name in (name for name in change_set.rules if name in dependencies):
        decided = _decided_by(change_set, change, name)
        if decided.satisfiable():
            responsible.add(name)
            unexplained &= ~decided
    if unexplained.satisfiable():
        responsible.update(_involved(change_set, change, unexplained))
    return tuple(name for name in change_set.rules if name in responsible)


def _decided_by(change_set: ChangeSet, change: AdviceChange, name: str) -> ProfileSet:
    """Return the profiles of a change whose advice depends on one rule alone."""
    decided = change_set.matched.space.false
    variants = (
        (change_set.with_reverted(name), change.after),
        (change_set.with_applied(name), change.before),
    )
    for view, advice in variants:
        if view is not None:
            decided |= change.profiles & ~change.profiles_where(view, advice)
    return decided


def _involved(change_set: ChangeSet, change: AdviceChange, profiles: ProfileSet) -> Iterator[str]:
    """Yield the changed rules that a change depends on and that act differently on some profiles."""
    matched = change_set.matched
    old, new = matched.old.knowledge, matched.new.knowledge
    dependencies = _dependencies(change, old) | _dependencies(change, new)
    for name in (name for name in change_set.rules if name in dependencies):
        reordered = bool(change.swapped) and _ordering(old, name) != _ordering(new, name)
        by_rules = not change.swapped or _may_be_urgent(change, old, new)
        if reordered or (by_rules and _acts_differently(change_set, name, profiles)):
            yield name


def _dependencies(change: AdviceChange, *packs: Knowledge) -> set[str]:
    """Return the rules that a change depends on in one of the packs, or in a mixture of them."""
    if not change.swapped:
        return _closure(change.rules, _rules_used_by, packs)
    ordering = _closure(change.swapped, _predecessors, packs)
    urgent = {name for pack in packs for step in change.swapped for name in _urgent_before(pack, step)}
    deciding = {name for step in urgent for name in _rules_of_urgency(step, packs)}
    return ordering | _closure(urgent | deciding, _rules_used_by, packs)


def _closure(names: Iterable[str], next_rules: NextRules, packs: Sequence[Knowledge]) -> set[str]:
    """Return some rules with all those that they lead to."""
    visited: set[str] = set()
    pending = [*names]
    while pending:
        name = pending.pop()
        if name not in visited:
            visited.add(name)
            pending += next_rules(name, packs)
    return visited


def _may_be_urgent(change: AdviceChange, *packs: Knowledge) -> bool:
    """Whether the place of a step that is reordered depends on the profile."""
    return any(_urgent_before(pack, name) for pack in packs for name in change.swapped)


def _urgent_before(knowledge: Knowledge, step: str) -> frozenset[str]:
    """Return the steps whose urgency brings a step forward, itself included."""
    return frozenset(knowledge.pulled_by.get(step, ()))


def _rules_of_urgency(step: str, packs: Sequence[Knowledge]) -> Iterator[str]:
    """Yield the rules whose conclusions decide whether a step is urgent."""
    for condition in (own.urgent for pack in packs for own in pack.steps if own.id == step and own.urgent):
        if any(names_of(condition, "recommend")):
            yield from (rule.id for pack in packs for rule in pack.arguments)
        findings = set(names_of(condition, "finding"))
        yield from (rule.id for pack in packs for rule in pack.findings if rule.finding in findings)


def _rules_used_by(name: str, packs: Sequence[Knowledge]) -> Iterator[str]:
    """Yield the rules whose conclusions appear in a rule's condition."""
    findings = {finding for pack in packs for finding in pack.findings_used_by.get(name, ())}
    yield from (
        rule.id for pack in packs for used in findings for rule in pack.rules_by_finding.get(used, ())
    )
    if any(name in pack.outcome_dependent for pack in packs):
        yield from (rule.id for pack in packs for rule in pack.arguments)


def _predecessors(name: str, packs: Sequence[Knowledge]) -> Iterator[str]:
    """Yield the steps that must come before a step."""
    yield from (other for pack in packs for step in pack.steps if step.id == name for other in step.after)


def _ordering(knowledge: Knowledge, name: str) -> tuple[object, ...] | None:
    """Return the phase, the predecessors and the urgency of a step; None if the pack has no such step."""
    return next(((step.phase, step.after, step.urgent) for step in knowledge.steps if step.id == name), None)


def _acts_differently(change_set: ChangeSet, name: str, profiles: ProfileSet) -> bool:
    """Whether a rule fires on other profiles in NEW, or fires there with another effect."""
    views = (change_set.matched.old, change_set.matched.new)
    old, new = (_fires_on(view, name) & profiles for view in views)
    if old != new or not old.satisfiable():
        return old != new
    before, after = (
        effect(change_set.without_foreign_overrides(view.knowledge.rules[name])) for view in views
    )
    return before != after


def _fires_on(view: PackView, name: str) -> ProfileSet:
    """Return the profiles on which a rule fires; for a step or a warning, those that it is advised to."""
    compiled = view.compiled
    if name not in view.knowledge.rules:
        return compiled.space.false
    if name in compiled.fires:
        return compiled.fires[name]
    if name in view.knowledge.steps_and_warnings:
        return compiled.recipients(name)
    return compiled.forbidden(name)

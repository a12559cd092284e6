"""The changed rules of two packs, and variants of each pack in which a single rule is changed."""

from __future__ import annotations

from dataclasses import replace
from itertools import takewhile
from typing import TYPE_CHECKING
from typing import Any as Anything

from exitwise.audit.diff.matching import PackView
from exitwise.audit.diff.structure import logic
from exitwise.audit.mutation.mutants import NEVER, RULE_KINDS
from exitwise.diagnostic import Place
from exitwise.diagram.compiled_rules import CompiledRules
from exitwise.model.order import find_cycle
from exitwise.model.rule import PHASES, Argument, FindingRule

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from exitwise.audit.diff.matching import MatchedPacks
    from exitwise.model.knowledge import Knowledge
    from exitwise.model.rule import Rule


class ChangeSet:
    """The changed rules between two packs; variants with one rule reverted or applied are built on demand.

    An argument that only one pack has, or that recommends another outcome in the other pack, is reverted or
    applied together with its overriders. Otherwise every rule that overrides all arguments for an outcome
    would count as changed. In a variant, a finding without rules is never true, and a missing argument is not
    overridden.
    """

    def __init__(self, matched: MatchedPacks) -> None:
        self.matched = matched
        self._unshared_arguments = _unshared_arguments(matched.old.knowledge, matched.new.knowledge)
        self._reverted: dict[str, PackView | None] = {}
        self._applied: dict[str, PackView | None] = {}
        self.rules = tuple(self._changed_rules())

    def _changed_rules(self) -> Iterator[str]:
        """Yield the rules whose condition or effect differs, and those that only one pack has."""
        old, new = self.matched.old.knowledge.rules, self.matched.new.knowledge.rules
        for name in dict.fromkeys((*new, *old)):
            if name not in old or name not in new or self._logic(old[name]) != self._logic(new[name]):
                yield name

    def _logic(self, rule: Rule) -> dict[str, Anything]:
        return logic(self.without_foreign_overrides(rule))

    def without_foreign_overrides(self, rule: Rule) -> Rule:
        """Return a rule without the overrides that belong to the change of another argument."""
        if not isinstance(rule, Argument):
            return rule
        own = tuple(name for name in rule.overrides if name not in self._unshared_arguments)
        return replace(rule, overrides=own)

    def with_reverted(self, name: str) -> PackView | None:
        """Return NEW with one rule as in OLD, or None if that is not a valid pack."""
        if name not in self._reverted:
            self._reverted[name] = self._view_with(self.matched.new, self.matched.old, name)
        return self._reverted[name]

    def with_applied(self, name: str) -> PackView | None:
        """Return OLD with one rule as in NEW, or None if that is not a valid pack."""
        if name not in self._applied:
            self._applied[name] = self._view_with(self.matched.old, self.matched.new, name)
        return self._applied[name]

    def _view_with(self, base: PackView, other: PackView, name: str) -> PackView | None:
        knowledge = _with_rule_of(base.knowledge, other.knowledge, name, self._unshared_arguments)
        if not _is_valid(knowledge):
            return None
        return PackView(CompiledRules(knowledge, self.matched.space, base=base.compiled), base.expressible)


def _unshared_arguments(old: Knowledge, new: Knowledge) -> frozenset[str]:
    """Return the arguments that only one pack has, or that recommend another outcome in the other."""
    olds, news = ({(rule.id, rule.recommend) for rule in pack.arguments} for pack in (old, new))
    return frozenset(name for name, _ in olds ^ news)


def _with_rule_of(base: Knowledge, other: Knowledge, name: str, unshared: Collection[str]) -> Knowledge:
    """Return a pack with one rule as in another: changed, removed, or inserted at its position there.

    The overriders of an argument in `unshared` follow that argument.
    """
    kinds: dict[str, Anything] = {
        kind: _spliced(getattr(base, kind), getattr(other, kind), name) for kind in RULE_KINDS
    }
    here, there = ({rule.id: rule.overrides for rule in pack.arguments} for pack in (base, other))

    def with_overrides(rule: Argument) -> Argument:
        if rule.id not in here or rule.id not in there:
            return rule
        own, others = here[rule.id], there[rule.id]
        overrides = tuple(
            overridden
            for overridden in dict.fromkeys((*own, *others))
            if overridden in (others if name == (overridden if overridden in unshared else rule.id) else own)
        )
        # Compiled rules share the results of identical objects with their base, not of equal ones.
        return rule if set(overrides) == set(rule.overrides) else replace(rule, overrides=overrides)

    kinds["arguments"] = tuple(map(with_overrides, kinds["arguments"]))
    outcomes = {**dict(base.outcomes), **dict(other.outcomes)}
    mixed = replace(base, outcomes=tuple(outcomes.items()), **kinds)
    return replace(mixed, findings=(*mixed.findings, *_placeholder_rules(mixed)))


def _spliced(base: Sequence[Rule], other: Sequence[Rule], name: str) -> tuple[Rule, ...]:
    """Return the rules of one kind with one rule as in another pack; a new rule keeps its predecessor."""
    ids = [rule.id for rule in base]
    replacement = [rule for rule in other if rule.id == name]
    if name in ids:
        at = ids.index(name)
        return (*base[:at], *replacement, *base[at + 1 :])
    before = takewhile(lambda rule: rule.id != name, other)
    at = [0, *(ids.index(rule.id) + 1 for rule in before if rule.id in ids)][-1]
    return (*base[:at], *replacement, *base[at:])


def _placeholder_rules(knowledge: Knowledge) -> Iterator[FindingRule]:
    """Yield a rule that never fires for each finding that is used in a condition but has no rule."""
    used = frozenset[str]().union(*knowledge.findings_used_by.values())
    for name in sorted(used - knowledge.rules_by_finding.keys()):
        yield FindingRule(id=f"{name} (never)", finding=name, when=NEVER, because="", place=Place("", 0, 0))


def _is_valid(knowledge: Knowledge) -> bool:
    """Whether findings, overrides and steps are acyclic, and no step comes after one of a later phase."""
    after = {step.id: step.after for step in knowledge.steps}
    phase = {step.id: PHASES.index(step.phase) for step in knowledge.steps}
    if (
        find_cycle(knowledge.findings_used_by_finding)
        or find_cycle(knowledge.overriders)
        or find_cycle(after)
    ):
        return False
    return all(phase.get(other, 0) <= phase[name] for name, others in after.items() for other in others)

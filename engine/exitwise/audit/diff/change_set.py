"""Packs between two: one of them with a single changed rule as the other has it."""

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
    """What two packs have changed, and each pack with one of the changes more or less, made when asked for.

    What overrides an argument comes and goes with it, where one pack lacks the argument or has it argue for
    another outcome: whoever overrides all arguments for an outcome would else change with each of them.
    A finding that no rule concludes any more is never true, and nobody overrides an argument that is gone.
    """

    def __init__(self, matched: MatchedPacks) -> None:
        self.matched = matched
        self._unshared_arguments = _unshared_arguments(matched.old.knowledge, matched.new.knowledge)
        self._reverted: dict[str, PackView | None] = {}
        self._applied: dict[str, PackView | None] = {}
        self.rules = tuple(self._changed_rules())

    def _changed_rules(self) -> Iterator[str]:
        """Yield the rules that ask for or do something else than they did, or are in one pack only."""
        old, new = self.matched.old.knowledge.rules, self.matched.new.knowledge.rules
        for name in dict.fromkeys((*new, *old)):
            if (
                name not in old
                or name not in new
                or logic(self.without_foreign_overrides(old[name]))
                != logic(self.without_foreign_overrides(new[name]))
            ):
                yield name

    def without_foreign_overrides(self, rule: Rule) -> Rule:
        """Return a rule without the overrides that others bring."""
        if not isinstance(rule, Argument):
            return rule
        return replace(
            rule, overrides=tuple(name for name in rule.overrides if name not in self._unshared_arguments)
        )

    def with_reverted(self, name: str) -> PackView | None:
        """Return NEW with one rule as in OLD; None where that is no valid pack."""
        if name not in self._reverted:
            self._reverted[name] = self._view_with(self.matched.new, self.matched.old, name)
        return self._reverted[name]

    def with_applied(self, name: str) -> PackView | None:
        """Return OLD with one rule as in NEW; None where that is no valid pack."""
        if name not in self._applied:
            self._applied[name] = self._view_with(self.matched.old, self.matched.new, name)
        return self._applied[name]

    def _view_with(self, own: PackView, theirs: PackView, name: str) -> PackView | None:
        knowledge = _with_rule_of(own.knowledge, theirs.knowledge, name, self._unshared_arguments)
        if not _is_valid(knowledge):
            return None
        return PackView(CompiledRules(knowledge, self.matched.space, base=own.compiled), own.expressible)


def _unshared_arguments(old: Knowledge, new: Knowledge) -> frozenset[str]:
    """Return the arguments that are in one pack only, or for another outcome in the other."""
    olds, news = ({(rule.id, rule.recommend) for rule in pack.arguments} for pack in (old, new))
    return frozenset(name for name, _ in olds ^ news)


def _with_rule_of(own: Knowledge, theirs: Knowledge, name: str, bringing: Collection[str]) -> Knowledge:
    """Return a pack with one rule as another has it: changed, left out, or put in at its place there.

    `bringing` are the arguments that bring what overrides them.
    """
    kinds: dict[str, Anything] = {
        kind: _spliced(getattr(own, kind), getattr(theirs, kind), name) for kind in RULE_KINDS
    }
    here, there = ({rule.id: rule.overrides for rule in pack.arguments} for pack in (own, theirs))

    def overriding(rule: Argument) -> Argument:
        if rule.id not in here or rule.id not in there:
            return rule
        one, other = here[rule.id], there[rule.id]
        found = tuple(
            beaten
            for beaten in dict.fromkeys((*one, *other))
            if beaten in (other if name == (beaten if beaten in bringing else rule.id) else one)
        )
        # The meaning of a pack shares with its base what is the same object, not what is equal.
        return rule if set(found) == set(rule.overrides) else replace(rule, overrides=found)

    kinds["arguments"] = tuple(map(overriding, kinds["arguments"]))
    outcomes = {**dict(own.outcomes), **dict(theirs.outcomes)}
    mixed = replace(own, outcomes=tuple(outcomes.items()), **kinds)
    return replace(mixed, findings=(*mixed.findings, *_placeholder_rules(mixed)))


def _spliced(own: Sequence[Rule], theirs: Sequence[Rule], name: str) -> tuple[Rule, ...]:
    """Return rules of one kind with one as the others have it; a new one follows what it follows there."""
    ids = [rule.id for rule in own]
    taken = [rule for rule in theirs if rule.id == name]
    if name in ids:
        at = ids.index(name)
        return (*own[:at], *taken, *own[at + 1 :])
    before = takewhile(lambda rule: rule.id != name, theirs)
    at = [0, *(ids.index(rule.id) + 1 for rule in before if rule.id in ids)][-1]
    return (*own[:at], *taken, *own[at:])


def _placeholder_rules(knowledge: Knowledge) -> Iterator[FindingRule]:
    """Yield for each finding that is looked at and that no rule concludes a rule that never fires."""
    used = frozenset[str]().union(*knowledge.findings_used_by.values())
    for name in sorted(used - knowledge.rules_by_finding.keys()):
        yield FindingRule(id=f"{name} (never)", finding=name, when=NEVER, because="", place=Place("", 0, 0))


def _is_valid(knowledge: Knowledge) -> bool:
    """Whether nothing rests on itself, overrides itself, or comes after a step of a later phase."""
    after = {step.id: step.after for step in knowledge.steps}
    phase = {step.id: PHASES.index(step.phase) for step in knowledge.steps}
    if (
        find_cycle(knowledge.findings_used_by_finding)
        or find_cycle(knowledge.overriders)
        or find_cycle(after)
    ):
        return False
    return all(phase.get(other, 0) <= phase[name] for name, others in after.items() for other in others)

"""The conclusions and reasons that all completions of a profile share, and those that some of them have."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property, reduce
from operator import or_
from typing import TYPE_CHECKING

from exitwise.model.conclusion import Trace
from exitwise.model.condition import Disjunction
from exitwise.model.rule import Argument, FindingRule
from exitwise.model.support import support

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from exitwise.diagram.compiled_rules import CompiledRules
    from exitwise.diagram.completions.partial_profile import Completions
    from exitwise.diagram.manager import ProfileSet
    from exitwise.model.conclusion import Branch, Conclusions
    from exitwise.model.condition import Conjunction, Literal
    from exitwise.model.rule import Rule


@dataclass(frozen=True)
class SharedConclusions:
    """The conclusions of completions that have the same advice."""

    completions: Completions

    @property
    def _compiled(self) -> CompiledRules:
        return self.completions.compiled

    def _within(self, profiles: ProfileSet) -> ProfileSet:
        return self.completions.profiles & profiles

    def _in_all(self, sets: Iterable[tuple[str, ProfileSet]]) -> tuple[str, ...]:
        every = self.completions.profiles
        return tuple(name for name, profiles in sets if every & profiles == every)

    def _in_some(self, sets: Iterable[tuple[str, ProfileSet]]) -> tuple[str, ...]:
        return tuple(name for name, profiles in sets if self._within(profiles).satisfiable())

    def certain(self, first: Conclusions) -> Conclusions:
        """Return the conclusions that all completions have, given those of the first.

        The trace has the reasons of the advice, and only findings that these conclude are listed.
        """
        knowledge, compiled = self._compiled.knowledge, self._compiled
        concluded = {rule.finding for rule in knowledge.findings if rule.id in self.reasons}
        return replace(
            first,
            findings=tuple(name for name in knowledge.rules_by_finding if name in concluded),
            applied=self._in_all(compiled.applies.items()),
            undefeated=self._in_all(compiled.undefeated.items()),
            either=self.either,
            trace=Trace(fired=self.reasons, branches=frozenset(self._branches())),
            some=self._possible(first),
        )

    def _possible(self, first: Conclusions) -> Conclusions:
        """Return the conclusions that some completion has."""
        compiled = self._compiled
        return replace(
            first,
            findings=self._in_some(compiled.finding.items()),
            applied=self._in_some(compiled.applies.items()),
            undefeated=self._in_some(compiled.undefeated.items()),
        )

    # Reasons

    @cached_property
    def _support(self) -> dict[str, ProfileSet]:
        """The completions in which each rule is among the reasons; those without one are left out."""
        compiled = self._compiled
        found = support(compiled.knowledge, self._fires, self._true_within, compiled.space.false)
        return {name: profiles for name, profiles in found.items() if profiles.satisfiable()}

    def _fires(self, rule: Rule) -> ProfileSet:
        compiled = self._compiled
        if isinstance(rule, Argument):
            return self._within(compiled.undefeated[rule.id])
        if isinstance(rule, FindingRule):
            return self._within(compiled.fires[rule.id])
        return self._within(compiled.recipients_under(self.completions.outcome, rule.id))

    def _true_within(self, profiles: ProfileSet, form: Conjunction) -> ProfileSet:
        """Return the profiles among some completions on which a conjunction is true."""
        for part in form.of:
            profiles = self._part_within(profiles, part)
        return profiles

    def _part_within(self, profiles: ProfileSet, part: Literal | Disjunction) -> ProfileSet:
        if isinstance(part, Disjunction):
            branches = (self._true_within(profiles, branch) for branch in part.of)
            return reduce(or_, branches, self._compiled.space.false)
        atom = self._compiled.condition_set(part.atom, self.completions.outcome)
        return profiles & (atom if part.positive else ~atom)

    @cached_property
    def _common(self) -> frozenset[str]:
        """The rules that are among the reasons in all completions."""
        return frozenset(self._in_all(self._support.items()))

    @cached_property
    def either(self) -> frozenset[str]:
        """The rules of conclusions that each completion draws by another rule."""
        rules: dict[tuple[str, str], list[str]] = {}
        for name in self._support:
            rules.setdefault(_conclusion(self._compiled.knowledge.rules[name]), []).append(name)
        return frozenset(name for names in rules.values() if self._is_shared(names) for name in names)

    def _is_shared(self, names: list[str]) -> bool:
        """Whether every completion has one of these rules among its reasons, but all have none in common."""
        union = reduce(or_, (self._support[name] for name in names))
        return union == self.completions.profiles and self._common.isdisjoint(names)

    @cached_property
    def reasons(self) -> tuple[str, ...]:
        """The rules that all completions have among their reasons, and those of `either`, in order."""
        return tuple(name for name in self._support if name in self._common or name in self.either)

    # Branches

    def _branches(self) -> Iterator[Branch]:
        """Yield the alternatives that hold wherever their rule does, or else all that hold somewhere."""
        for name in self.reasons:
            form = self._compiled.knowledge.normal_form[name]
            for path in self._paths(form, self._support[name], ()):
                yield name, path

    def _paths(
        self, form: Conjunction, profiles: ProfileSet, path: tuple[int, ...]
    ) -> Iterator[tuple[int, ...]]:
        for index, part in enumerate(form.of):
            if isinstance(part, Disjunction):
                where = {number: self._true_within(profiles, branch) for number, branch in enumerate(part.of)}
                always = {number: own for number, own in where.items() if own == profiles}
                sometimes = {number: own for number, own in where.items() if own.satisfiable()}
                for number, own in (always or sometimes).items():
                    inner = (*path, index, number)
                    yield inner
                    yield from self._paths(part.of[number], own, inner)


def _conclusion(rule: Rule) -> tuple[str, str]:
    """Return what a rule concludes; a step or a warning is concluded by its own rule only."""
    match rule:
        case FindingRule():
            return "finding", rule.finding
        case Argument():
            return "recommend", rule.recommend
        case _:
            return "rule", rule.id

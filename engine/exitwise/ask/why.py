"""Why a question is asked: the conclusions it can still change, the effect of each answer, the sources."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Literal

from exitwise.advise.texts import Texts
from exitwise.catalogue import _
from exitwise.model.condition import facts_of
from exitwise.model.interval import Interval
from exitwise.model.rule import StepRule

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from exitwise.ask.interview import Interview
    from exitwise.diagram.manager import ProfileSet
    from exitwise.model.axis import ValueClass
    from exitwise.model.rule import Rule, WarningRule
    from exitwise.model.source import Statement

Kind = Literal["recommendation", "hold", "step", "warning"]


@dataclass(frozen=True, slots=True)
class Conclusion:
    """One item of the advice, by its kind and its title."""

    kind: Kind
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerEffect:
    """The conclusions that one answer would rule in and rule out, of those that depend on the fact."""

    answer: ValueClass
    ruled_in: tuple[Conclusion, ...]
    ruled_out: tuple[Conclusion, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reasons:
    """The conclusions that depend on a fact, the effect of each answer, and the sources' statements."""

    conclusions: tuple[Conclusion, ...]
    effects: tuple[AnswerEffect, ...]
    statements: tuple[Statement, ...]


def explain_question(interview: Interview, fact: str) -> Reasons:
    """Return why a fact is asked for, given the answers so far."""
    return _Explanation(interview, fact).reasons()


@dataclass(frozen=True, slots=True)
class _Explanation:
    interview: Interview
    fact: str

    def reasons(self) -> Reasons:
        dependent = [
            (conclusion, profiles)
            for conclusion, profiles in self._conclusions()
            if self._depends_on_fact(profiles)
        ]
        return Reasons(
            conclusions=tuple(conclusion for conclusion, _ in dependent),
            effects=tuple(
                self._effect(part, dependent)
                for part in self.interview.options(self.fact)
                if not isinstance(part, frozenset) or len(part) <= 1
            ),
            statements=tuple(self._statements(self._dependent_rules())),
        )

    def _conclusions(self) -> Iterator[tuple[Conclusion, ProfileSet]]:
        """Yield every possible conclusion with the completions in whose advice it is."""
        here, knowledge = self.interview.explainable, self.interview.compiled.knowledge
        titles = dict(knowledge.outcomes)
        for outcome, own in here.outcomes.items():
            yield Conclusion("recommendation", titles[outcome] if outcome else _("none")), own
        rules: tuple[StepRule | WarningRule, ...] = (*knowledge.ordered_warnings, *self._steps_in_order())
        for rule in rules:
            if rule.id in self._rule_ids:
                yield Conclusion(_kind(rule), self._fill(rule.title)), self._completions_advised(rule.id)

    @property
    def _rule_ids(self) -> frozenset[str]:
        """The ids of the steps and warnings that count as advice here."""
        return frozenset(rule.id for rule in self.interview.explainable.rules)

    def _steps_in_order(self) -> Iterator[StepRule]:
        steps = {step.id: step for step in self.interview.compiled.knowledge.steps}
        return (steps[name] for name in self.interview.compiled.knowledge.step_order)

    def _fill(self, text: str) -> str:
        interview = self.interview
        return Texts(interview.compiled, interview.profile, interview.as_of).fill(text)

    def _completions_advised(self, name: str) -> ProfileSet:
        compiled = self.interview.compiled
        sets = (own & compiled.recipients_under(outcome, name) for outcome, own in self._outcomes.items())
        return reduce(or_, sets, compiled.space.false)

    @property
    def _outcomes(self) -> Mapping[str | None, ProfileSet]:
        return self.interview.undecided.outcomes

    def _depends_on_fact(self, inside: ProfileSet) -> bool:
        return self.interview.compiled.space.depends_on(
            inside, self.fact, self.interview.undecided.completions
        )

    def _effect(self, part: ValueClass, dependent: Sequence[tuple[Conclusion, ProfileSet]]) -> AnswerEffect:
        space, axis = self.interview.compiled.space, self.interview.compiled.space.axes[self.fact]
        value = part.low if isinstance(part, Interval) else part
        remaining = self.interview.undecided.completions & space.with_code(self.fact, axis.code(value))
        return AnswerEffect(
            answer=part,
            ruled_in=tuple(item for item, inside in dependent if remaining & inside == remaining),
            ruled_out=tuple(item for item, inside in dependent if not (remaining & inside).satisfiable()),
        )

    def _dependent_rules(self) -> Iterator[Rule]:
        """Yield the rules that use the fact and whose firing depends on it, those with it in `when` first.

        The others use it through findings. A rule that depends on it only through the recommendation is left
        out, because its sources are not about the fact.
        """
        compiled = self.interview.compiled
        facts_used_by = compiled.knowledge.facts_used_by
        rules = [rule for rule in compiled.knowledge.all_rules if self.fact in facts_used_by[rule.id]]
        for rule in sorted(rules, key=lambda rule: self.fact not in facts_of(rule.when)):
            if self._depends_on_fact(self._completions_firing(rule)):
                yield rule

    def _completions_firing(self, rule: Rule) -> ProfileSet:
        compiled = self.interview.compiled
        if rule.id in compiled.fires:
            return compiled.fires[rule.id]
        return self._completions_advised(rule.id) if rule.id in self._rule_ids else compiled.space.false

    def _statements(self, rules: Iterator[Rule]) -> Iterator[Statement]:
        cited = dict.fromkeys(cite for rule in rules for cite in rule.cites)
        return (self.interview.compiled.knowledge.statement[cite] for cite in cited)


def _kind(rule: StepRule | WarningRule) -> Kind:
    if isinstance(rule, StepRule):
        return "step"
    return "hold" if rule.hold else "warning"

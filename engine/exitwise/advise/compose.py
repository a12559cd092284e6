"""The composition of advice from the conclusions of one case."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from exitwise.advise.citations import cited_sources, disagreements
from exitwise.advise.counterfactuals import Counterfactuals
from exitwise.advise.reasons import TraceExplanation, conclusion_of
from exitwise.advise.relevance import Relevance
from exitwise.advise.schedule import Schedule
from exitwise.advise.texts import Texts
from exitwise.advise.timetable import Timetable
from exitwise.model.advice import Advice, Pack, Reason, SetAside
from exitwise.model.kinds import plain, plain_values

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from exitwise.diagram.compiled_rules import CompiledRules
    from exitwise.model.conclusion import Conclusions
    from exitwise.model.knowledge import Knowledge
    from exitwise.model.profile import Implied, Profile
    from exitwise.model.rule import Rule


def compose(compiled: CompiledRules, profile: Profile, conclusions: Conclusions, as_of: date) -> Advice:
    """Return the advice for an admissible profile, from its conclusions."""
    return _Composer(compiled, profile, conclusions, as_of).advice()


@dataclass(frozen=True, slots=True)
class _Composer:
    compiled: CompiledRules
    profile: Profile
    conclusions: Conclusions
    as_of: date

    @property
    def knowledge(self) -> Knowledge:
        return self.compiled.knowledge

    def advice(self) -> Advice:
        conclusions, knowledge = self.conclusions, self.knowledge
        reasons = self._reasons()
        cites = {cite for reason in reasons for cite in reason.cites}
        counterfactuals = Counterfactuals(self.compiled, self.profile, conclusions)
        schedule = self._schedule()
        decisive = counterfactuals.decisive_answers()
        unknown = frozenset(self.profile.absent) - self.profile.implied.keys()
        relevance = Relevance.of(self.compiled, self.profile, schedule.course.states)
        return Advice(
            pack=Pack(name=knowledge.name, version=knowledge.version, digest=knowledge.digest),
            as_of=self.as_of.isoformat(),
            language=None if knowledge.original is None else knowledge.language,
            id=self.profile.id,
            recommendation=conclusions.recommendation,
            readiness=conclusions.readiness,
            steps=schedule.steps,
            waits=schedule.waits(),
            warnings=schedule.warnings(),
            reasons=reasons,
            set_aside=self._set_aside(),
            decisive=self._plain({fact: value for fact, value in decisive.items() if fact not in unknown}),
            decisive_absent=tuple(fact for fact in decisive if fact in unknown),
            would_change=tuple(
                replace(change, change=self._plain(change.change))
                for change in counterfactuals.smallest_changes()
            ),
            way_to_ready=schedule.way_to_ready(),
            implied=self._implied(),
            assumed=relevance.assumed,
            not_needed=relevance.not_needed,
            sources=cited_sources(knowledge, cites),
            disagreements=disagreements(knowledge, cites),
        )

    def _plain(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return values as in JSON."""
        return plain_values(self.knowledge.fact, values, self.as_of)

    def _implied(self) -> dict[str, Implied]:
        """Return the implied answers with their values as in JSON."""
        return {
            name: replace(own, value=plain(self.knowledge.fact[name], own.value, self.as_of))
            for name, own in self.profile.implied.items()
        }

    def _schedule(self) -> Schedule:
        """Return the course of the plan, and the holds that it can meet."""
        timetable = Timetable.of(self.compiled, self.profile, self.conclusions)
        return Schedule(self.compiled, timetable, self.as_of, self.profile.free)

    def _reasons(self) -> tuple[Reason, ...]:
        explanation = TraceExplanation(self.knowledge, self.profile.known, self.conclusions)
        texts = Texts(self.compiled, self.profile.known, self.as_of)
        return tuple(self._reason(rule, explanation, texts) for rule in explanation.rules_used())

    def _reason(self, rule: Rule, explanation: TraceExplanation, texts: Texts) -> Reason:
        return Reason(
            rule=rule.id,
            concludes=conclusion_of(rule),
            because=texts.fill(rule.because),
            premises=explanation.premises(rule),
            cites=rule.cites,
            either=rule.id in self.conclusions.either,
        )

    def _set_aside(self) -> tuple[SetAside, ...]:
        """Return the defeated arguments for other outcomes, with the undefeated ones that override them."""
        conclusions, texts = self.conclusions, Texts(self.compiled, self.profile.known, self.as_of)
        return tuple(
            SetAside(
                recommendation=rule.recommend,
                rule=rule.id,
                overridden_by=conclusions.undefeated_among(self.knowledge.overriders[rule.id]),
                because=texts.fill(rule.because),
            )
            for rule in self.knowledge.arguments
            if rule.id in conclusions.applied
            and rule.id not in conclusions.possible.undefeated
            and rule.recommend != conclusions.recommendation
        )

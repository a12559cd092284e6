"""One profile's conclusions, read off the diagrams."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from exitwise.model.conclusion import Conclusions

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from exitwise.diagram.compiled_rules import Meaning, Outcome
    from exitwise.diagram.manager import Function
    from exitwise.model.fact import Value

    Holds = Callable[[Function], bool]


def conclude(meaning: Meaning, values: Mapping[str, Value], *, properties: bool = False) -> Conclusions:
    """Return what follows from a value for every fact, without a trace: diagrams know no order of firing.

    Which properties fail is looked at only where that is asked for.
    """
    point = meaning.space.point(values)

    def holds(profiles: Function) -> bool:
        return profiles.eval(point)

    knowledge = meaning.knowledge
    refused = tuple(rule.id for rule in knowledge.constraints if holds(meaning.forbidden(rule.id)))
    if refused:
        return Conclusions(refused=refused)
    outcome = next(name for name, own in meaning.outcome.items() if holds(own))
    laws = knowledge.properties if properties else ()
    return replace(
        _advised(meaning, outcome, holds),
        findings=tuple(name for name, found in meaning.finding.items() if holds(found)),
        applied=tuple(rule.id for rule in knowledge.arguments if holds(meaning.fires[rule.id])),
        undefeated=tuple(rule.id for rule in knowledge.arguments if holds(meaning.undefeated[rule.id])),
        broken=tuple(law.id for law in laws if holds(meaning.broken(outcome, law))),
    )


def advised(meaning: Meaning, values: Mapping[str, Value]) -> Conclusions:
    """Return only what a profile is advised: recommendation, readiness, steps and warnings.

    Of a profile that is not admissible it says, as `conclude`, by what it is refused.
    """
    point = meaning.space.point(values)
    if not meaning.domain.eval(point):
        return conclude(meaning, values)
    outcome = next(name for name, own in meaning.outcome.items() if own.eval(point))
    return _advised(meaning, outcome, lambda profiles: profiles.eval(point))


def _advised(meaning: Meaning, outcome: Outcome, holds: Holds) -> Conclusions:
    knowledge = meaning.knowledge
    return Conclusions(
        recommendation=outcome,
        readiness=next(name for name, own in meaning.readiness(outcome).items() if holds(own)),
        steps=tuple(name for name in knowledge.step_order if holds(meaning.given(outcome, name))),
        warnings=tuple(
            rule.id for rule in knowledge.warnings_in_order if holds(meaning.given(outcome, rule.id))
        ),
    )

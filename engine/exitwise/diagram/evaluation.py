"""The conclusions of one profile, by evaluating the diagrams at its assignment."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from exitwise.model.conclusion import Conclusions

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from exitwise.diagram.compiled_rules import CompiledRules, Outcome
    from exitwise.diagram.manager import ProfileSet
    from exitwise.model.fact import Value

    Holds = Callable[[ProfileSet], bool]


def conclude(
    compiled: CompiledRules, values: Mapping[str, Value], *, properties: bool = False
) -> Conclusions:
    """Return the conclusions of a complete profile, given as the value of every fact.

    They have no trace, because diagrams record no order of firing. Violated properties are included only with
    `properties`. An inadmissible profile has no conclusions but the constraints that refuse it.
    """
    assignment = compiled.space.assignment(values)

    def holds(profiles: ProfileSet) -> bool:
        return profiles.eval(assignment)

    knowledge = compiled.knowledge
    refused = tuple(rule.id for rule in knowledge.constraints if holds(compiled.forbidden(rule.id)))
    if refused:
        return Conclusions(refused=refused)
    outcome = next(name for name, own in compiled.outcome.items() if holds(own))
    laws = knowledge.properties if properties else ()
    return replace(
        _advice(compiled, outcome, holds),
        findings=tuple(name for name, profiles in compiled.finding.items() if holds(profiles)),
        applied=tuple(rule.id for rule in knowledge.arguments if holds(compiled.fires[rule.id])),
        undefeated=tuple(rule.id for rule in knowledge.arguments if holds(compiled.undefeated[rule.id])),
        broken=tuple(law.id for law in laws if holds(compiled.violations(outcome, law))),
    )


def conclude_advice(compiled: CompiledRules, values: Mapping[str, Value]) -> Conclusions:
    """Return the conclusions that are advice: recommendation, readiness, steps and warnings.

    An inadmissible profile has none; the result is that of `conclude`.
    """
    assignment = compiled.space.assignment(values)
    if not compiled.domain.eval(assignment):
        return conclude(compiled, values)
    outcome = next(name for name, own in compiled.outcome.items() if own.eval(assignment))
    return _advice(compiled, outcome, lambda profiles: profiles.eval(assignment))


def _advice(compiled: CompiledRules, outcome: Outcome, holds: Holds) -> Conclusions:
    knowledge = compiled.knowledge
    steps = tuple(name for name in knowledge.step_order if holds(compiled.recipients_under(outcome, name)))
    urgent = tuple(
        name for name in steps if knowledge.step[name].urgent and holds(compiled.urgent_under(outcome, name))
    )
    raised = [
        rule for rule in knowledge.ordered_warnings if holds(compiled.recipients_under(outcome, rule.id))
    ]
    is_held = outcome is None or any(rule.hold for rule in raised)
    is_prepared = not any(knowledge.step[name].phase == "before" for name in steps)
    return Conclusions(
        recommendation=outcome,
        readiness="hold" if is_held else "ready" if is_prepared else "prepare",
        steps=knowledge.due_order(steps, urgent),
        urgent=urgent,
        warnings=tuple(rule.id for rule in raised),
    )

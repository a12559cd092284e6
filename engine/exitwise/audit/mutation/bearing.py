"""The properties that a change of rules can break: those that mention something it has changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from exitwise.model.condition import ALWAYS, All, names_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exitwise.diagram.compiled_rules import CompiledRules
    from exitwise.model.rule import Property


@dataclass(frozen=True, slots=True)
class Bearing:
    """The findings, steps and warnings that two sets of rules conclude on different profiles.

    `everything` is true if they refuse or recommend otherwise, or have another order of steps: then no
    property is left out. `course` is true if a plan may lead through other states.
    """

    everything: bool
    course: bool
    readiness: bool
    names: frozenset[str]

    @classmethod
    def of(cls, one: CompiledRules, other: CompiledRules) -> Self:
        """Compare two sets of rules that are compiled in the same space."""
        names = frozenset(_changed(one, other))
        deciding = {rule.id: rule for rule in (*one.knowledge.preparation, *one.knowledge.holds)}
        readiness = not names.isdisjoint(deciding)
        return cls(
            everything=_differs_in_all(one, other),
            course=readiness or any(rule != other.knowledge.rules[name] for name, rule in deciding.items()),
            readiness=readiness,
            names=names,
        )

    def on(self, law: Property) -> bool:
        """Whether a property that holds on the one set of rules may be broken on the other."""
        condition = All((law.when, law.then or ALWAYS))
        mentioned = {
            *law.order,
            *(name for kind in ("finding", "step", "warning") for name in names_of(condition, kind)),
        }
        return (
            self.everything
            or not self.names.isdisjoint(mentioned)
            or (self.readiness and bool(names_of(condition, "readiness")))
            or (self.course and bool(law.along))
        )


def _changed(one: CompiledRules, other: CompiledRules) -> Iterator[str]:
    yield from (name for name, own in one.finding.items() if own != other.finding[name])
    for rule in (*one.knowledge.steps, *one.knowledge.warnings):
        if any(
            one.recipients_under(outcome, rule.id) != other.recipients_under(outcome, rule.id)
            for outcome, _ in one.knowledge.outcomes
        ):
            yield rule.id


def _differs_in_all(one: CompiledRules, other: CompiledRules) -> bool:
    return (
        one.outcome != other.outcome
        or one.domain != other.domain
        or one.knowledge.step_order != other.knowledge.step_order
        or one.knowledge.pulled_by != other.knowledge.pulled_by
        or any(
            one.urgent_under(outcome, step) != other.urgent_under(outcome, step)
            for outcome, _ in one.knowledge.outcomes
            for step in one.knowledge.urgency_facts
        )
    )

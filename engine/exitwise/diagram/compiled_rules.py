"""What a knowledge base concludes, for all profiles at once."""

from __future__ import annotations

from functools import cached_property, reduce
from operator import or_
from typing import TYPE_CHECKING, Literal

from exitwise.diagram.condition import condition_set
from exitwise.diagram.defeat import Defeat, sole_outcome
from exitwise.diagram.space import Space
from exitwise.model.condition import All, Not

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Self

    from exitwise.diagram.condition import Resolve
    from exitwise.diagram.manager import ProfileSet
    from exitwise.model.condition import Condition, Kind
    from exitwise.model.knowledge import Knowledge
    from exitwise.model.rule import FindingRule, Property, Readiness, Rule

Outcome = str | None
"""An outcome, or None where the arguments leave none or several."""

ConclusionId = tuple[Literal["finding", "argument"], str]
"""A finding by its name, or an argument by its rule."""


class CompiledRules:
    """Every rule and every conclusion of one knowledge base as a set of profiles.

    What a step or a warning looks at may depend on the recommendation; it is kept as one set for each
    outcome, in which that outcome counts as recommended everywhere. So the sets stay small, and the profiles
    that do get the outcome are a set of their own. Only `domain` leaves profiles out; no other set does.
    """

    def __init__(
        self,
        knowledge: Knowledge,
        space: Space,
        *,
        base: CompiledRules | None = None,
        forced: Mapping[ConclusionId, ProfileSet] | None = None,
    ) -> None:
        """Compile a knowledge base.

        `base` is the meaning of nearly the same rules in the same space: what does not differ is shared.
        `forced` says what some findings and arguments shall mean, whatever their rules say.
        """
        self.knowledge = knowledge
        self.space = space
        self._base = base
        self._forced = forced or {}
        self._recipients: dict[tuple[Outcome, str], ProfileSet] = {}
        self._readiness_sets: dict[Outcome, dict[Readiness, ProfileSet]] = {}
        self._forbidden: dict[str, ProfileSet] = {}
        self._violations: dict[tuple[Outcome, str], ProfileSet] = {}
        self._changed_findings: set[str] = set()
        self.fires: dict[str, ProfileSet] = {}
        self.finding: dict[str, ProfileSet] = {}
        self._compile_findings()
        self._compile_arguments()

    @classmethod
    def of(cls, knowledge: Knowledge) -> Self:
        """Compile a knowledge base in a space of its own."""
        return cls(knowledge, Space.of(knowledge))

    # Findings and arguments

    def _compile_findings(self) -> None:
        """Go up the strata: a finding is complete before a rule looks at it."""
        forced = {name: found for (kind, name), found in self._forced.items() if kind == "finding"}
        self.finding = dict.fromkeys(self.knowledge.rules_by_finding, self.space.false)
        for name in self.knowledge.findings_by_level:
            rules = self.knowledge.rules_by_finding[name]
            self.fires.update((rule.id, self._firing_set(rule)) for rule in rules)
            self.finding[name] = forced[name] if name in forced else self._finding_set(name, rules)
            if self._base is None or self._base.finding.get(name) != self.finding[name]:
                self._changed_findings.add(name)

    def _finding_set(self, name: str, rules: tuple[FindingRule, ...]) -> ProfileSet:
        if self._base is not None and self._fires_as_in(self._base, name, rules):
            return self._base.finding[name]
        return self._union(self.fires[rule.id] for rule in rules)

    def _fires_as_in(self, base: CompiledRules, name: str, rules: tuple[FindingRule, ...]) -> bool:
        """Whether the base has the same rules, nothing forced, and they fire there on the same profiles."""
        return (
            self.knowledge is base.knowledge
            and ("finding", name) not in base._forced
            and all(self.fires[rule.id] == base.fires[rule.id] for rule in rules)
        )

    def _compile_arguments(self) -> None:
        for rule in self.knowledge.arguments:
            forced = self._forced.get(("argument", rule.id))
            self.fires[rule.id] = self._firing_set(rule) if forced is None else forced

    def _firing_set(self, rule: Rule, outcome: Outcome = None) -> ProfileSet:
        base = self._base
        if base is not None and self._is_unchanged(rule, base):
            return (
                base.recipients_under(outcome, rule.id) if rule.id not in base.fires else base.fires[rule.id]
            )
        return self.condition_set(rule.when, outcome)

    def _is_unchanged(self, rule: Rule, base: CompiledRules) -> bool:
        """Whether a rule is the base's own and nothing that it looks at means anything else."""
        return base.knowledge.rules.get(rule.id) is rule and self._changed_findings.isdisjoint(
            self.knowledge.findings_used_by[rule.id]
        )

    def _resolver(self, outcome: Outcome) -> Resolve:
        def resolve(kind: Kind, name: str) -> ProfileSet:
            if kind == "finding":
                return self.finding[name]
            return self.space.true if name == outcome else self.space.false

        return resolve

    def condition_set(self, condition: Condition, outcome: Outcome = None) -> ProfileSet:
        """Return the profiles on which a condition is true where this outcome is recommended."""
        return condition_set(condition, self.space, self._resolver(outcome))

    @cached_property
    def _defeat(self) -> Defeat[ProfileSet]:
        base = None if self._base is None else self._base._defeat  # noqa: SLF001 (one of its own kind)
        return Defeat(self.knowledge, self.fires, self.space.false, base)

    @property
    def applies(self) -> dict[str, ProfileSet]:
        """For each argument the profiles on which its condition is true."""
        return {rule.id: self.fires[rule.id] for rule in self.knowledge.arguments}

    @property
    def undefeated(self) -> dict[str, ProfileSet]:
        """For each argument the profiles on which it applies and nothing undefeated overrides it."""
        return self._defeat.undefeated

    @property
    def not_overridden(self) -> dict[str, ProfileSet]:
        """For each argument the profiles on which nothing undefeated overrides it, if it applies or not."""
        return self._defeat.not_overridden

    @property
    def candidates(self) -> dict[str, ProfileSet]:
        """For each outcome the profiles on which an undefeated argument is for it."""
        return self._defeat.candidates

    @cached_property
    def outcome(self) -> dict[Outcome, ProfileSet]:
        """For each outcome the profiles that get it; under None those that get none."""
        if self._base is not None and self.candidates == self._base.candidates:
            return self._base.outcome
        return sole_outcome(self.candidates, self.space.true)

    @cached_property
    def domain(self) -> ProfileSet:
        """The admissible profiles: those that break no constraint."""
        broken = (self.forbidden(rule.id) for rule in self.knowledge.constraints)
        return reduce(lambda rest, each: rest & ~each, broken, self.space.valid)

    def forbidden(self, constraint: str) -> ProfileSet:
        """Return the profiles that a constraint names."""
        if constraint not in self._forbidden:
            self._forbidden[constraint] = self.condition_set(self.knowledge.rules[constraint].when)
        return self._forbidden[constraint]

    # Steps, warnings and readiness

    def recipients_under(self, outcome: Outcome, name: str) -> ProfileSet:
        """Return the profiles that have a step or a warning where this outcome is recommended."""
        key = (outcome if name in self.knowledge.outcome_dependent else None, name)
        if key not in self._recipients:
            self._recipients[key] = self._firing_set(self.knowledge.rules[name], key[0])
        return self._recipients[key]

    def recipients(self, name: str) -> ProfileSet:
        """Return the profiles that have a step or a warning, whatever is recommended."""
        return self._union(
            own & self.recipients_under(outcome, name) for outcome, own in self.outcome.items()
        )

    def readiness_under(self, outcome: Outcome) -> dict[Readiness, ProfileSet]:
        """Return for each readiness the profiles that have it where this outcome is recommended."""
        if outcome not in self._readiness_sets:
            self._readiness_sets[outcome] = self._derive_readiness(outcome)
        return self._readiness_sets[outcome]

    def _derive_readiness(self, outcome: Outcome) -> dict[Readiness, ProfileSet]:
        if outcome is None:
            return {"hold": self.space.true, "prepare": self.space.false, "ready": self.space.false}
        held = self._union(
            self.recipients_under(outcome, rule.id) for rule in self.knowledge.warnings if rule.hold
        )
        early = self._union(
            self.recipients_under(outcome, rule.id) for rule in self.knowledge.steps if rule.phase == "before"
        )
        return {"hold": held, "prepare": early & ~held, "ready": ~early & ~held}

    def violations(self, outcome: Outcome, law: Property) -> ProfileSet:
        """Return the profiles that break a property where this outcome is recommended."""
        key = (outcome, law.id)
        if key not in self._violations:
            self._violations[key] = self._violation_set(outcome, law)
        return self._violations[key]

    def _violation_set(self, outcome: Outcome, law: Property) -> ProfileSet:
        if law.then is None:
            return self._order_violations(outcome, law.order)
        plain = self._resolver(outcome)

        def resolve(kind: Kind, name: str) -> ProfileSet:
            match kind:
                case "step" | "warning":
                    return self.recipients_under(outcome, name)
                case "readiness":
                    return self.readiness_under(outcome)[name]  # type: ignore[index]  # the loader knows no other
                case _:
                    return plain(kind, name)

        return condition_set(All((law.when, Not(law.then))), self.space, resolve)

    def _order_violations(self, outcome: Outcome, names: tuple[str, ...]) -> ProfileSet:
        """Two steps stand the wrong way round in every plan that has both, or in none."""
        place = {name: index for index, name in enumerate(self.knowledge.step_order)}
        return self._union(
            self.recipients_under(outcome, name) & self.recipients_under(outcome, later)
            for index, name in enumerate(names)
            for later in names[index + 1 :]
            if place[name] > place[later]
        )

    def _union(self, sets: Iterable[ProfileSet]) -> ProfileSet:
        return reduce(or_, sets, self.space.false)

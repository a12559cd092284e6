"""A knowledge base compiled to sets of profiles: the conclusions of all profiles at once."""

from __future__ import annotations

from functools import cached_property, reduce
from typing import TYPE_CHECKING, Literal

from exitwise.diagram.condition import condition_set
from exitwise.diagram.cores import Cores
from exitwise.diagram.course.waits import WaitSets
from exitwise.diagram.space import Space
from exitwise.model.condition import All, Not
from exitwise.model.defeat import Defeat, sole_outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Self

    from exitwise.diagram.condition import Resolve
    from exitwise.diagram.manager import ProfileSet
    from exitwise.model.condition import Condition, Kind
    from exitwise.model.knowledge import Knowledge
    from exitwise.model.rule import FindingRule, Property, Readiness, Rule

Outcome = str | None
"""An outcome, or None if the undefeated arguments support none or several."""

ConclusionId = tuple[Literal["finding", "argument"], str]
"""A finding by its name, or an argument by the id of its rule."""


class CompiledRules:
    """The set of profiles on which each rule of a knowledge base fires and each conclusion is drawn.

    A step or a warning may depend on the recommendation. Its set is therefore stored once for each outcome,
    as if that outcome were recommended to every profile (a cofactor), which keeps the diagrams small;
    `outcome` has the profiles that really get it. All sets include inadmissible profiles; intersect with
    `domain` to exclude them.

    `fires` has the set of each finding rule and argument by id, and `finding` that of each finding by name.
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

        `base` is a knowledge base with mostly the same rules, compiled in the same space; sets that do not
        change are reused. `forced` gives some findings and arguments these sets in place of those of
        their rules.
        """
        self.knowledge = knowledge
        self.space = space
        self._base = base
        self._forced = forced or {}
        self._recipients: dict[tuple[Outcome, str], ProfileSet] = {}
        self._waits: dict[Outcome, WaitSets] = {}
        self._urgent: dict[tuple[Outcome, str], ProfileSet] = {}
        self._first: dict[tuple[Outcome, str], ProfileSet] = {}
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
        """Compile a knowledge base in a new space."""
        return cls(knowledge, Space.of(knowledge))

    # Findings and arguments

    def _compile_findings(self) -> None:
        """Compile the findings stratum by stratum, so that every finding precedes the rules that use it.

        Stratification makes negation well defined: a finding is complete before its absence is tested (K. R.
        Apt, H. A. Blair, A. Walker, "Towards a theory of declarative knowledge", 1988).
        """
        forced = {name: profiles for (kind, name), profiles in self._forced.items() if kind == "finding"}
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
        """Whether the finding is not forced in the base, and its rules fire there on the same profiles."""
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
        """Whether the base has this rule, and no finding that it uses has changed."""
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
        """Return the profiles on which a condition is true, as if `outcome` were recommended to all."""
        return condition_set(condition, self.space, self._resolver(outcome))

    @cached_property
    def _defeat(self) -> Defeat[ProfileSet]:
        base = None if self._base is None else self._base._defeat  # noqa: SLF001 (one of its own kind)
        return Defeat(self.knowledge, self.fires, self.space.false, base)

    @property
    def applies(self) -> dict[str, ProfileSet]:
        """The profiles on which each argument's condition is true, by the argument's id."""
        return {rule.id: self.fires[rule.id] for rule in self.knowledge.arguments}

    @property
    def undefeated(self) -> dict[str, ProfileSet]:
        """The profiles on which each argument applies and no undefeated argument overrides it."""
        return self._defeat.undefeated

    @property
    def not_overridden(self) -> dict[str, ProfileSet]:
        """The profiles on which no undefeated argument overrides each argument, whether or not it applies."""
        return self._defeat.not_overridden

    @property
    def candidates(self) -> dict[str, ProfileSet]:
        """The profiles on which at least one undefeated argument supports each outcome."""
        return self._defeat.candidates

    @cached_property
    def outcome(self) -> dict[Outcome, ProfileSet]:
        """The profiles to which each outcome is recommended; under None, those without a recommendation."""
        if self._base is not None and self.candidates == self._base.candidates:
            return self._base.outcome
        return sole_outcome(self.candidates, self.space.true)

    @cached_property
    def cores(self) -> Cores:
        """The sets that single profiles are compared with, each over the facts on which it depends."""
        return Cores(self)

    @cached_property
    def domain(self) -> ProfileSet:
        """The admissible profiles: those that satisfy every constraint."""
        excluded = (self.forbidden(rule.id) for rule in self.knowledge.constraints)
        return reduce(lambda rest, profiles: rest & ~profiles, excluded, self.space.valid)

    def forbidden(self, constraint: str) -> ProfileSet:
        """Return the profiles that a constraint forbids."""
        if constraint not in self._forbidden:
            self._forbidden[constraint] = self.condition_set(self.knowledge.rules[constraint].when)
        return self._forbidden[constraint]

    # Steps, warnings and readiness

    def recipients_under(self, outcome: Outcome, name: str) -> ProfileSet:
        """Return the profiles that get a step or a warning, as if `outcome` were recommended to all."""
        key = (outcome if name in self.knowledge.outcome_dependent else None, name)
        if key not in self._recipients:
            self._recipients[key] = self._firing_set(self.knowledge.rules[name], key[0])
        return self._recipients[key]

    def urgent_under(self, outcome: Outcome, step: str) -> ProfileSet:
        """Return the profiles in whose plan a step is urgent, as if `outcome` were recommended to all."""
        key = (outcome, step)
        if key not in self._urgent:
            urgent = self.knowledge.step[step].urgent
            when = self.space.false if urgent is None else self.condition_set(urgent, outcome)
            self._urgent[key] = self.recipients_under(outcome, step) & when
        return self._urgent[key]

    def first_under(self, outcome: Outcome, step: str) -> ProfileSet:
        """Return the profiles in whose plan a step is among the first of its phase, because of urgency."""
        key = (outcome, step)
        if key not in self._first:
            pulling = self.knowledge.pulled_by[step]
            urgent = self._union(self.urgent_under(outcome, other) for other in pulling)
            self._first[key] = self.recipients_under(outcome, step) & urgent
        return self._first[key]

    def precedes_under(self, outcome: Outcome, step: str, later: str) -> ProfileSet:
        """Return the profiles in whose plan one step comes before another."""
        both = self.recipients_under(outcome, step) & self.recipients_under(outcome, later)
        return both & self.order_under(outcome, step, later)

    def order_under(self, outcome: Outcome, step: str, later: str) -> ProfileSet:
        """Return the profiles on which one step goes before another; without urgency, all or none."""
        order, steps = self.knowledge.step_order, self.knowledge.step
        before = self.space.true if order.index(step) < order.index(later) else self.space.false
        if steps[step].phase != steps[later].phase:
            return before
        first, other = self.first_under(outcome, step), self.first_under(outcome, later)
        return first & ~other | before & (first | ~other)

    def order(self, step: str, later: str) -> ProfileSet:
        """Return the profiles on which one step goes before another, each under its own recommendation."""
        return self._union(
            own & self.order_under(outcome, step, later) for outcome, own in self.outcome.items()
        )

    def waits_under(self, outcome: Outcome) -> WaitSets:
        """Return the holds that can be met by the profiles of an outcome."""
        if outcome not in self._waits:
            self._waits[outcome] = WaitSets(self, outcome)
        return self._waits[outcome]

    def recipients(self, name: str) -> ProfileSet:
        """Return the profiles that get a step or a warning, each under its own recommendation."""
        if name not in self.knowledge.outcome_dependent:
            return self.recipients_under(None, name)
        return self._union(
            recommended & self.recipients_under(outcome, name)
            for outcome, recommended in self.outcome.items()
        )

    def readiness_under(self, outcome: Outcome) -> dict[Readiness, ProfileSet]:
        """Return the profiles of each readiness, as if `outcome` were recommended to all."""
        if outcome not in self._readiness_sets:
            self._readiness_sets[outcome] = self._derive_readiness(outcome)
        return self._readiness_sets[outcome]

    def _derive_readiness(self, outcome: Outcome) -> dict[Readiness, ProfileSet]:
        if outcome is None:
            return {"hold": self.space.true, "prepare": self.space.false, "ready": self.space.false}
        on_hold, with_preparation = (
            self._union(self.recipients_under(outcome, rule.id) for rule in rules)
            for rules in (self.knowledge.holds, self.knowledge.preparation)
        )
        return {
            "hold": on_hold,
            "prepare": with_preparation & ~on_hold,
            "ready": ~with_preparation & ~on_hold,
        }

    def violations(self, outcome: Outcome, law: Property) -> ProfileSet:
        """Return the profiles that violate a property, as if `outcome` were recommended to all."""
        key = (outcome, law.id)
        if key not in self._violations:
            self._violations[key] = self._violation_set(outcome, law)
        return self._violations[key]

    def _violation_set(self, outcome: Outcome, law: Property) -> ProfileSet:
        if law.then is None:
            return self._order_violations(outcome, law.order)
        return self.advice_set(All((law.when, Not(law.then))), outcome)

    def advice_set(self, condition: Condition, outcome: Outcome) -> ProfileSet:
        """Return the profiles on which a condition on any part of the advice is true, under an outcome."""
        plain = self._resolver(outcome)

        def resolve(kind: Kind, name: str) -> ProfileSet:
            match kind:
                case "step" | "warning":
                    return self.recipients_under(outcome, name)
                case "readiness":
                    return self.readiness_under(outcome)[name]  # type: ignore[index]  # the loader knows no other
                case _:
                    return plain(kind, name)

        return condition_set(condition, self.space, resolve)

    def _order_violations(self, outcome: Outcome, names: tuple[str, ...]) -> ProfileSet:
        """Return the profiles whose plan has two of these steps in the wrong order, urgency included."""
        return self._union(
            self.precedes_under(outcome, later, name)
            for index, name in enumerate(names)
            for later in names[index + 1 :]
        )

    def _union(self, sets: Iterable[ProfileSet]) -> ProfileSet:
        return self.space.union(sets)

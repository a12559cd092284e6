"""Compilation of a knowledge base to an experta engine class, with strata expressed as salience.

Negation is stratified: a rule that tests the absence of a conclusion has a lower salience than every rule
that can draw it, so the conclusion is complete by then (K. R. Apt, H. A. Blair, A. Walker, "Towards a theory
of declarative knowledge", 1988). Defeat is computed in the same way, from the overriding arguments to the
overridden ones.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Any

from exitwise.forward.agenda import SalienceStrategy
from exitwise.forward.experta_library import EXISTS, NOT, KnowledgeEngine, P, Rule
from exitwise.forward.network import ReteNetwork
from exitwise.forward.patterns import patterns
from exitwise.forward.working_memory import (
    Alternative,
    Answers,
    Applies,
    Finding,
    FiredMarker,
    RaisedWarning,
    Ready,
    Recommended,
    Step,
    Undefeated,
    Urgent,
)
from exitwise.model.condition import All, Literal, Not, to_nnf

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exitwise.model.conclusion import Branch
    from exitwise.model.condition import Condition, Conjunction
    from exitwise.model.knowledge import Knowledge
    from exitwise.model.rule import Readiness
    from exitwise.model.rule import Rule as ModelRule


class Stage(IntEnum):
    """The stages of chaining in firing order; `FINDING` and `DEFEAT` are subdivided into strata."""

    CONSTRAINT = 0
    FINDING = 1
    ARGUMENT = 2
    DEFEAT = 3
    OUTCOME = 4
    ADVICE = 5
    READINESS = 6
    PROPERTY = 7


STAGE_SPAN = 1_000_000
"""The range of salience of one stage; it holds up to a thousand strata."""
LEVEL_SPAN = 1_000
"""The range of salience of one stratum; it holds the nesting depths of disjunctions."""


Action = Callable[..., None]
"""The right-hand side of a rule; experta passes the engine twice, as `self` and as the caller."""


@dataclass(frozen=True, slots=True)
class Production:
    """One production rule of the engine: its patterns (left-hand side), salience and action."""

    patterns: list[Any]
    salience: int
    action: Action


@dataclass(frozen=True, slots=True)
class Compiler:
    """Compiles one knowledge base to productions; `slots` has the slot of each fact in `Answers`."""

    knowledge: Knowledge
    slots: dict[str, str]

    def productions(self) -> Iterator[Production]:
        """Yield all productions except those of properties."""
        knowledge = self.knowledge
        for rule in knowledge.constraints:
            yield from self._production(
                rule.id, to_nnf(rule.when), salience(Stage.CONSTRAINT), FiredMarker(rule.id)
            )
        for finding in knowledge.findings:
            stratum = knowledge.finding_strata[finding.id]
            yield from self._concluding(finding, salience(Stage.FINDING, stratum), Finding(finding.finding))
        yield from self._arguments()
        yield from self._outcomes()
        for step in knowledge.steps:
            yield from self._concluding(step, salience(Stage.ADVICE), Step(step.id, step.phase))
            if step.urgent is not None:
                yield from self._urgency(step.id, step.urgent)
        for warning in knowledge.warnings:
            yield from self._concluding(
                warning, salience(Stage.ADVICE), RaisedWarning(warning.id, warning.hold)
            )
        yield from _readiness()

    def properties(self) -> Iterator[Production]:
        """Yield a production for each property that is an implication; it fires on a violation."""
        for law in self.knowledge.properties:
            if law.then is not None:
                form = to_nnf(All((law.when, Not(law.then))))
                yield from self._production(law.id, form, salience(Stage.PROPERTY), FiredMarker(law.id))

    def _production(self, name: str, form: Conjunction, order: int, conclusion: Any) -> Iterator[Production]:
        """Yield the productions of one rule: those of the disjunctions in it, then its own."""
        yield from self._alternatives(form, (name, ()), order)
        yield Production(patterns(form, (name, ()), self.slots), order, _fire(name, conclusion))

    def _urgency(self, step: str, urgent: Condition) -> Iterator[Production]:
        """Yield the productions of a step's urgency, which leave no trace."""
        form, own, order = to_nnf(urgent), (f"urgent {step}", ()), salience(Stage.ADVICE)
        yield from self._alternatives(form, own, order, traced=False)
        yield Production(patterns(form, own, self.slots), order, _declare(Urgent(step)))

    def _concluding(self, rule: ModelRule, order: int, conclusion: Any) -> Iterator[Production]:
        return self._production(rule.id, to_nnf(rule.when), order, conclusion)

    def _alternatives(
        self, form: Conjunction, path: Branch, order: int, *, traced: bool = True
    ) -> Iterator[Production]:
        """Yield a production for each branch of each nested disjunction; the innermost fire first.

        A branch asserts an `Alternative`, which the enclosing conjunction then matches as one pattern.
        """
        name, branch_path = path
        for index, part in enumerate(form.of):
            if isinstance(part, Literal):
                continue
            for number, branch in enumerate(part.of):
                inner = (name, (*branch_path, index, number))
                yield from self._alternatives(branch, inner, order + 1, traced=traced)
                alternative = Alternative(name, (*branch_path, index))
                action = _branch(inner, alternative) if traced else _declare(alternative)
                yield Production(patterns(branch, inner, self.slots), order + 1, action)

    def _arguments(self) -> Iterator[Production]:
        """Yield two productions for each argument: it applies, and it is undefeated.

        An argument is undefeated if no undefeated argument overrides it (the grounded extension of an acyclic
        argumentation framework: P. M. Dung, 1995). The levels let overriding arguments be evaluated first.
        """
        for rule in self.knowledge.arguments:
            yield from self._concluding(rule, salience(Stage.ARGUMENT), Applies(rule.id))
            level = self.knowledge.argument_levels[rule.id]
            stronger = frozenset(self.knowledge.overriders[rule.id])
            not_overridden = [NOT(Undefeated(P(stronger.__contains__)))] if stronger else []
            conclusion = _declare(Undefeated(rule.id, rule.recommend))
            yield Production([Applies(rule.id), *not_overridden], salience(Stage.DEFEAT, level), conclusion)

    def _outcomes(self) -> Iterator[Production]:
        """Yield a production for each outcome: it is recommended if only its arguments are undefeated."""
        for outcome, _ in self.knowledge.outcomes:
            supported = EXISTS(Undefeated(P(_any), outcome))
            rival = NOT(Undefeated(P(_any), P(_differs(outcome))))
            conclusion = _declare(Recommended(outcome))
            yield Production([Answers(), supported, rival], salience(Stage.OUTCOME), conclusion)


def salience(stage: Stage, level: int = 0) -> int:
    """Return the salience of a stratum: earlier stages, and lower levels within a stage, fire first."""
    return -(stage * STAGE_SPAN + level * LEVEL_SPAN)


def engine_class(knowledge: Knowledge, *, properties: bool = False) -> type[Any]:
    """Return the engine class of one knowledge base; `properties` adds the productions that check them."""
    slots = {fact.id: f"slot{index}" for index, fact in enumerate(knowledge.facts)}
    compiler = Compiler(knowledge, slots)
    productions = [*compiler.productions(), *(compiler.properties() if properties else ())]
    rules = {f"rule{index:05}": production for index, production in enumerate(productions)}
    members = {name: _rule(name, production) for name, production in rules.items()}
    own = {"slots": slots, "__strategy__": SalienceStrategy, "__matcher__": ReteNetwork}
    return type("Engine", (KnowledgeEngine,), {**members, **own})


def _rule(name: str, production: Production) -> Any:
    """Return an experta rule; experta takes its name, which identifies it on the agenda, from the action."""
    production.action.__name__ = name
    return Rule(*production.patterns, salience=production.salience)(production.action)


def _readiness() -> Iterator[Production]:
    order = salience(Stage.READINESS)
    held = RaisedWarning(P(_any), True)  # noqa: FBT003 (a slot, not a flag)
    settled, prepares = Recommended(P(_any)), Step(P(_any), "before")
    cases: tuple[tuple[Readiness, list[Any]], ...] = (
        ("hold", [EXISTS(held)]),
        ("hold", [NOT(settled)]),
        ("prepare", [EXISTS(settled), NOT(held), EXISTS(prepares)]),
        ("ready", [EXISTS(settled), NOT(held), NOT(prepares)]),
    )
    for readiness, conditions in cases:
        yield Production([Answers(), *conditions], order, _declare(Ready(readiness)))


def _fire(name: str, conclusion: Any) -> Action:
    def fire(engine: Any, *_: Any) -> None:
        engine.fired.append(name)
        engine.declare(conclusion.copy())

    return fire


def _branch(way: tuple[str, tuple[int, ...]], conclusion: Any) -> Action:
    def fire(engine: Any, *_: Any) -> None:
        engine.branches.add(way)
        engine.declare(conclusion.copy())

    return fire


def _declare(conclusion: Any) -> Action:
    def fire(engine: Any, *_: Any) -> None:
        engine.declare(conclusion.copy())

    return fire


def _any(_: object) -> bool:
    return True


def _differs(outcome: str) -> Callable[[str], bool]:
    return lambda other: other != outcome

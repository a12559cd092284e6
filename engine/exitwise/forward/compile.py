"""Knowledge compiled to an experta engine class: one rule each, stratified by salience."""

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
)
from exitwise.model.condition import All, Literal, Not, to_nnf

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exitwise.model.condition import Conjunction
    from exitwise.model.knowledge import Knowledge
    from exitwise.model.rule import Readiness
    from exitwise.model.rule import Rule as ModelRule


class Stage(IntEnum):
    """The stages of the chaining, in order; findings and arguments have strata within theirs."""

    CONSTRAINT = 0
    FINDING = 1
    ARGUMENT = 2
    DEFEAT = 3
    OUTCOME = 4
    ADVICE = 5
    READINESS = 6
    PROPERTY = 7


STAGE_SPAN = 1_000_000
"""Room for strata within a stage, and for the depth of alternatives within a stratum."""
LEVEL_SPAN = 1_000


Action = Callable[..., None]
"""What a rule does; experta hands it the engine twice, as a method's owner and as the caller."""


@dataclass(frozen=True, slots=True)
class Production:
    """One rule of the engine: what must match, how early it fires, and what it then does."""

    patterns: list[Any]
    salience: int
    action: Action


@dataclass(frozen=True, slots=True)
class Compiler:
    """Turns one knowledge base into rules of the engine."""

    knowledge: Knowledge
    slots: dict[str, str]

    def productions(self) -> Iterator[Production]:
        """Yield every rule of the engine but the properties."""
        knowledge = self.knowledge
        for rule in knowledge.constraints:
            yield from self._production(
                rule.id, to_nnf(rule.when), salience(Stage.CONSTRAINT), FiredMarker(rule.id)
            )
        for found in knowledge.findings:
            stratum = knowledge.finding_strata[found.id]
            yield from self._concluding(found, salience(Stage.FINDING, stratum), Finding(found.finding))
        yield from self._arguments()
        yield from self._outcomes()
        for step in knowledge.steps:
            yield from self._concluding(step, salience(Stage.ADVICE), Step(step.id, step.phase))
        for warning in knowledge.warnings:
            yield from self._concluding(
                warning, salience(Stage.ADVICE), RaisedWarning(warning.id, warning.hold)
            )
        yield from _readiness()

    def properties(self) -> Iterator[Production]:
        """Yield a rule for each property that an implication states; it fires where the property fails."""
        for law in self.knowledge.properties:
            if law.then is not None:
                form = to_nnf(All((law.when, Not(law.then))))
                yield from self._production(law.id, form, salience(Stage.PROPERTY), FiredMarker(law.id))

    def _production(self, name: str, form: Conjunction, order: int, conclusion: Any) -> Iterator[Production]:
        """Yield the rule and, before it, one auxiliary rule for each alternative it holds."""
        yield from self._alternatives(form, (name, ()), order)
        yield Production(patterns(form, (name, ()), self.slots), order, _fire(name, conclusion))

    def _concluding(self, rule: ModelRule, order: int, conclusion: Any) -> Iterator[Production]:
        return self._production(rule.id, to_nnf(rule.when), order, conclusion)

    def _alternatives(
        self, form: Conjunction, path: tuple[str, tuple[int, ...]], order: int
    ) -> Iterator[Production]:
        """An inner alternative fires before the one it stands in."""
        name, branch_path = path
        for index, part in enumerate(form.of):
            if isinstance(part, Literal):
                continue
            for number, branch in enumerate(part.of):
                inner = (name, (*branch_path, index, number))
                yield from self._alternatives(branch, inner, order + 1)
                held = Alternative(name, (*branch_path, index))
                yield Production(patterns(branch, inner, self.slots), order + 1, _branch(inner, held))

    def _arguments(self) -> Iterator[Production]:
        """An argument applies by its condition, and stays undefeated where nothing undefeated overrides it.

        The levels make an overriding argument settle first: a defeated argument defeats nobody.
        """
        for rule in self.knowledge.arguments:
            yield from self._concluding(rule, salience(Stage.ARGUMENT), Applies(rule.id))
            level = self.knowledge.argument_levels[rule.id]
            stronger = frozenset(self.knowledge.overriders[rule.id])
            unbeaten = [NOT(Undefeated(P(stronger.__contains__)))] if stronger else []
            conclusion = _declare(Undefeated(rule.id, rule.recommend))
            yield Production([Applies(rule.id), *unbeaten], salience(Stage.DEFEAT, level), conclusion)

    def _outcomes(self) -> Iterator[Production]:
        """An outcome is recommended where it is the only one left undefeated."""
        for outcome, _ in self.knowledge.outcomes:
            argued = EXISTS(Undefeated(P(_any), outcome))
            rival = NOT(Undefeated(P(_any), P(_differs(outcome))))
            conclusion = _declare(Recommended(outcome))
            yield Production([Answers(), argued, rival], salience(Stage.OUTCOME), conclusion)


def salience(stage: Stage, level: int = 0) -> int:
    """Return the salience of a stage's stratum: the lower the stage and the level, the earlier it fires."""
    return -(stage * STAGE_SPAN + level * LEVEL_SPAN)


def engine_class(knowledge: Knowledge, *, properties: bool = False) -> type[Any]:
    """Return the engine class of one knowledge base; with its properties only where they are asked for."""
    slots = {fact.id: f"slot{index}" for index, fact in enumerate(knowledge.facts)}
    compiler = Compiler(knowledge, slots)
    productions = [*compiler.productions(), *(compiler.properties() if properties else ())]
    rules = {f"rule{index:05}": production for index, production in enumerate(productions)}
    members = {name: _rule(name, production) for name, production in rules.items()}
    own = {"slots": slots, "__strategy__": SalienceStrategy, "__matcher__": ReteNetwork}
    return type("Engine", (KnowledgeEngine,), {**members, **own})


def _rule(name: str, production: Production) -> Any:
    """The name is the rule's identity on the agenda, and experta takes it from the action."""
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

"""The rules of a knowledge base as a circuit: which of them fire, and their conclusions."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, reduce
from operator import and_, or_
from typing import TYPE_CHECKING

from exitwise.model.algebra import evaluate
from exitwise.model.axis import build_axes
from exitwise.model.condition import Disjunction, Has
from exitwise.model.defeat import Defeat, sole_outcome
from exitwise.model.kinds import kind_of
from exitwise.model.rule import Argument
from exitwise.planes.circuit import Circuit

if TYPE_CHECKING:
    from collections.abc import Iterable

    from exitwise.model.condition import Condition, Conjunction, Kind, Literal, Test
    from exitwise.model.decision_graph import WaitGraph
    from exitwise.model.knowledge import Knowledge
    from exitwise.model.rule import Rule
    from exitwise.planes.circuit import Signal


@dataclass(frozen=True, slots=True)
class Answer:
    """The input that is true if a fact has a value code."""

    fact: str
    code: int


@dataclass(frozen=True, slots=True)
class CodeBit:
    """The input that is true if a bit of a fact's value code is set; a list has one for each value."""

    fact: str
    bit: int


class RuleCircuit:
    """The signals of all rules and conclusions; the inputs are `Answer`s and `CodeBit`s.

    If it is proved that every profile has exactly one outcome, an outcome on pairs is settled by all others.
    """

    def __init__(self, knowledge: Knowledge, *, exactly_one: bool = False) -> None:
        """Build the circuit, findings stratum by stratum."""
        self.knowledge = knowledge
        self._exactly_one = exactly_one
        self.axes = build_axes(knowledge.facts, knowledge.conditions)
        self.circuit = Circuit()
        self.finding: dict[str, Signal] = {}
        self.fires: dict[str, Signal] = {}
        for name in knowledge.findings_by_level:
            rules = knowledge.rules_by_finding[name]
            self._add(rules)
            self.finding[name] = self.any(self.fires[rule.id] for rule in rules)
        self._add((*knowledge.constraints, *knowledge.arguments))
        self._add((*knowledge.steps, *knowledge.warnings))

    def _add(self, rules: Iterable[Rule]) -> None:
        self.fires.update((rule.id, self.condition(rule.when)) for rule in rules)

    def condition(self, condition: Condition) -> Signal:
        """Return the truth of a condition."""
        bounds = (self.circuit.false, self.circuit.true)
        return evaluate(condition, self._test, self._concluded, bounds)

    def _test(self, test: Test) -> Signal:
        """Return a test as the disjunction of the answers that pass, or of those that fail, negated."""
        if isinstance(test, Has):
            bits = (self.axes[test.fact].bit(value) for value in test.values)
            return self.any(self.circuit.input(CodeBit(test.fact, bit)) for bit in bits)
        axis = self.axes[test.fact]
        passing = axis.codes_satisfying(test)
        failing = [code for code in range(len(axis.classes)) if code not in passing]
        if len(passing) <= len(failing):
            return self._one_of(test.fact, passing)
        return ~self._one_of(test.fact, failing)

    def _one_of(self, fact: str, codes: Iterable[int]) -> Signal:
        return self.any(self.circuit.input(Answer(fact, code)) for code in codes)

    def _concluded(self, kind: Kind, name: str) -> Signal:
        return self.finding[name] if kind == "finding" else self.outcome[name]

    def conjunction(self, form: Conjunction) -> Signal:
        """Return the truth of a conjunction in normal form."""
        return reduce(and_, map(self._part, form.of), self.circuit.true)

    def _part(self, part: Literal | Disjunction) -> Signal:
        if isinstance(part, Disjunction):
            return self.any(map(self.conjunction, part.of))
        atom = self.condition(part.atom)
        return atom if part.positive else ~atom

    def within(self, signal: Signal, form: Conjunction) -> Signal:
        """Return that a signal and a conjunction are true."""
        return signal & self.conjunction(form)

    def supports(self, rule: Rule) -> Signal:
        """Return that a rule fires and, if it is an argument, is undefeated."""
        return self.undefeated[rule.id] if isinstance(rule, Argument) else self.fires[rule.id]

    def any(self, signals: Iterable[Signal]) -> Signal:
        """Return the disjunction of some signals."""
        return reduce(or_, signals, self.circuit.false)

    @cached_property
    def _defeat(self) -> Defeat[Signal]:
        return Defeat(self.knowledge, self.fires, self.circuit.false)

    @cached_property
    def urgent(self) -> dict[str, Signal]:
        """The steps that are urgent in the plan, by their ids."""
        conditions = {step.id: step.urgent for step in self.knowledge.steps if step.urgent is not None}
        return {name: self.fires[name] & self.condition(urgent) for name, urgent in conditions.items()}

    def is_first(self, step: str) -> Signal:
        """Return that a step is among the first of its phase, because of urgency."""
        return self.fires[step] & self.any(self.urgent[name] for name in self.knowledge.pulled_by[step])

    def waits(self, graph: WaitGraph) -> dict[str, Signal]:
        """Return the holds that stand or can be met later, by their ids; the graph has the latter."""
        nodes = [self.circuit.false, self.circuit.true]
        for node in graph.nodes:
            bit = self._bit(node.fact, node.bit)
            nodes.append((bit & nodes[node.high]) | (~bit & nodes[node.low]))
        later = {
            name: self.any(
                self.outcome[outcome] & nodes[root]
                for (outcome, hold), root in graph.roots.items()
                if hold == name
            )
            for name in self.knowledge.warning
        }
        return {
            rule.id: self.fires[rule.id] | later[rule.id]
            for rule in self.knowledge.ordered_warnings
            if rule.hold
        }

    def _bit(self, fact: str, bit: int) -> Signal:
        """Return a bit of a fact's value code; unless the code is a list's, it is made of answers."""
        axis = self.axes[fact]
        if kind_of(axis.fact).name == "several":
            return self.circuit.input(CodeBit(fact, bit))
        return self._one_of(fact, (code for code in range(len(axis.classes)) if code >> bit & 1))

    @property
    def undefeated(self) -> dict[str, Signal]:
        """The arguments that apply and are not defeated, by their ids."""
        return self._defeat.undefeated

    @cached_property
    def outcome(self) -> dict[str | None, Signal]:
        """The recommendation of each outcome, and under None that there is none."""
        outcomes = sole_outcome(self._defeat.candidates, self.circuit.true)
        if not self._exactly_one:
            return outcomes
        outcomes[None] = self.circuit.false
        return {name: own.refined(~self._others(outcomes, name)) for name, own in outcomes.items()}

    def _others(self, outcomes: dict[str | None, Signal], name: str | None) -> Signal:
        return self.any(own for other, own in outcomes.items() if other != name)

    @cached_property
    def readiness(self) -> dict[str, Signal]:
        """Each readiness; a profile without a recommendation is on hold."""
        held = self.any(self.fires[rule.id] for rule in self.knowledge.holds)
        hold = self.outcome[None] | held
        early = self.any(self.fires[rule.id] for rule in self.knowledge.preparation)
        return {"hold": hold, "prepare": ~hold & early, "ready": ~hold & ~early}

"""The rules of a pack for other engines: productions of CLIPS, and a decision table in ZEN's JDM format."""

from __future__ import annotations

import json
from itertools import count
from typing import TYPE_CHECKING, Any

from exitwise.model.axis import build_axes
from exitwise.model.condition import Concluded, Disjunction
from exitwise.model.interval import Interval

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from exitwise.model.axis import Axis, ValueClass
    from exitwise.model.condition import Conjunction, Literal
    from exitwise.model.knowledge import Knowledge


class Productions:
    """The rules of a pack as productions of CLIPS."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge, self.numbers = knowledge, count()
        self.axes = build_axes(knowledge.facts, [rule.when for rule in knowledge.all_rules])

    def all(self) -> Iterator[str]:
        """Yield the productions; every stratum has a salience of its own, below that of the one before."""
        base = self.knowledge
        strata = base.finding_strata
        argument = -1 - max(strata.values(), default=0)
        for rule in base.constraints:
            yield self.rule(rule.id, 0, f"(refused {rule.id})")
        for finding in base.findings:
            yield self.rule(finding.id, -strata[finding.id], f"(finding {finding.finding})")
        for each in base.arguments:
            yield self.rule(each.id, argument, f"(applies {each.id})")
        yield from self.defeat(argument - 1)
        outcome = argument - 2 - max(base.argument_levels.values(), default=0)
        for name, _ in base.outcomes:
            only = f"(exists (undefeated ? {name})) (not (undefeated ? ~{name}))"
            yield self.production(outcome, only, f"(recommend {name})")
        for step in base.steps:
            yield self.rule(step.id, outcome - 1, f"(step {step.id}) (phase {step.phase})")
        for warning in base.warnings:
            held = " (held)" if warning.hold else ""
            yield self.rule(warning.id, outcome - 1, f"(warning {warning.id}){held}")
        yield from self.readiness(outcome - 2)

    def defeat(self, first: int) -> Iterator[str]:
        """Yield a production for each argument: it is undefeated if no undefeated one overrides it."""
        for each in self.knowledge.arguments:
            stronger = "|".join(self.knowledge.overriders[each.id])
            beaten = f" (not (undefeated {stronger} ?))" if stronger else ""
            salience = first - self.knowledge.argument_levels[each.id]
            conclusion = f"(undefeated {each.id} {each.recommend})"
            yield self.production(salience, f"(applies {each.id}){beaten}", conclusion)

    def readiness(self, salience: int) -> Iterator[str]:
        """Yield the productions of the three values."""
        free = "(exists (recommend ?)) (not (held))"
        yield self.production(salience, "(or (exists (held)) (not (recommend ?)))", "(readiness hold)")
        yield self.production(salience, f"{free} (exists (phase before))", "(readiness prepare)")
        yield self.production(salience, f"{free} (not (phase before))", "(readiness ready)")

    def rule(self, name: str, salience: int, conclusion: str) -> str:
        """Return the production of a rule."""
        return self.production(salience, self.conjunction(self.knowledge.normal_form[name]), conclusion)

    def production(self, salience: int, patterns: str, conclusion: str) -> str:
        """Return a production, under a name of its own."""
        head = f"(defrule rule{next(self.numbers)} (declare (salience {salience}))"
        return f"{head} {patterns} => (assert {conclusion}))"

    def conjunction(self, form: Conjunction) -> str:
        """Return the patterns of a conjunction."""
        return " ".join(
            self.disjunction(part) if isinstance(part, Disjunction) else self.pattern(part)
            for part in form.of
        )

    def disjunction(self, form: Disjunction) -> str:
        """Return the patterns of an alternative."""
        return f"(or {' '.join(f'(and {self.conjunction(branch)})' for branch in form.of)})"

    def pattern(self, literal: Literal) -> str:
        """Return the pattern of an atom or its negation; a profile has exactly one answer to each fact."""
        atom = literal.atom
        if isinstance(atom, Concluded):
            pattern = f"({atom.kind} {'|'.join(atom.names)})"
            return pattern if literal.positive else f"(not {pattern})"
        name = f"?v{next(self.numbers)}"
        tests = [
            f":(and (integerp {name}) (<= {each.low} {name} {each.high}))"
            if isinstance(each, Interval)
            else str(each)
            for each in passing(self.axes[atom.fact], [literal])
        ]
        return f"(is-{atom.fact} {name}&{'|'.join(tests)})"


def passing(axis: Axis, literals: Sequence[Literal]) -> list[ValueClass]:
    """Return the classes of values that pass all of some tests of a fact, or their negations."""
    codes = set(range(len(axis.classes)))
    for each in literals:
        assert not isinstance(each.atom, Concluded)
        own = set(axis.codes_satisfying(each.atom))
        codes &= own if each.positive else set(range(len(axis.classes))) - own
    return [axis.classes[code] for code in sorted(codes)]


class DecisionTable:
    """The rules of a pack as the rows of a table: the tests of facts that each of them makes by itself."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.axes = build_axes(knowledge.facts, [rule.when for rule in knowledge.all_rules])
        self.rows: dict[str, dict[str, list[ValueClass]]] = {}
        self.omitted = 0
        """Parts of conditions that are no test of a fact."""
        for rule, form in knowledge.normal_form.items():
            tests: dict[str, list[Literal]] = {}
            for part in form.of:
                if isinstance(part, Disjunction) or isinstance(part.atom, Concluded):
                    self.omitted += 1
                else:
                    tests.setdefault(part.atom.fact, []).append(part)
            self.rows[rule] = {fact: passing(self.axes[fact], own) for fact, own in tests.items()}

    @property
    def cells(self) -> int:
        """The number of cells that test something."""
        return sum(map(len, self.rows.values()))

    def holds(self, rule: str, profile: dict[str, Any]) -> bool:
        """Whether the row of a rule holds for a profile."""
        axes = self.axes
        return all(
            axes[fact].classes[axes[fact].code(profile[fact])] in own for fact, own in self.rows[rule].items()
        )

    @property
    def jdm(self) -> str:
        """The table as a decision: every row that holds gives its rule."""
        columns = [{"id": fact, "name": fact, "field": fact} for fact in self.axes]
        rows = [
            {"_id": rule, "rule": json.dumps(rule), **{fact: cell(own) for fact, own in tests.items()}}
            for rule, tests in self.rows.items()
        ]
        content = {
            "hitPolicy": "collect",
            "inputs": columns,
            "outputs": [{"id": "rule", "name": "rule", "field": "rule"}],
            "rules": rows,
        }
        nodes = [
            {"id": "profile", "name": "profile", "type": "inputNode"},
            {"id": "table", "name": "table", "type": "decisionTableNode", "content": content},
            {"id": "result", "name": "result", "type": "outputNode"},
        ]
        edges = [
            {"id": f"{source}-{target}", "sourceId": source, "targetId": target, "type": "edge"}
            for source, target in (("profile", "table"), ("table", "result"))
        ]
        return json.dumps({"nodes": nodes, "edges": edges})


def cell(classes: Sequence[ValueClass]) -> str:
    """Return the cell that passes some classes of values; names are first, as a range fails on a name."""
    names = [json.dumps(each) for each in classes if isinstance(each, str)]
    ranges = [f"[{each.low}..{each.high}]" for each in classes if isinstance(each, Interval)]
    return ", ".join([*names, *ranges])

"""Explanation from the trace: the rules behind the conclusions, and the premises on which each fired.

No condition is evaluated again: forward chaining records the rules that fired and the branches of each `any`
that were true.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from exitwise.model.condition import (
    Compare,
    Concluded,
    Conjunction,
    Disjunction,
    Has,
    Literal,
    OneOf,
)
from exitwise.model.kinds import write
from exitwise.model.rule import Argument, FindingRule, Rule, StepRule, WarningRule

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from exitwise.model.conclusion import Conclusions
    from exitwise.model.condition import Kind, Test
    from exitwise.model.fact import Value
    from exitwise.model.knowledge import Knowledge

Path = tuple[int, ...]
"""The position of a node in a rule's normal form, as child indices from the root."""


@dataclass(frozen=True, slots=True)
class TraceExplanation:
    """The conclusions of one case with their trace, the knowledge base, and the values that are known.

    If answers are missing, the trace has the rules used, and only premises that hold whatever they are.
    """

    knowledge: Knowledge
    values: Mapping[str, Value]
    conclusions: Conclusions

    def rules_used(self) -> tuple[Rule, ...]:
        """Return the rules behind the advice, also through findings, by stratum and then in file order."""
        conclusions = self.conclusions
        if conclusions.some is not None:
            return tuple(self.knowledge.rules[name] for name in conclusions.trace.fired)
        roots = [*conclusions.undefeated, *conclusions.steps, *conclusions.warnings]
        visited: dict[str, Rule] = {}
        stack = [self.knowledge.rules[name] for name in roots]
        while stack:
            rule = stack.pop()
            if rule.id not in visited:
                visited[rule.id] = rule
                stack.extend(self._supporting_rules(rule))
        position = {rule.id: index for index, rule in enumerate(self.knowledge.all_rules)}
        strata = self.knowledge.finding_strata
        last = len(strata)
        return tuple(
            sorted(visited.values(), key=lambda rule: (strata.get(rule.id, last), position[rule.id]))
        )

    def _supporting_rules(self, rule: Rule) -> Iterator[Rule]:
        """Yield the finding rules that fired for the findings among a rule's premises."""
        fired = frozenset(self.conclusions.trace.fired)
        for literal in self._true_literals(self.knowledge.normal_form[rule.id], rule.id, ()):
            if literal.positive and isinstance(literal.atom, Concluded) and literal.atom.kind == "finding":
                for name in self._true_names(literal.atom):
                    yield from (other for other in self.knowledge.rules_by_finding[name] if other.id in fired)

    def _true_literals(self, form: Conjunction, rule: str, path: Path) -> Iterator[Literal]:
        """Yield the literals of a conjunction, and of every branch of its disjunctions that was true."""
        for index, part in enumerate(form.of):
            if isinstance(part, Literal):
                yield part
            else:
                for inner, branch in self._true_branches(part, rule, (*path, index)):
                    yield from self._true_literals(branch, rule, inner)

    def _true_branches(self, part: Disjunction, rule: str, path: Path) -> list[tuple[Path, Conjunction]]:
        recorded = self.conclusions.trace.branches
        branches = [((*path, number), branch) for number, branch in enumerate(part.of)]
        return [(inner, branch) for inner, branch in branches if (rule, inner) in recorded]

    def premises(self, rule: Rule) -> tuple[str, ...]:
        """Return the premises on which a rule fired: tested answers, conclusions and negated conclusions.

        An `any` with several true branches is one premise that joins them with "or".
        """
        return tuple(dict.fromkeys(self._premises(self.knowledge.normal_form[rule.id], rule.id, ())))

    def _premises(self, form: Conjunction, rule: str, path: Path) -> Iterator[str]:
        for index, part in enumerate(form.of):
            if isinstance(part, Literal):
                yield from self._premise(part)
                continue
            branches = self._true_branches(part, rule, (*path, index))
            alternatives = [tuple(self._premises(branch, rule, inner)) for inner, branch in branches]
            if len(alternatives) == 1:
                yield from alternatives[0]
            elif all(alternatives):
                yield " or ".join(_join_premises(premises) for premises in dict.fromkeys(alternatives))

    def _premise(self, literal: Literal) -> Iterator[str]:
        match literal.atom:
            case Concluded(kind) as atom:
                names = self._true_names(atom) if literal.positive else self._false_names(atom)
                yield from (f"{'' if literal.positive else 'not '}{kind}:{name}" for name in names)
            case OneOf() | Compare() | Has() as test if test.fact in self.values:
                yield self._test_premise(test, holds=literal.positive)

    def _test_premise(self, test: Test, *, holds: bool) -> str:
        fact = self.knowledge.fact[test.fact]
        answer = f"{test.fact}={write(fact, self.values[test.fact])}"
        match test:
            case OneOf(_, (_,)) if holds:
                return answer
            case OneOf(_, values):
                condition = " or ".join(write(fact, value) for value in values)
            case Has(_, values):
                condition = f"has {' or '.join(values)}"
            case Compare(_, bounds):
                condition = " and ".join(
                    f"{relation.replace('_', ' ')} {write(fact, limit)}" for relation, limit in bounds
                )
        return f"{answer} ({'' if holds else 'not '}{condition})"

    def _true_names(self, atom: Concluded) -> tuple[str, ...]:
        """Return the names of an atom that were concluded."""
        return tuple(name for name in atom.names if name in _concluded(self.conclusions, atom.kind))

    def _false_names(self, atom: Concluded) -> tuple[str, ...]:
        """Return the names of an atom that were not concluded, whatever the missing answers are."""
        possible = _concluded(self.conclusions.possible, atom.kind)
        return tuple(name for name in atom.names if name not in possible)


def _concluded(conclusions: Conclusions, kind: Kind) -> tuple[str | None, ...]:
    return {"finding": conclusions.findings, "recommend": (conclusions.recommendation,)}[kind]


def _join_premises(premises: tuple[str, ...]) -> str:
    return premises[0] if len(premises) == 1 else f"({' and '.join(premises)})"


def conclusion_of(rule: Rule) -> str:
    """Return the conclusion of a rule, as `kind:name`."""
    match rule:
        case FindingRule():
            return f"finding:{rule.finding}"
        case Argument():
            return f"recommend:{rule.recommend}"
        case StepRule():
            return f"step:{rule.id}"
        case WarningRule():
            return f"warning:{rule.id}"
        case _:
            raise TypeError(rule)

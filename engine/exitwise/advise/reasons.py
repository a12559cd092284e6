"""Why: the rules that the conclusions rest on, and what made each fire; read from the trace alone.

Nothing is evaluated here a second time: which rules fired, and which alternatives of an `any` held, is what
the chaining recorded.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from exitwise.model.condition import (
    Compare,
    Concluded,
    Conjunction,
    Disjunction,
    Literal,
    OneOf,
    to_nnf,
)
from exitwise.model.rule import Argument, FindingRule, Rule, StepRule, WarningRule

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from exitwise.model.conclusion import Conclusions
    from exitwise.model.condition import Test
    from exitwise.model.fact import Value
    from exitwise.model.knowledge import Knowledge

Path = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class TraceExplanation:
    """One case's trace beside the knowledge and the answers it came from."""

    knowledge: Knowledge
    values: Mapping[str, Value]
    conclusions: Conclusions

    def rules_used(self) -> tuple[Rule, ...]:
        """Return the rules that the conclusions rest on, by stratum and then by place."""
        done = self.conclusions
        roots = [*done.undefeated, *done.steps, *done.warnings]
        found: dict[str, Rule] = {}
        open_ = [self.knowledge.rules[name] for name in roots]
        while open_:
            rule = open_.pop()
            if rule.id not in found:
                found[rule.id] = rule
                open_.extend(self._supporting_rules(rule))
        place = {rule.id: index for index, rule in enumerate(self.knowledge.all_rules)}
        strata = self.knowledge.finding_strata
        last = len(strata)
        return tuple(sorted(found.values(), key=lambda rule: (strata.get(rule.id, last), place[rule.id])))

    def _supporting_rules(self, rule: Rule) -> Iterator[Rule]:
        """Yield the rules that fired for the findings this rule fired on."""
        fired = frozenset(self.conclusions.trace.fired)
        for sign in self._true_literals(to_nnf(rule.when), rule.id, ()):
            if sign.positive and isinstance(sign.atom, Concluded) and sign.atom.kind == "finding":
                for name in self._true_names(sign.atom):
                    yield from (each for each in self.knowledge.rules_by_finding[name] if each.id in fired)

    def _true_literals(self, form: Conjunction, rule: str, way: Path) -> Iterator[Literal]:
        """Yield the atoms of a conjunction that held, with those of every alternative that held."""
        for index, part in enumerate(form.of):
            if isinstance(part, Literal):
                yield part
            else:
                for inner, branch in self._true_branches(part, rule, (*way, index)):
                    yield from self._true_literals(branch, rule, inner)

    def _true_branches(self, part: Disjunction, rule: str, way: Path) -> list[tuple[Path, Conjunction]]:
        held = self.conclusions.trace.branches
        inner = [((*way, number), branch) for number, branch in enumerate(part.of)]
        return [(step, branch) for step, branch in inner if (rule, step) in held]

    def premises(self, rule: Rule) -> tuple[str, ...]:
        """Return what made a rule fire: answers with the test they passed, conclusions, and absences.

        An `any` of which several alternatives held is one premise that names them all.
        """
        return tuple(dict.fromkeys(self._premises(to_nnf(rule.when), rule.id, ())))

    def _premises(self, form: Conjunction, rule: str, way: Path) -> Iterator[str]:
        for index, part in enumerate(form.of):
            if isinstance(part, Literal):
                yield from self._premise(part)
                continue
            branches = self._true_branches(part, rule, (*way, index))
            shown = [tuple(self._premises(branch, rule, inner)) for inner, branch in branches]
            if len(shown) == 1:
                yield from shown[0]
            else:
                yield " or ".join(_join_premises(each) for each in dict.fromkeys(shown))

    def _premise(self, sign: Literal) -> Iterator[str]:
        match sign.atom:
            case Concluded(kind, names) as atom:
                said = self._true_names(atom) if sign.positive else names
                yield from (f"{'' if sign.positive else 'not '}{kind}:{name}" for name in said)
            case OneOf() | Compare() as test:
                yield self._test_premise(test, holds=sign.positive)

    def _test_premise(self, test: Test, *, holds: bool) -> str:
        answer = f"{test.fact}={self.values[test.fact]}"
        match test:
            case OneOf(_, (_,)) if holds:
                return answer
            case OneOf(_, values):
                asked = " or ".join(map(str, values))
            case Compare(_, bounds):
                asked = " and ".join(f"{relation.replace('_', ' ')} {limit}" for relation, limit in bounds)
        return f"{answer} ({'' if holds else 'not '}{asked})"

    def _true_names(self, atom: Concluded) -> tuple[str, ...]:
        """Return those names of an atom that were concluded."""
        done = self.conclusions
        concluded = {"finding": done.findings, "recommend": (done.recommendation,)}[atom.kind]
        return tuple(name for name in atom.names if name in concluded)


def _join_premises(premises: tuple[str, ...]) -> str:
    return premises[0] if len(premises) == 1 else f"({' and '.join(premises)})"


def conclusion_of(rule: Rule) -> str:
    """Return what a rule concludes, as kind and name."""
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

"""The strata of the query: each adds columns to those below, and looks at no column of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlglot import exp

from exitwise.exchange.sql.condition import both, either
from exitwise.exchange.sql.names import DECLARED, SETTLED
from exitwise.model.condition import Concluded, Literal, to_nnf
from exitwise.model.rule import Argument, FindingRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exitwise.exchange.sql.condition import Expression, Expressions
    from exitwise.exchange.sql.names import Key
    from exitwise.model.condition import Conjunction, Disjunction
    from exitwise.model.knowledge import Knowledge
    from exitwise.model.rule import Rule


class Layer(NamedTuple):
    """One common table expression: its name, and the columns it adds."""

    name: str
    columns: tuple[tuple[Key, Expression], ...]


def layers(knowledge: Knowledge, write: Expressions) -> Iterator[Layer]:
    """Yield the strata from the bottom upwards, the empty ones left out."""
    writer = _Writer(knowledge, write)
    everything = (
        writer.answered(),
        writer.constraints(),
        *writer.findings(),
        *writer.arguments(),
        writer.argued(),
        writer.recommended(),
        writer.advised(),
        writer.settled(),
        *writer.reasons(),
    )
    yield from (layer for layer in everything if layer.columns)


class _Writer:
    def __init__(self, knowledge: Knowledge, write: Expressions) -> None:
        self.knowledge = knowledge
        self.write = write
        self._strata = knowledge.finding_strata
        self._levels = {
            name: max(self._strata[rule.id] for rule in rules)
            for name, rules in knowledge.rules_by_finding.items()
        }

    def _rule(self, rule: Rule) -> tuple[Key, Expression]:
        return ("rule", rule.id), self.write.of(rule.when)

    def answered(self) -> Layer:
        """Whether every fact has a declared answer."""
        tests = map(self.write.declared, self.knowledge.facts)
        return Layer("answered", ((DECLARED, both(test for test in tests if test is not None)),))

    def constraints(self) -> Layer:
        """Which constraints a profile breaks."""
        return Layer("refusals", tuple(map(self._rule, self.knowledge.constraints)))

    @property
    def _depth(self) -> int:
        return max(self._strata.values(), default=-1) + 1

    def findings(self) -> Iterator[Layer]:
        """The rules of findings that fire and their conclusions, stratum by stratum."""
        for depth in range(self._depth):
            rules = (rule for rule in self.knowledge.findings if self._strata[rule.id] == depth)
            yield Layer(f"rules_{depth + 1}", tuple(map(self._rule, rules)))
            concluded = (name for name, level in self._levels.items() if level == depth)
            yield Layer(f"findings_{depth + 1}", tuple(map(self._concluded, concluded)))

    def _concluded(self, name: str) -> tuple[Key, Expression]:
        rules = self.knowledge.rules_by_finding[name]
        return ("finding", name), either(self.write.column("rule", rule.id) for rule in rules)

    def arguments(self) -> Iterator[Layer]:
        """The arguments that apply and those that stand; overriding ones are settled first."""
        yield Layer("arguments", tuple(map(self._rule, self.knowledge.arguments)))
        levels = self.knowledge.argument_levels
        for level in range(max(levels.values()) + 1):
            names = (name for name, own in levels.items() if own == level)
            yield Layer(f"standing_{level + 1}", tuple(map(self._standing, names)))

    def _standing(self, name: str) -> tuple[Key, Expression]:
        stronger = self.knowledge.overriders[name]
        unbeaten = (exp.not_(self.write.column("stands", other)) for other in stronger)
        return ("stands", name), both((self.write.column("rule", name), *unbeaten))

    def argued(self) -> Layer:
        """Which outcomes an undefeated argument is for."""
        return Layer(
            "argued",
            tuple(
                (("for", outcome), either(self.write.column("stands", name) for name in names))
                for outcome, names in self.knowledge.arguments_by_outcome.items()
            ),
        )

    def recommended(self) -> Layer:
        """Which outcome is the only one argued for."""
        outcomes = [outcome for outcome, _ in self.knowledge.outcomes]
        return Layer(
            "recommended", tuple((("recommend", name), self._single(name, outcomes)) for name in outcomes)
        )

    def _single(self, name: str, outcomes: list[str]) -> Expression:
        others = (exp.not_(self.write.column("for", other)) for other in outcomes if other != name)
        return both((self.write.column("for", name), *others))

    def advised(self) -> Layer:
        """Which steps and warnings there are."""
        return Layer("advised", tuple(map(self._rule, (*self.knowledge.steps, *self.knowledge.warnings))))

    def settled(self) -> Layer:
        """Whether the advice is settled: no constraint, outcome, step or warning is null."""
        known = self.knowledge
        rules = (*known.constraints, *known.steps, *known.warnings)
        keys: list[Key] = [
            *(("rule", rule.id) for rule in rules),
            *(("recommend", name) for name, _ in known.outcomes),
        ]
        open_ = any(not fact.unknown for fact in known.facts)
        decided = (
            exp.not_(exp.Is(this=self.write.column(*key), expression=exp.null())) for key in keys if open_
        )
        return Layer("settled", ((SETTLED, both((self.write.column(*DECLARED), *decided))),))

    # What the conclusions rest on

    def reasons(self) -> Iterator[Layer]:
        """The rules of findings among the reasons: those that a higher stratum needs, from the top down."""
        uses = self._uses()
        for depth in reversed(range(self._depth)):
            concluded = [name for name, level in self._levels.items() if level == depth]
            needed: tuple[tuple[Key, Expression], ...] = tuple(
                (("needed", name), either(uses.get(name, ()))) for name in concluded
            )
            yield Layer(f"needed_{depth + 1}", needed)
            rules = (rule for name in concluded for rule in self.knowledge.rules_by_finding[name])
            yield Layer(f"reasons_{depth + 1}", tuple(map(self._resting, rules)))

    def _resting(self, rule: FindingRule) -> tuple[Key, Expression]:
        fired, needed = self.write.column("rule", rule.id), self.write.column("needed", rule.finding)
        return ("rests", rule.id), both((fired, needed))

    def _uses(self) -> dict[str, list[Expression]]:
        """Return for each finding when a reason needs it: where it stands in a rule, that branch held."""
        found: dict[str, list[Expression]] = {}
        known = self.knowledge
        for rule in (*known.findings, *known.arguments, *known.steps, *known.warnings):
            for name, held in self._needs(to_nnf(rule.when), ()):
                found.setdefault(name, []).append(both((self.rests(rule), *held)))
        return found

    def _needs(
        self, form: Conjunction, held: tuple[Expression, ...]
    ) -> Iterator[tuple[str, tuple[Expression, ...]]]:
        for part in form.of:
            match part:
                case Literal(Concluded("finding", names), positive=True):
                    yield from ((name, held) for name in names)
                case Literal():
                    pass
                case _:
                    yield from self._branched(part, held)

    def _branched(
        self, form: Disjunction, held: tuple[Expression, ...]
    ) -> Iterator[tuple[str, tuple[Expression, ...]]]:
        for branch in form.of:
            yield from self._needs(branch, (*held, self.write.every(branch)))

    def rests(self, rule: Rule) -> Expression:
        """Return whether a rule is among the reasons."""
        match rule:
            case FindingRule():
                return self.write.column("rests", rule.id)
            case Argument():
                return self.write.column("stands", rule.id)
            case _:
                return self.write.column("rule", rule.id)


def reasons(knowledge: Knowledge, write: Expressions) -> tuple[tuple[str, Expression], ...]:
    """Return for each rule whether it is among the reasons, by stratum and then by place."""
    strata, writer = knowledge.finding_strata, _Writer(knowledge, write)
    last = len(strata)
    rules = (*knowledge.findings, *knowledge.arguments, *knowledge.steps, *knowledge.warnings)
    ordered = sorted(rules, key=lambda rule: strata.get(rule.id, last))
    return tuple((rule.id, writer.rests(rule)) for rule in ordered)

"""First-order mutants of a pack: each makes one small change to one rule.

The mutation operators follow R. A. DeMillo, R. J. Lipton and F. G. Sayward, "Hints on test data selection",
1978, applied to conditions, overrides, the order and urgency of steps, their deeds, and the ends of holds.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, TypeVar
from typing import Any as Anything

from exitwise.audit.mutation.course_changes import course_changes
from exitwise.audit.mutation.parts import replace_part, walk
from exitwise.model.condition import ALWAYS, All, Any, Compare, Concluded, Has, Not, OneOf
from exitwise.model.fact import UNKNOWN
from exitwise.model.kinds import kind_of
from exitwise.model.rule import Argument, Constraint, FindingRule, StepRule, WarningRule
from exitwise.model.yaml_text import to_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exitwise.audit.mutation.parts import PartPath
    from exitwise.model.condition import Condition
    from exitwise.model.fact import Fact
    from exitwise.model.knowledge import Knowledge
    from exitwise.model.rule import Rule

T = TypeVar("T")

NEVER: Final = Any(())
"""The condition of a dropped rule, which stays in the pack because other rules may refer to it."""

GROUPS: Final = (
    *("arguments", "overrides", "holds", "before", "constraints", "findings", "later", "warnings"),
    *("deeds", "ends", "urgency"),
)
"""The groups of mutants; `before` and `later` are steps by phase, `warnings` those without `hold`."""
COURSE: Final = frozenset({"deeds", "ends"})
"""The groups of mutants that change no advice but its course."""

RULE_KINDS: Final = ("constraints", "findings", "arguments", "steps", "warnings")
"""The fields of `Knowledge` that contain rules."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """One small change of a rule: its operator, a description for people, and the rules as changed."""

    operator: str
    rule: Rule
    group: str
    change: str
    changed_rules: tuple[Rule, ...]

    def apply_to(self, knowledge: Knowledge) -> Knowledge:
        """Return the knowledge base with the change applied."""
        changed = {rule.id: rule for rule in self.changed_rules}
        kinds: dict[str, Anything] = {
            kind: tuple(changed.get(rule.id, rule) for rule in getattr(knowledge, kind))
            for kind in RULE_KINDS
        }
        return replace(knowledge, **kinds)


def mutants(knowledge: Knowledge) -> Iterator[Mutant]:
    """Yield every mutant of a knowledge base, in the order of the rules."""
    for rule in knowledge.all_rules:
        own = knowledge.rows[rule.id][1].when if rule.id in knowledge.rows else rule.when
        yield _mutant("drop rule", rule, "left out", *_with_condition(knowledge, rule, NEVER))
        for operator, path, part in _condition_changes(own, knowledge.fact):
            changed = _with_condition(knowledge, rule, replace_part(own, path, part))
            change = _describe(dict(walk(own))[path], part, knowledge.fact)
            yield _mutant(operator, rule, change, *changed)
        if isinstance(rule, Argument):
            yield from _overrides(rule, knowledge)
        if isinstance(rule, StepRule):
            for other in rule.after:
                after = tuple(name for name in rule.after if name != other)
                yield _mutant("drop step edge", rule, f"not after `{other}`", replace(rule, after=after))
            yield from _urgency(rule, knowledge.fact)
        for group, operator, change, other_rule in course_changes(rule, knowledge.fact):
            yield replace(_mutant(operator, rule, change, other_rule), group=group)


def group_of(rule: Rule) -> str:
    """Return the group of the mutants of a rule's condition."""
    match rule:
        case WarningRule(hold=True):
            return "holds"
        case StepRule(phase="before"):
            return "before"
        case _:
            kinds = {Constraint: "constraints", FindingRule: "findings", Argument: "arguments"}
            return kinds.get(type(rule), "later" if isinstance(rule, StepRule) else "warnings")


def _mutant(operator: str, rule: Rule, change: str, *changed: Rule) -> Mutant:
    return Mutant(operator=operator, rule=rule, group=group_of(rule), change=change, changed_rules=changed)


def _describe(old: Condition, part: Condition | None, facts: dict[str, Fact]) -> str:
    was = to_yaml(old, facts)
    return f"without `{was}`" if part is None else f"`{to_yaml(part, facts)}` for `{was}`"


def _with_condition(knowledge: Knowledge, rule: Rule, when: Condition) -> tuple[Rule, ...]:
    """Return a rule with another condition; a row of a table with all rows whose rules it changes."""
    if rule.id not in knowledge.rows:
        return (replace(rule, when=when),)
    table, row = knowledge.rows[rule.id]
    rows = tuple(replace(other, when=when) if other is row else other for other in table.rows)
    changed = replace(table, rows=rows)
    rules = [replace(knowledge.rules[other.id], when=changed.condition(other)) for other in rows]
    return tuple(other for other in rules if other != knowledge.rules[other.id])


def _condition_changes(
    when: Condition, facts: dict[str, Fact]
) -> Iterator[tuple[str, PartPath, Condition | None]]:
    """Yield each change of a condition: its operator, the path to the part, and the new part, if any.

    The operand of a `not` is neither dropped nor negated, because dropping or negating the `not` does the
    same. A whole condition of several parts is not dropped either.
    """
    parts = dict(walk(when))
    for path, part in parts.items():
        if not (path and isinstance(parts[path[:-1]], Not)):
            if path or not isinstance(part, All | Any):
                yield "drop condition", path, None
            if part != ALWAYS:
                yield "negate condition", path, part.of if isinstance(part, Not) else Not(part)
        changes = (*_with_all_and_any_swapped(part), *_with_other_values(part, facts))
        yield from ((operator, path, new) for operator, new in changes)


def _with_all_and_any_swapped(part: Condition) -> Iterator[tuple[str, Condition]]:
    match part:
        case All((_, _, *_)):
            yield "swap all and any", Any(part.of)
        case Any((_, _, *_)):
            yield "swap all and any", All(part.of)


def _with_other_values(part: Condition, facts: dict[str, Fact]) -> Iterator[tuple[str, Condition]]:
    """Yield a test or a list of names with one value more, one value less, or a number shifted by one."""
    match part:
        case OneOf(fact, values):
            more = (name for name in _single_names(facts[fact]) if name not in values)
            yield from (("widen", OneOf(fact, (*values, name))) for name in more)
            yield from (("narrow", OneOf(fact, fewer)) for fewer in _one_less(values))
            names = tuple(value for value in values if isinstance(value, str))
            numbers = tuple(value for value in values if isinstance(value, int))
            yield from (("shift", OneOf(fact, (*shifted, *names))) for shifted in _shifted(numbers))
        case Concluded(kind, names):
            yield from (("narrow", Concluded(kind, fewer)) for fewer in _one_less(names))
        case Has(fact, values):
            more = (name for name, _ in facts[fact].values if name not in values)
            yield from (("widen", Has(fact, (*values, name))) for name in more)
            yield from (("narrow", Has(fact, fewer)) for fewer in _one_less(values))
        case Compare(fact, bounds):
            limits = tuple(limit for _, limit in bounds)
            relations = tuple(relation for relation, _ in bounds)
            for shifted in _shifted(limits):
                yield "shift", Compare(fact, tuple(zip(relations, shifted, strict=True)))


def _single_names(fact: Fact) -> tuple[str, ...]:
    """Return the names with which a test can compare the fact: of a list of values, `unknown` alone."""
    return tuple(name for name in fact.names if name == UNKNOWN or kind_of(fact).name != "several")


def _one_less(values: tuple[T, ...]) -> Iterator[tuple[T, ...]]:
    if len(values) > 1:
        yield from (values[:index] + values[index + 1 :] for index in range(len(values)))


def _shifted(numbers: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    for index, number in enumerate(numbers):
        yield from ((*numbers[:index], number + step, *numbers[index + 1 :]) for step in (-1, 1))


def _urgency(rule: StepRule, facts: dict[str, Fact]) -> Iterator[Mutant]:
    """Yield the step without urgency, and with each change of the condition on which it is urgent."""
    if rule.urgent is None:
        return
    never = _mutant("drop urgency", rule, "not urgent", replace(rule, urgent=None))
    yield replace(never, group="urgency")
    for operator, path, part in _condition_changes(rule.urgent, facts):
        changed = replace(rule, urgent=replace_part(rule.urgent, path, part))
        change = f"urgent: {_describe(dict(walk(rule.urgent))[path], part, facts)}"
        yield replace(_mutant(operator, rule, change, changed), group="urgency")


def _overrides(rule: Argument, knowledge: Knowledge) -> Iterator[Mutant]:
    for other in rule.overrides:
        without = replace(rule, overrides=tuple(name for name in rule.overrides if name != other))
        overridden = next(argument for argument in knowledge.arguments if argument.id == other)
        reversing = replace(overridden, overrides=(*overridden.overrides, rule.id))
        drop = _mutant("drop override", rule, f"does not override `{other}`", without)
        reverse = _mutant("reverse override", rule, f"is overridden by `{other}`", without, reversing)
        yield replace(drop, group="overrides")
        yield replace(reverse, group="overrides")

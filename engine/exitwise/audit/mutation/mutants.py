"""The standard mutants of the rules: each differs from the knowledge in one small thing.

The operators are those of R. A. DeMillo, R. J. Lipton, F. G. Sayward, "Hints on test data selection", 1978,
as far as a condition, an override and an order of steps have them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, TypeVar
from typing import Any as Anything

from exitwise.audit.mutation.parts import replace_part, walk
from exitwise.model.condition import ALWAYS, All, Any, Compare, Concluded, Not, OneOf
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
"""What a rule asks for that is left out; the rule stays, so that what names it still finds it."""

GROUPS: Final = ("arguments", "overrides", "holds", "before", "constraints", "findings", "later", "warnings")
"""What a mutant is one of; `before` and `later` are steps by phase, `warnings` those that do not hold."""

RULE_KINDS: Final = ("constraints", "findings", "arguments", "steps", "warnings")
"""Where the rules of a knowledge base stand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """One small change: what kind of change, of which rule, in words, and the rules as it leaves them."""

    operator: str
    rule: Rule
    group: str
    change: str
    changed_rules: tuple[Rule, ...]

    def apply_to(self, knowledge: Knowledge) -> Knowledge:
        """Return the knowledge with the change made."""
        changed = {rule.id: rule for rule in self.changed_rules}
        kinds: dict[str, Anything] = {
            kind: tuple(changed.get(rule.id, rule) for rule in getattr(knowledge, kind))
            for kind in RULE_KINDS
        }
        return replace(knowledge, **kinds)


def mutants(knowledge: Knowledge) -> Iterator[Mutant]:
    """Yield every mutant of a knowledge base, in the order of the rules."""
    for rule in knowledge.all_rules:
        yield _mutant("drop rule", rule, "left out", replace(rule, when=NEVER))
        for operator, way, new in _conditions(rule.when, knowledge.fact):
            yield _condition_mutant(operator, rule, way, new)
        if isinstance(rule, Argument):
            yield from _overrides(rule, knowledge)
        if isinstance(rule, StepRule):
            for other in rule.after:
                rest = tuple(name for name in rule.after if name != other)
                yield _mutant("drop step edge", rule, f"not after `{other}`", replace(rule, after=rest))


def group_of(rule: Rule) -> str:
    """Return the group that the mutants of a rule's condition belong to."""
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


def _condition_mutant(operator: str, rule: Rule, way: PartPath, new: Condition | None) -> Mutant:
    old = next(part for at, part in walk(rule.when) if at == way)
    what = f"without `{to_yaml(old)}`" if new is None else f"`{to_yaml(new)}` for `{to_yaml(old)}`"
    return _mutant(operator, rule, what, replace(rule, when=replace_part(rule.when, way, new)))


def _conditions(when: Condition, facts: dict[str, Fact]) -> Iterator[tuple[str, PartPath, Condition | None]]:
    """Yield each change of a condition: its operator, the way to the part, and what then stands there.

    What a `not` holds is neither dropped nor negated, since that is what becomes of the `not` itself; nor is
    a whole of several parts dropped.
    """
    found = dict(walk(when))
    for way, part in found.items():
        if not (way and isinstance(found[way[:-1]], Not)):
            if way or not isinstance(part, All | Any):
                yield "drop condition", way, None
            if part != ALWAYS:
                yield "negate condition", way, part.of if isinstance(part, Not) else Not(part)
        yield from ((operator, way, new) for operator, new in (*_swapped(part), *_values(part, facts)))


def _swapped(part: Condition) -> Iterator[tuple[str, Condition]]:
    match part:
        case All((_, _, *_)):
            yield "swap all and any", Any(part.of)
        case Any((_, _, *_)):
            yield "swap all and any", All(part.of)


def _values(part: Condition, facts: dict[str, Fact]) -> Iterator[tuple[str, Condition]]:
    """Yield what a test or a list of names becomes when it takes one more, one less, or another number."""
    match part:
        case OneOf(fact, values):
            more = (name for name in facts[fact].names if name not in values)
            yield from (("widen", OneOf(fact, (*values, name))) for name in more)
            yield from (("narrow", OneOf(fact, left)) for left in _one_less(values))
            names = tuple(value for value in values if isinstance(value, str))
            numbers = tuple(value for value in values if isinstance(value, int))
            yield from (("shift", OneOf(fact, (*moved, *names))) for moved in _shifted(numbers))
        case Concluded(kind, names):
            yield from (("narrow", Concluded(kind, left)) for left in _one_less(names))
        case Compare(fact, bounds):
            limits = tuple(limit for _, limit in bounds)
            for moved in _shifted(limits):
                named = zip(bounds, moved, strict=True)
                yield "shift", Compare(fact, tuple((relation, limit) for (relation, _), limit in named))


def _one_less(values: tuple[T, ...]) -> Iterator[tuple[T, ...]]:
    if len(values) > 1:
        yield from (values[:index] + values[index + 1 :] for index in range(len(values)))


def _shifted(numbers: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    for index, number in enumerate(numbers):
        yield from ((*numbers[:index], number + step, *numbers[index + 1 :]) for step in (-1, 1))


def _overrides(rule: Argument, knowledge: Knowledge) -> Iterator[Mutant]:
    for other in rule.overrides:
        left = replace(rule, overrides=tuple(name for name in rule.overrides if name != other))
        beaten = next(argument for argument in knowledge.arguments if argument.id == other)
        turned = replace(beaten, overrides=(*beaten.overrides, rule.id))
        without = _mutant("drop override", rule, f"does not override `{other}`", left)
        reverse = _mutant("reverse override", rule, f"is overridden by `{other}`", left, turned)
        yield replace(without, group="overrides")
        yield replace(reverse, group="overrides")

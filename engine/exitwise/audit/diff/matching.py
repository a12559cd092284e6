"""Match the vocabularies of two packs, and view both packs in one common space of profiles."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import reduce
from operator import and_
from typing import TYPE_CHECKING

from exitwise.diagram.compiled_rules import CompiledRules
from exitwise.diagram.space import Space
from exitwise.diagram.variable_order import variable_order
from exitwise.model.axis import build_axes
from exitwise.model.condition import All, Any, Compare, Concluded, Has, Not, OneOf
from exitwise.model.fact import UNKNOWN
from exitwise.model.interval import Interval
from exitwise.model.kinds import kind_of
from exitwise.model.kinds.several import MOST_VALUES
from exitwise.model.rule import End, StepRule, WarningRule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from exitwise.diagram.manager import ProfileSet
    from exitwise.model.axis import ValueClass
    from exitwise.model.condition import Condition
    from exitwise.model.fact import Fact, Value
    from exitwise.model.knowledge import Knowledge
    from exitwise.model.rule import Property, Rule

    Answers = tuple[tuple[str, Value], ...]


@dataclass(frozen=True, slots=True)
class PackView:
    """One pack in the common space: its compiled rules, and the profiles that its vocabulary can express.

    A fact that only the other pack has is ignored, so it may have any value.
    """

    compiled: CompiledRules
    expressible: ProfileSet

    @property
    def knowledge(self) -> Knowledge:
        """The pack, with the names of the common space for its facts."""
        return self.compiled.knowledge

    @property
    def admissible(self) -> ProfileSet:
        """The profiles that the pack accepts."""
        return self.expressible & self.compiled.domain


@dataclass(frozen=True, slots=True)
class MatchedPacks:
    """Two packs in one space; `notes` list the facts and values without a counterpart."""

    old: PackView
    new: PackView
    notes: tuple[str, ...]

    @property
    def space(self) -> Space:
        """The common space."""
        return self.old.compiled.space

    @property
    def common(self) -> ProfileSet:
        """The profiles that both vocabularies can express."""
        return self.old.expressible & self.new.expressible


def match_packs(old: Knowledge, new: Knowledge) -> MatchedPacks:
    """View two packs in one space: facts, values and rules with equal ids are the same.

    A fact that is a choice in one pack and an integer in the other becomes two facts. A fact that only one
    pack has is compared at each of its values with the same profile of the other pack.
    """
    conflicting = {
        name: f"{name} (old)" for name, fact in old.fact.items() if _other_kind(fact, new.fact.get(name))
    }
    packs = (rename_facts(old, conflicting), new)
    space = _space(packs)
    before, after = (PackView(CompiledRules(pack, space), _expressible(pack, space)) for pack in packs)
    return MatchedPacks(before, after, notes=tuple(_notes(*packs, conflicting)))


def _space(packs: tuple[Knowledge, Knowledge]) -> Space:
    """Return the space of both vocabularies, with an axis cut wherever either pack tests or bounds a fact."""
    old, new = packs
    facts = [_merged(new.fact.get(name), old.fact.get(name)) for name in {**new.fact, **old.fact}]
    tests = [condition for pack in packs for condition in pack.conditions]
    bounds = [bound for pack in packs for fact in pack.facts for bound in _bounds(fact)]
    return Space(build_axes(facts, [*tests, *bounds]), variable_order((new, old)))


def _other_kind(fact: Fact, other: Fact | None) -> bool:
    """Whether two facts of one name have values that cannot be compared."""
    if other is None:
        return False
    if (other.kind, other.digits, other.counts) != (fact.kind, fact.digits, fact.counts):
        return True
    names = {name for name, _ in (*fact.values, *other.values)}
    return kind_of(fact).name == "several" and len(names) > MOST_VALUES


def _merged(new: Fact | None, old: Fact | None) -> Fact:
    """Return a fact with the values of both packs."""
    if new is None or old is None:
        return next(fact for fact in (new, old) if fact is not None)
    return replace(
        new,
        values=tuple({**dict(old.values), **dict(new.values)}.items()),
        unknown=new.unknown or old.unknown,
        minimum=_widest(min, new.minimum, old.minimum),
        maximum=_widest(max, new.maximum, old.maximum),
    )


def _widest(choose: Callable[[int, int], int], one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else choose(one, other)


def _bounds(fact: Fact) -> Iterator[Compare]:
    """Yield the bounds of an integer as conditions, so that its axis is cut there too."""
    if fact.minimum is not None:
        yield Compare(fact.id, (("at_least", fact.minimum),))
    if fact.maximum is not None:
        yield Compare(fact.id, (("at_most", fact.maximum),))


def _expressible(knowledge: Knowledge, space: Space) -> ProfileSet:
    """Return the profiles that the pack's vocabulary can express."""
    own = (
        space.with_codes(
            fact.id,
            (code for code, part in enumerate(space.axes[fact.id].classes) if _has_value(fact, part)),
        )
        for fact in knowledge.facts
    )
    return reduce(and_, own, space.valid)


def _has_value(fact: Fact, part: ValueClass) -> bool:
    if isinstance(part, frozenset):
        return part <= {value for value, _ in fact.values}
    return fact.within(part.low) if isinstance(part, Interval) else part in fact.names


def _notes(old: Knowledge, new: Knowledge, conflicting: Mapping[str, str]) -> Iterator[str]:
    for name in conflicting:
        yield f"fact `{name}` has another kind in NEW: it counts as removed and added"
    for name, fact in old.fact.items():
        if name not in new.fact:
            yield f"fact `{name}` is removed: NEW ignores its value"
        else:
            yield from _values(fact, new.fact[name])
    for name in (name for name in new.fact if name not in old.fact):
        required = "" if new.fact[name].unknown else ", and NEW requires one"
        yield f"fact `{name}` is added: OLD ignores its value{required}"


def _values(old: Fact, new: Fact) -> Iterator[str]:
    """Yield the values of a fact that only one of the packs has."""
    for one, other, verb in ((old, new, "removed"), (new, old, "added")):
        for name in (name for name in one.names if name not in other.names):
            value = "the answer `unknown`" if name == UNKNOWN else f"value `{name}`"
            yield f"{value} of `{old.id}` is {verb}: only {_owner(verb)} accepts profiles with it"
    if (old.minimum, old.maximum) != (new.minimum, new.maximum):
        yield f"the bounds of `{old.id}` differ: only numbers within both are compared"


def _owner(verb: str) -> str:
    """Return the name of the pack that has a value alone."""
    return "OLD" if verb == "removed" else "NEW"


def rename_facts(knowledge: Knowledge, names: Mapping[str, str]) -> Knowledge:
    """Return a knowledge base with some facts renamed, in its rules as well."""
    if not names:
        return knowledge
    rules: dict[str, tuple[Rule, ...]] = {
        kind: tuple(_rename_in_rule(rule, names) for rule in getattr(knowledge, kind))
        for kind in ("constraints", "findings", "arguments", "steps", "warnings")
    }
    facts = tuple(replace(fact, id=_renamed(fact.id, names)) for fact in knowledge.facts)
    laws = tuple(_rename_in_property(law, names) for law in knowledge.properties)
    return replace(knowledge, facts=facts, properties=laws, **rules)  # type: ignore[arg-type]  # each of its kind


def _rename_in_rule(rule: Rule, names: Mapping[str, str]) -> Rule:
    renamed = replace(rule, when=_rename(rule.when, names))
    match renamed:
        case StepRule():
            return replace(
                renamed,
                urgent=None if renamed.urgent is None else _rename(renamed.urgent, names),
                by=None if renamed.by is None else replace(renamed.by, fact=_renamed(renamed.by.fact, names)),
                done=_rename_answers(renamed.done, names),
            )
        case WarningRule():
            return replace(renamed, ends=tuple(_rename_in_end(end, names) for end in renamed.ends))
    return renamed


def _rename_in_end(end: End, names: Mapping[str, str]) -> End:
    known = tuple(_renamed(name, names) for name in end.known)
    return End(answers=_rename_answers(end.answers, names), known=known)


def _rename_answers(answers: Answers, names: Mapping[str, str]) -> Answers:
    return tuple((_renamed(name, names), value) for name, value in answers)


def _renamed(name: str, names: Mapping[str, str]) -> str:
    return names.get(name, name)


def _rename_in_property(law: Property, names: Mapping[str, str]) -> Property:
    then = None if law.then is None else _rename(law.then, names)
    return replace(law, when=_rename(law.when, names), then=then)


def _rename(condition: Condition, names: Mapping[str, str]) -> Condition:
    match condition:
        case All(parts):
            return All(tuple(_rename(part, names) for part in parts))
        case Any(parts):
            return Any(tuple(_rename(part, names) for part in parts))
        case Not(part):
            return Not(_rename(part, names))
        case OneOf() | Compare() | Has():
            return replace(condition, fact=_renamed(condition.fact, names))
        case Concluded():
            return condition

"""Two vocabularies as one space: which facts and values of the one are those of the other."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import reduce
from operator import and_
from typing import TYPE_CHECKING

from exitwise.diagram.axis import Interval, build_axes
from exitwise.diagram.compiled_rules import CompiledRules
from exitwise.diagram.space import Space, conditions
from exitwise.diagram.variable_order import variable_order
from exitwise.model.condition import All, Any, Compare, Concluded, Not, OneOf
from exitwise.model.fact import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from exitwise.diagram.axis import ValueClass
    from exitwise.diagram.manager import ProfileSet
    from exitwise.model.condition import Condition
    from exitwise.model.fact import Fact
    from exitwise.model.knowledge import Knowledge
    from exitwise.model.rule import Property, Rule


@dataclass(frozen=True, slots=True)
class PackView:
    """One pack within the common space: what it concludes, and the profiles that its vocabulary can state.

    Facts of the other pack alone may have any value there: this one does not look at them.
    """

    compiled: CompiledRules
    expressible: ProfileSet

    @property
    def knowledge(self) -> Knowledge:
        """The pack, its facts called as in the common space."""
        return self.compiled.knowledge

    @property
    def admissible(self) -> ProfileSet:
        """The profiles that the pack accepts."""
        return self.expressible & self.compiled.domain


@dataclass(frozen=True, slots=True)
class MatchedPacks:
    """Two packs over one space. `notes` say what has no counterpart and how that is taken."""

    old: PackView
    new: PackView
    notes: tuple[str, ...]

    @property
    def space(self) -> Space:
        """The common space."""
        return self.old.compiled.space

    @property
    def common(self) -> ProfileSet:
        """The profiles that both vocabularies can state."""
        return self.old.expressible & self.new.expressible


def match_packs(old: Knowledge, new: Knowledge) -> MatchedPacks:
    """Put two packs over one space: facts, values and rules of equal ids are the same.

    A fact that is a choice in one pack and an integer in the other is two facts. A fact of one pack alone is
    compared at each of its values with the same profile of the other.
    """
    apart = {
        name: f"{name} (old)" for name, fact in old.fact.items() if _other_kind(fact, new.fact.get(name))
    }
    packs = (rename_facts(old, apart), new)
    space = _space(packs)
    before, after = (PackView(CompiledRules(each, space), _expressible(each, space)) for each in packs)
    return MatchedPacks(before, after, notes=tuple(_notes(*packs, apart)))


def _space(packs: tuple[Knowledge, Knowledge]) -> Space:
    """Return the profiles of both vocabularies together, cut wherever one of them cuts or ends."""
    old, new = packs
    facts = [_merged(new.fact.get(name), old.fact.get(name)) for name in {**new.fact, **old.fact}]
    asked = [condition for pack in packs for condition in conditions(pack)]
    bounds = [bound for pack in packs for fact in pack.facts for bound in _bounds(fact)]
    return Space(build_axes(facts, [*asked, *bounds]), variable_order((new, old)))


def _other_kind(fact: Fact, other: Fact | None) -> bool:
    return other is not None and other.kind != fact.kind


def _merged(new: Fact | None, old: Fact | None) -> Fact:
    """Return a fact with the values of both."""
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
    """Yield the bounds of an integer as conditions, for the axis to be cut there too."""
    if fact.minimum is not None:
        yield Compare(fact.id, (("at_least", fact.minimum),))
    if fact.maximum is not None:
        yield Compare(fact.id, (("at_most", fact.maximum),))


def _expressible(knowledge: Knowledge, space: Space) -> ProfileSet:
    """Return the profiles whose values are all of the pack's own vocabulary."""
    own = (
        space.with_codes(
            fact.id,
            (code for code, part in enumerate(space.axes[fact.id].classes) if _has_value(fact, part)),
        )
        for fact in knowledge.facts
    )
    return reduce(and_, own, space.valid)


def _has_value(fact: Fact, part: ValueClass) -> bool:
    return fact.within(part.low) if isinstance(part, Interval) else part in fact.names


def _notes(old: Knowledge, new: Knowledge, apart: Mapping[str, str]) -> Iterator[str]:
    for name in apart:
        yield f"fact `{name}` is of another kind now: it counts as removed, and added anew"
    for name, fact in old.fact.items():
        if name not in new.fact:
            yield f"fact `{name}` is removed: NEW does not look at it, whatever it is"
        else:
            yield from _values(fact, new.fact[name])
    for name in (name for name in new.fact if name not in old.fact):
        required = "" if new.fact[name].unknown else "; NEW requires it of every profile"
        yield f"fact `{name}` is added: OLD does not look at it, whatever it is{required}"


def _values(old: Fact, new: Fact) -> Iterator[str]:
    """Yield what only one of the two can say of a fact."""
    for one, other, verb in ((old, new, "removed"), (new, old, "added")):
        for name in (name for name in one.names if name not in other.names):
            what = "the answer `unknown`" if name == UNKNOWN else f"value `{name}`"
            yield f"{what} of `{old.id}` is {verb}: only {_owner(verb)} can state profiles with it"
    if (old.minimum, old.maximum) != (new.minimum, new.maximum):
        yield f"the bounds of `{old.id}` are others: numbers within both are compared"


def _owner(verb: str) -> str:
    """Return which pack something belongs to alone."""
    return "OLD" if verb == "removed" else "NEW"


def rename_facts(knowledge: Knowledge, names: Mapping[str, str]) -> Knowledge:
    """Return a knowledge base with some facts called otherwise, in its rules as well."""
    if not names:
        return knowledge
    rules: dict[str, tuple[Rule, ...]] = {
        kind: tuple(replace(rule, when=_rename(rule.when, names)) for rule in getattr(knowledge, kind))
        for kind in ("constraints", "findings", "arguments", "steps", "warnings")
    }
    facts = tuple(replace(fact, id=names.get(fact.id, fact.id)) for fact in knowledge.facts)
    laws = tuple(_rename_in_property(law, names) for law in knowledge.properties)
    return replace(knowledge, facts=facts, properties=laws, **rules)  # type: ignore[arg-type]  # each of its kind


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
        case OneOf() | Compare():
            return replace(condition, fact=names.get(condition.fact, condition.fact))
        case Concluded():
            return condition

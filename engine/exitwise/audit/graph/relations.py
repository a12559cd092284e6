"""The named entities of a pack and the relations between them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

from exitwise.model.condition import ALWAYS, facts_of, names_of
from exitwise.model.placeholder import fact_of, names_shown
from exitwise.model.rule import Argument, FindingRule, StepRule, WarningRule, texts_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from exitwise.model.condition import Condition
    from exitwise.model.knowledge import Knowledge
    from exitwise.model.rule import Property, Rule
    from exitwise.model.scenario import Scenario
    from exitwise.model.source import Statement

Kind = Literal[
    "outcome",
    "fact",
    "constraint",
    "finding-rule",
    "finding",
    "argument",
    "step",
    "warning",
    "hold",
    "property",
    "scenario",
    "letter",
    "source",
    "statement",
    "table",
]
PLURALS: Final = {"property": "properties"}


def kind_label(kind: str, *, plural: bool = False) -> str:
    """Return the label of a kind of entity, in the singular or the plural."""
    return (PLURALS.get(kind, f"{kind}s") if plural else kind).replace("-", " ")


@dataclass(frozen=True, slots=True)
class Entity:
    """A named element of a pack; entities of different kinds may share a name."""

    kind: Kind
    name: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.name}"


@dataclass(frozen=True, slots=True)
class Verb:
    """The reading of a relation from its subject and from its object, and the direction of the dependency."""

    active: str
    passive: str
    object_depends: bool = False
    """Whether the object depends on the subject; otherwise the subject depends on the object."""


VERBS: Final = {
    "looks-at": Verb("looks at", "looked at by"),
    "by-recommendation": Verb("looks at", "looked at by"),
    "concludes": Verb("concludes", "concluded by", object_depends=True),
    "argues-for": Verb("argues for", "argued for by", object_depends=True),
    "overrides": Verb("overrides", "overridden by", object_depends=True),
    "after": Verb("comes after", "comes before"),
    "done-by": Verb("is done by the answer to", "answer that does"),
    "shows": Verb("shows", "shown by"),
    "sends": Verb("sends", "sent by"),
    "orders": Verb("orders", "ordered by"),
    "states": Verb("states", "stated by"),
    "expects": Verb("expects", "expected by"),
    "cites": Verb("cites", "cited by"),
    "confirms": Verb("confirms", "confirmed by"),
    "refines": Verb("refines", "refined by"),
    "contradicts": Verb("contradicts", "contradicted by"),
    "stands-in": Verb("stands in", "holds"),
}
"""The verb of every relation."""


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation between two entities: a sentence of subject, verb and object."""

    subject: Entity
    verb: str
    object: Entity

    @property
    def dependency(self) -> Entity:
        """The end on which the other depends."""
        return self.subject if VERBS[self.verb].object_depends else self.object

    @property
    def dependent(self) -> Entity:
        """The end that depends on the other."""
        return self.object if VERBS[self.verb].object_depends else self.subject


def entities(knowledge: Knowledge) -> dict[Entity, Any]:
    """Return every entity with its value of the model, in the order of the pack.

    The value of an outcome is its title, that of a finding its rules.
    """
    return {
        **{Entity("outcome", name): title for name, title in knowledge.outcomes},
        **{Entity("fact", fact.id): fact for fact in knowledge.facts},
        **{entity_of(rule): rule for rule in (*knowledge.constraints, *knowledge.findings)},
        **{Entity("finding", name): rules for name, rules in knowledge.rules_by_finding.items()},
        **{entity_of(rule): rule for rule in (*knowledge.arguments, *knowledge.steps, *knowledge.warnings)},
        **{Entity("property", law.id): law for law in knowledge.properties},
        **{Entity("scenario", case.id): case for case in knowledge.scenarios},
        **{Entity("letter", letter.id): letter for letter in knowledge.letters},
        **{Entity("source", source.id): source for source in knowledge.sources},
        **{Entity("statement", name): statement for name, statement in knowledge.statement.items()},
        **{Entity("table", table.id): table for table in knowledge.tables},
    }


def entity_of(rule: Rule) -> Entity:
    """Return the entity of a rule."""
    match rule:
        case FindingRule():
            return Entity("finding-rule", rule.id)
        case Argument():
            return Entity("argument", rule.id)
        case StepRule():
            return Entity("step", rule.id)
        case WarningRule():
            return Entity("hold" if rule.hold else "warning", rule.id)
        case _:
            return Entity("constraint", rule.id)


def relations(knowledge: Knowledge) -> tuple[Relation, ...]:
    """Return every relation of a pack once, in the order of the subjects."""
    return tuple(dict.fromkeys(_RelationReader(knowledge).all()))


class _RelationReader:
    """Reads the relations from the model; the loader has already checked that every name exists."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self._rules = {rule.id: entity_of(rule) for rule in knowledge.all_rules}

    def all(self) -> Iterator[Relation]:
        for rule in self._knowledge.all_rules:
            yield from self._rule(rule, self._rules[rule.id])
        for law in self._knowledge.properties:
            yield from self._property(law, Entity("property", law.id))
        for case in self._knowledge.scenarios:
            yield from self._scenario(case, Entity("scenario", case.id))
        for letter in self._knowledge.letters:
            yield from self._displayed(Entity("letter", letter.id), letter.blank_names)
        for source in self._knowledge.sources:
            for statement in source.statements:
                own = Entity("statement", statement.id)
                yield Relation(own, "stands-in", Entity("source", source.id))
                yield from _related(statement, own)

    # Rules

    def _rule(self, rule: Rule, own: Entity) -> Iterator[Relation]:
        yield from self._condition(rule.when, own)
        match rule:
            case FindingRule():
                yield Relation(own, "concludes", Entity("finding", rule.finding))
            case Argument():
                yield Relation(own, "argues-for", Entity("outcome", rule.recommend))
                yield from self._to_rules(own, "overrides", rule.overrides)
            case StepRule():
                yield from self._step(rule, own)
        names = names_shown((*texts_of(rule), *dict(getattr(rule, "texts", ())).values()))
        placeholders = (fact_of(name, self._knowledge.fact) for name in names)
        yield from self._displayed(own, placeholders)
        yield from _to("statement", own, "cites", rule.cites)
        if rule.id in self._knowledge.rows:
            yield Relation(own, "stands-in", Entity("table", self._knowledge.rows[rule.id][0].id))

    def _step(self, rule: StepRule, own: Entity) -> Iterator[Relation]:
        yield from self._to_rules(own, "after", rule.after)
        yield from _to("fact", own, "done-by", (fact for fact, _ in rule.done))
        yield from _to("letter", own, "sends", (rule.letter,) if rule.letter else ())

    def _condition(self, condition: Condition, own: Entity) -> Iterator[Relation]:
        yield from _to("fact", own, "looks-at", facts_of(condition))
        yield from _to("finding", own, "looks-at", names_of(condition, "finding"))
        yield from _to("outcome", own, "by-recommendation", names_of(condition, "recommend"))
        yield from self._to_rules(own, "looks-at", names_of(condition, "step"))
        yield from self._to_rules(own, "looks-at", names_of(condition, "warning"))

    def _to_rules(self, own: Entity, verb: str, names: Iterable[str]) -> Iterator[Relation]:
        return (Relation(own, verb, self._rules[name]) for name in names)

    def _displayed(self, own: Entity, names: Iterable[str]) -> Iterator[Relation]:
        """Yield the facts and the tables that names show; a letter may also have blanks of its own."""
        for name in names:
            if name in self._knowledge.fact:
                yield Relation(own, "shows", Entity("fact", name))
            elif name in self._knowledge.cell_texts:
                row = self._knowledge.cell_texts[name][0][0]
                yield Relation(own, "shows", Entity("table", self._knowledge.rows[row][0].id))

    # Properties and scenarios

    def _property(self, law: Property, own: Entity) -> Iterator[Relation]:
        yield from self._condition(law.when, own)
        yield from self._condition(law.then or ALWAYS, own)
        yield from self._to_rules(own, "orders", law.order)
        yield from _to("statement", own, "cites", law.cites)

    def _scenario(self, case: Scenario, own: Entity) -> Iterator[Relation]:
        yield from _to("fact", own, "states", case.profile)
        yield from _to("outcome", own, "expects", (case.recommendation,) if case.recommendation else ())
        yield from self._to_rules(own, "expects", (case.refused,) if case.refused else ())
        yield from self._to_rules(own, "expects", case.rules())
        yield from _to("finding", own, "expects", case.findings.names if case.findings else ())
        yield from _to("fact", own, "expects", dict(case.leads_to or ()))
        yield from _to("statement", own, "cites", case.cites)


def _to(kind: Kind, own: Entity, verb: str, names: Iterable[str]) -> Iterator[Relation]:
    return (Relation(own, verb, Entity(kind, name)) for name in names)


def _related(statement: Statement, own: Entity) -> Iterator[Relation]:
    yield from _to("statement", own, "confirms", statement.confirms)
    yield from _to("statement", own, "refines", statement.refines)
    yield from _to("statement", own, "contradicts", statement.contradicts)

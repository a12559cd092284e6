"""Exact counts of the profiles to which an entity applies, each with its smallest profile."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from exitwise.audit.subject import witness
from exitwise.diagram.counterexamples import counterexamples
from exitwise.model.condition import Has
from exitwise.model.interval import Interval
from exitwise.model.kinds import kind_of, number_kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from exitwise.audit.graph.relations import Entity
    from exitwise.audit.subject import Subject
    from exitwise.diagram.manager import ProfileSet
    from exitwise.model.axis import ValueClass
    from exitwise.model.fact import Fact

LabelledSet = tuple[str, "ProfileSet"]
"""A set of profiles with the phrase that describes it, such as `fires on`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileCount:
    """A labelled number of profiles out of `of`; the witness is the smallest of them, if any."""

    label: str
    profiles: int
    of: int
    witness: Mapping[str, Any] | None


def profile_counts(subject: Subject, entity: Entity) -> tuple[ProfileCount, ...]:
    """Return the counts of an entity; scenarios, letters, sources and statements have none.

    A constraint is counted among all profiles, since no admissible profile violates it; any other entity
    among the admissible profiles.
    """
    compiled = subject.compiled
    domain = compiled.space.valid if entity.kind == "constraint" else compiled.domain
    return tuple(_count(subject, labelled, domain) for labelled in _sets(subject, entity))


def _count(subject: Subject, labelled: LabelledSet, domain: ProfileSet) -> ProfileCount:
    label, profiles = labelled
    space, inside = subject.space, profiles & domain
    return ProfileCount(
        label=label,
        profiles=space.count(inside),
        of=space.count(domain),
        witness=witness(space, inside) if inside.satisfiable() else None,
    )


def _sets(subject: Subject, entity: Entity) -> Iterator[LabelledSet]:
    compiled, name = subject.compiled, entity.name
    match entity.kind:
        case "fact":
            yield from _value_sets(subject, name)
        case "constraint":
            yield "refuses", compiled.forbidden(name)
        case "finding-rule":
            yield "fires on", compiled.fires[name]
        case "finding":
            yield "holds on", compiled.finding[name]
        case "argument":
            yield "applies to", compiled.fires[name]
            yield "stands undefeated on", compiled.undefeated[name]
        case _:
            yield from _advice_sets(subject, entity)


def _advice_sets(subject: Subject, entity: Entity) -> Iterator[LabelledSet]:
    """Yield the sets of entities that are part of the advice, or judge it."""
    compiled, name = subject.compiled, entity.name
    match entity.kind:
        case "outcome":
            yield "is recommended to", compiled.outcome[name]
        case "step":
            yield "is in the plan of", compiled.recipients(name)
        case "warning":
            yield "warns", compiled.recipients(name)
        case "hold":
            yield "holds back", compiled.recipients(name)
        case "property":
            yield "is broken by", _violations(subject, name)


def _value_sets(subject: Subject, fact: str) -> Iterator[LabelledSet]:
    axis = subject.space.axes[fact]
    if kind_of(axis.fact).name == "several":
        for name, _ in axis.fact.values:
            yield f"has {name} on", subject.space.test_set(Has(fact, (name,)))
        yield "is empty on", subject.space.with_code(fact, axis.code(frozenset()))
    for code, part in enumerate(axis.classes):
        if not isinstance(part, frozenset):
            yield f"{_describe(axis.fact, part)} on", subject.space.with_code(fact, code)


def _describe(fact: Fact, part: ValueClass) -> str:
    """Return the phrase for a fact in one part of its axis, without the widest bounds of its kind."""
    kind = number_kind(fact)
    if kind is None or not isinstance(part, Interval):
        return f"is {part}"
    (least, most), low, high = kind.natural_ends(fact), *(kind.written(fact, number) for number in part)
    if part.low == part.high:
        return f"is {low}"
    if part == (least, most):
        return "is any number"
    if part.low == least:
        return f"is at most {high}"
    return f"is at least {low}" if part.high == most else f"is {low} to {high}"


def _violations(subject: Subject, name: str) -> ProfileSet:
    law = next(law for law in subject.knowledge.properties if law.id == name)
    return counterexamples(subject.compiled, law)

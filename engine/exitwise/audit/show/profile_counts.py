"""On how many profiles something of a pack is so: each set counted exactly, with its smallest member."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from exitwise.audit.subject import witness
from exitwise.diagram.axis import Interval
from exitwise.model.profile import LARGEST, SMALLEST

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from exitwise.audit.graph.relations import Entity
    from exitwise.audit.subject import Subject
    from exitwise.diagram.axis import ValueClass
    from exitwise.diagram.manager import ProfileSet
    from exitwise.model.fact import Value

Told = tuple[str, "ProfileSet"]
"""What is so, and on which profiles."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileCount:
    """What is so on how many profiles, of how many; the smallest of them, or None where there is none."""

    label: str
    profiles: int
    of: int
    witness: Mapping[str, Value] | None


def profile_counts(subject: Subject, thing: Entity) -> tuple[ProfileCount, ...]:
    """Return the counts that belong to a kind of thing; sources, statements and scenarios have none.

    A constraint is counted among all profiles, since no admissible one breaks it; all else among the
    admissible ones.
    """
    compiled = subject.compiled
    domain = compiled.space.valid if thing.kind == "constraint" else compiled.domain
    return tuple(_tally(subject, told, domain) for told in _told(subject, thing))


def _tally(subject: Subject, told: Told, domain: ProfileSet) -> ProfileCount:
    what, profiles = told
    space, inside = subject.space, profiles & domain
    return ProfileCount(
        label=what,
        profiles=space.count(inside),
        of=space.count(domain),
        witness=witness(space, inside) if inside.satisfiable() else None,
    )


def _told(subject: Subject, thing: Entity) -> Iterator[Told]:
    compiled, name = subject.compiled, thing.name
    match thing.kind:
        case "fact":
            yield from _values(subject, name)
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
            yield from _advised(subject, thing)


def _advised(subject: Subject, thing: Entity) -> Iterator[Told]:
    """What a profile is advised, and whether that is as it must be."""
    compiled, name = subject.compiled, thing.name
    match thing.kind:
        case "outcome":
            yield "is recommended to", compiled.outcome[name]
        case "step":
            yield "is in the plan of", compiled.recipients(name)
        case "warning":
            yield "warns", compiled.recipients(name)
        case "hold":
            yield "holds back", compiled.recipients(name)
        case "property":
            yield "is broken by", _broken(subject, name)


def _values(subject: Subject, fact: str) -> Iterator[Told]:
    for code, part in enumerate(subject.space.axes[fact].classes):
        yield f"{_is(part)} on", subject.space.with_code(fact, code)


def _is(part: ValueClass) -> str:
    """Say that a fact lies in one part of its axis; what is no bound of anybody's is not told."""
    match part:
        case Interval(low, high) if low == high:
            return f"is {low}"
        case Interval(low, high) if (low, high) == (SMALLEST, LARGEST):
            return "is any number"
        case Interval(low, high) if low == SMALLEST:
            return f"is at most {high}"
        case Interval(low, high) if high == LARGEST:
            return f"is at least {low}"
        case Interval(low, high):
            return f"is {low} to {high}"
        case _:
            return f"is {part}"


def _broken(subject: Subject, name: str) -> ProfileSet:
    law = next(law for law in subject.knowledge.properties if law.id == name)
    outcomes = subject.compiled.outcome.items()
    return reduce(
        or_,
        (own & subject.compiled.violations(outcome, law) for outcome, own in outcomes),
        subject.space.false,
    )

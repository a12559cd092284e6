"""Tests of counts and witnesses, against every profile of small packs."""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import given, settings

from exitwise.audit.graph.relations import Entity, entities
from exitwise.audit.show.profile_counts import ProfileCount, profile_counts
from exitwise.audit.subject import Subject
from support.oracles import course, exhaustive, naive
from support.packs import toy
from support.running.examples import examples

DAY = date(2026, 11, 23)
Profile = dict[str, Any]
Member = Callable[["Case"], bool]


def counts_of(entity: Entity, **files: str) -> list[tuple[str, int, int]]:
    """The counts of an entity of a toy pack, without the witnesses."""
    subject = Subject(toy.knowledge(**files), DAY)
    return [(count.label, count.profiles, count.of) for count in profile_counts(subject, entity)]


@given(exhaustive.mixed_packs())
@settings(max_examples=examples(20))
def test_counts_and_witnesses_equal_enumeration(data: naive.Pack) -> None:
    """Each count equals the number of members, and each witness states the fewest facts."""
    subject = Subject(toy.loaded(data), DAY)
    everyone = [Case(data, profile) for profile in exhaustive.profiles(data)]
    admissible = [case for case in everyone if not case.violated]

    for entity in entities(subject.knowledge):
        population = everyone if entity.kind == "constraint" else admissible
        for count, member in zip(profile_counts(subject, entity), members(data, entity), strict=True):
            inside = [case for case in population if member(case)]
            assert (count.profiles, count.of) == (len(inside), len(population))
            assert_witness(data, count, inside, member)


class Case:
    """A profile with its advice."""

    def __init__(self, data: naive.Pack, profile: Profile) -> None:
        self.profile = profile
        self.violated = naive.violated(data, profile)
        self.advice = naive.advise(data, profile)
        self.state = naive.State(profile, self.advice.findings)
        self.stated = sum(value != "unknown" for value in profile.values())


def assert_witness(data: naive.Pack, count: ProfileCount, inside: list[Case], member: Member) -> None:
    """Assert that a witness is a smallest member."""
    if count.witness is None:
        assert inside == []
        return
    witness = Case(data, naive.complete(data, count.witness))
    assert member(witness)
    assert witness.stated == min(case.stated for case in inside)
    assert witness.stated == len(count.witness)


def members(data: naive.Pack, entity: Entity) -> Iterator[Member]:
    """One membership test for each count of an entity, from the raw data."""
    name = entity.name
    if entity.kind == "fact":
        yield from values_of(data, name)
    elif entity.kind == "argument":
        yield lambda case: name in case.advice.applied
        yield lambda case: name in case.advice.undefeated
    elif entity.kind != "table":
        yield MEMBERS[entity.kind](data, name)


def values_of(data: naive.Pack, name: str) -> Iterator[Member]:
    """Whether a fact has each of its values in turn; of a list, whether a value is in it, and it is empty."""
    (fact,) = (fact for fact in data["facts.yaml"]["facts"] if fact["id"] == name)
    if fact["kind"] == "several":
        for value in fact["values"]:
            yield lambda case, value=value: value in case.profile[name] and case.profile[name] != "unknown"  # type: ignore[misc]
        yield has_value(name, [()])
    for group in exhaustive.parts(data)[name]:
        if not isinstance(group[0], tuple):
            yield has_value(name, group)


def has_value(fact: str, group: list[Any]) -> Member:
    """Whether a fact has a value of a group; numbers are between its ends."""

    def member(case: Case) -> bool:
        value = case.profile[fact]
        if isinstance(value, int | Decimal) and isinstance(group[0], int | Decimal):
            return bool(min(group) <= value <= max(group))
        return value in group

    return member


def rule(data: naive.Pack, file: str, name: str) -> naive.Rule:
    """One rule of a file."""
    return next(rule for rule in naive.rules(data, file) if rule["id"] == name)


def fires(data: naive.Pack, name: str) -> Member:
    """Whether a finding rule applies."""
    own = rule(data, "findings.yaml", name)
    return lambda case: naive.applies(own, case.state)


def violates(data: naive.Pack, name: str) -> Member:
    """Whether a property fails."""
    law = rule(data, "properties.yaml", name)
    return lambda case: course.property_broken(data, law, case.profile)


def is_warned(_: naive.Pack, name: str) -> Member:
    """Whether a warning, or a hold, is raised."""
    return lambda case: name in case.advice.warnings


MEMBERS: dict[str, Callable[[naive.Pack, str], Member]] = {
    "constraint": lambda _, name: lambda case: name in case.violated,
    "finding-rule": fires,
    "finding": lambda _, name: lambda case: name in case.advice.findings,
    "outcome": lambda _, name: lambda case: case.advice.recommendation == name,
    "step": lambda _, name: lambda case: name in case.advice.steps,
    "warning": is_warned,
    "hold": is_warned,
    "property": violates,
}


def test_integer_is_counted_by_intervals() -> None:
    """Without bounds the outer intervals are open; a number in a rule is an interval of its own."""
    rules = """
      - {id: default, recommend: stay, because: So.}
      - {id: x, recommend: leave, when: {any: [{days: 7}, {days: {at_least: 20}}]}, because: So.,
         overrides: default}
    """

    counts = counts_of(Entity("fact", "days"), recommendations=rules)

    # Two places, four doors.
    assert [label for label, _, _ in counts] == [
        *("is at most 6 on", "is 7 on", "is 8 to 19 on", "is at least 20 on", "is unknown on")
    ]
    assert {(profiles, of) for _, profiles, of in counts} == {(8, 40)}


def test_unused_integer_is_any_number() -> None:
    """Its only interval has no bounds."""
    assert counts_of(Entity("fact", "days")) == [("is any number on", 8, 16), ("is unknown on", 8, 16)]


def test_scenarios_letters_sources_and_statements_have_no_counts() -> None:
    """They do not apply to profiles."""
    subject = Subject(toy.bicycle().knowledge, DAY)
    uncounted = [
        *(Entity("scenario", "brakes-slip"), Entity("letter", "hello")),
        *(Entity("source", "manual"), Entity("statement", "manual.1")),
    ]

    assert [profile_counts(subject, entity) for entity in uncounted] == [()] * 4

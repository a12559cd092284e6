"""Counts and witnesses, against every profile of small packs."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from hypothesis import given, settings

from exitwise.audit.graph.relations import Entity, entities
from exitwise.audit.show.profile_counts import ProfileCount, profile_counts
from exitwise.audit.subject import Subject
from support.oracles import exhaustive, naive
from support.packs import toy

DAY = date(2026, 11, 23)
Profile = dict[str, Any]
Member = Callable[["Case"], bool]


def told(thing: Entity, **files: str) -> list[tuple[str, int, int]]:
    """What is told of a thing of a toy pack, without the witnesses."""
    subject = Subject(toy.knowledge(**files), DAY)
    return [(tally.label, tally.profiles, tally.of) for tally in profile_counts(subject, thing)]


@given(exhaustive.small_packs())
@settings(max_examples=20)
def test_counts_and_witnesses_are_those_of_every_profile(data: naive.Pack) -> None:
    """Each count is what reading every profile gives; each witness is a member that states least."""
    subject = Subject(toy.loaded(data), DAY)
    everyone = [Case(data, profile) for profile in exhaustive.profiles(data)]
    admissible = [case for case in everyone if not case.violated]

    for thing in entities(subject.knowledge):
        spoken_of = everyone if thing.kind == "constraint" else admissible
        for tally, member in zip(profile_counts(subject, thing), members(data, thing), strict=True):
            inside = [case for case in spoken_of if member(case)]
            assert (tally.profiles, tally.of) == (len(inside), len(spoken_of))
            judge(data, tally, inside, member)


class Case:
    """A profile with what follows from it."""

    def __init__(self, data: naive.Pack, profile: Profile) -> None:
        self.profile = profile
        self.violated = naive.violated(data, profile)
        self.advice = naive.advise(data, profile)
        self.state = naive.State(profile, self.advice.findings)
        self.stated = sum(value != "unknown" for value in profile.values())


def judge(data: naive.Pack, tally: ProfileCount, inside: list[Case], member: Member) -> None:
    """Hold a witness against all members."""
    if tally.witness is None:
        assert inside == []
        return
    witness = Case(data, naive.complete(data, tally.witness))
    assert member(witness)
    assert witness.stated == min(case.stated for case in inside)
    assert witness.stated == len(tally.witness)


def members(data: naive.Pack, thing: Entity) -> Iterator[Member]:
    """Who is counted, by the raw data; for each count of a kind of thing one test."""
    name = thing.name
    if thing.kind == "fact":
        for group in exhaustive.parts(data)[name]:
            yield valued(name, group)
    elif thing.kind == "argument":
        yield lambda case: name in case.advice.applied
        yield lambda case: name in case.advice.undefeated
    else:
        yield MEMBERS[thing.kind](data, name)


def valued(fact: str, group: list[Any]) -> Member:
    """Whether a fact has a value of a group: of integers, one between its ends."""

    def member(case: Case) -> bool:
        value = case.profile[fact]
        if isinstance(value, int) and isinstance(group[0], int):
            return bool(min(group) <= value <= max(group))
        return value in group

    return member


def rule(data: naive.Pack, file: str, name: str) -> naive.Rule:
    """One rule of a file."""
    return next(rule for rule in data[file] if rule["id"] == name)


def fires(data: naive.Pack, name: str) -> Member:
    """Whether a finding's rule applies."""
    own = rule(data, "findings.yaml", name)
    return lambda case: naive.applies(own, case.state)


def broken(data: naive.Pack, name: str) -> Member:
    """Whether a property fails."""
    law = rule(data, "properties.yaml", name)
    return lambda case: naive.property_broken(data, law, case.advice, case.profile)


def warned(_: naive.Pack, name: str) -> Member:
    """Whether a warning, or a hold, is raised."""
    return lambda case: name in case.advice.warnings


MEMBERS: dict[str, Callable[[naive.Pack, str], Member]] = {
    "constraint": lambda _, name: lambda case: name in case.violated,
    "finding-rule": fires,
    "finding": lambda _, name: lambda case: name in case.advice.findings,
    "outcome": lambda _, name: lambda case: case.advice.recommendation == name,
    "step": lambda _, name: lambda case: name in case.advice.steps,
    "warning": warned,
    "hold": warned,
    "property": broken,
}


def test_an_integer_is_told_by_its_intervals() -> None:
    """Without bounds of its own it has open ends; a number that a rule names is an interval alone."""
    rules = """
      - {id: default, recommend: stay, because: So.}
      - {id: x, recommend: leave, when: {any: [{days: 7}, {days: {at_least: 20}}]}, because: So.,
         overrides: default}
    """

    found = told(Entity("fact", "days"), recommendations=rules)

    # Two places, four doors.
    assert [what for what, _, _ in found] == [
        *("is at most 6 on", "is 7 on", "is 8 to 19 on", "is at least 20 on", "is unknown on")
    ]
    assert {(profiles, of) for _, profiles, of in found} == {(8, 40)}


def test_an_integer_that_no_rule_looks_at_is_any_number() -> None:
    """Its only interval has no ends that anybody set."""
    assert told(Entity("fact", "days")) == [("is any number on", 8, 16), ("is unknown on", 8, 16)]


def test_what_judges_and_what_is_cited_is_not_counted() -> None:
    """A scenario, a letter, a source and a statement hold on no profiles."""
    subject = Subject(toy.bicycle().knowledge, DAY)
    uncounted = [
        *(Entity("scenario", "brakes-slip"), Entity("letter", "hello")),
        *(Entity("source", "manual"), Entity("statement", "manual.1")),
    ]

    assert [profile_counts(subject, thing) for thing in uncounted] == [()] * 4

"""The circles of a course that nothing leaves: those of the naive simulation."""

import pytest
from hypothesis import given, settings

from exitwise.diagram.compiled_rules import CompiledRules
from exitwise.diagram.course.circles import Circles
from exitwise.model.profile import complete
from support.oracles import course_checks, exhaustive, naive
from support.packs import random_packs, toy
from support.running.examples import examples

FACTS = """
  facts:
    - {id: answer, question: Q?, kind: choice, values: {none: N, sent: S, yes: Y, no: R}}
    - {id: way, question: Q?, kind: choice, unknown: true, values: {known: K, lost: L}}
"""
PLAN = """
  - {id: ask, title: T, how: H, phase: before, when: {answer: [none, no]}, because: So., done: {answer: sent}}
"""
AWAIT = "[{id: await, title: T, hold: true, until: U, when: {answer: sent}, because: So., ends: %s}]"


@pytest.mark.parametrize(
    ("ends", "trapped", "moves"),
    [
        ("{answer: no}", ["none", "sent", "no"], {"ask", "await"}),
        ("[{answer: no}, {answer: yes}]", [], set()),
        ("[{answer: no}, {known: way}]", [], {"ask", "await"}),  # for whoever knows the way already
        ("{answer: sent}", [], set()),
    ],
)
def test_a_circle_has_no_way_out(ends: str, trapped: list[str], moves: set[str]) -> None:
    """An end that leaves it, or something to find out, is a way out; what changes nothing is no circle."""
    knowledge = toy.base(facts=FACTS, plan=PLAN, warnings=AWAIT % ends).knowledge
    compiled = CompiledRules.of(knowledge)
    circles = Circles(compiled, "stay")

    found = [
        value
        for value in ("none", "sent", "yes", "no")
        if circles.trapped.eval(
            compiled.space.assignment(complete(knowledge.facts, {"answer": value}).values)
        )
    ]

    assert found == trapped
    assert {move.name for move in circles.moves} == moves


@settings(max_examples=examples(60))
@given(exhaustive.mixed_packs(100))
def test_trapped_profiles_are_those_of_the_simulation(pack: random_packs.Data) -> None:
    """Of each outcome, by following every move from every profile."""
    compiled = CompiledRules.of(toy.loaded(pack))
    advised = [(profile, naive.advise(pack, profile)) for profile in exhaustive.admissible(pack)]
    expected = course_checks.course_in_a_circle(course_checks.Courses(pack, advised))

    for outcome, _ in compiled.knowledge.outcomes:
        trapped = Circles(compiled, outcome).trapped & compiled.domain
        assert compiled.space.count(trapped) == len(expected.get((outcome,), None) or [])

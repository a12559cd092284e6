"""The course of a plan: by chaining and by diagrams that of the naive simulation."""

from dataclasses import replace
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exitwise.diagram.compiled_rules import CompiledRules
from exitwise.diagram.evaluation import conclude_advice
from exitwise.forward.chain import ForwardChainer
from exitwise.model.conclusion import UNTRACED
from exitwise.model.course import Course, State, meetings, states_under_all_ends, walk
from exitwise.model.profile import complete
from support.oracles import course, naive
from support.packs import random_packs, toy
from support.running.examples import examples

FACTS = """
  facts:
    - {id: refund, question: Q?, kind: choice, unknown: true,
       values: {wanted: W, waiting: A, paid: P, refused: R}}
    - {id: letter, question: Q?, kind: choice, unknown: true, values: {sent: S, none: N}}
  constraints:
    - {id: no-letter, when: {refund: paid, letter: sent}, because: So.}
"""
RULES = """
  - {id: default, recommend: stay, because: So.}
  - {id: lost, recommend: leave, when: {refund: refused}, because: So., overrides: default}
"""
ASK = """
- {id: ask, title: T, how: H, phase: before, when: {refund: wanted}, because: So., done: {refund: waiting}}"""
AWAIT = "- {id: await, title: T, hold: true, until: U, when: {refund: waiting}, because: So., ends: %s}"
WRITE = """
- {id: write, title: T, how: H, phase: before, when: {refund: unknown}, because: So., done: {letter: sent}}"""
LOOK = "- {id: look, title: T, how: H, phase: before, when: {letter: none}, because: So.}"


def walked(plan: str, ends: str, **answers: str) -> Course:
    """Return the course of a case."""
    base = toy.base(facts=FACTS, recommendations=RULES, plan=plan, warnings=AWAIT % ends)
    values = complete(base.knowledge.facts, answers).values
    conclude = partial(conclude_advice, base.compiled)
    return walk(base.knowledge, conclude, values, conclude(values))


@pytest.mark.parametrize(
    ("plan", "ends", "answers", "moves", "stop"),
    [
        (ASK, "{refund: paid}", {"refund": "wanted"}, ["ask", "await"], "ready"),
        (
            f"{ASK}\n{LOOK}",
            "{refund: paid}",
            {"refund": "wanted", "letter": "none"},
            ["ask", "look", "await"],
            "ready",
        ),
        (ASK, "{known: letter}", {"refund": "wanted"}, ["ask"], "answer"),
        (ASK, "{known: letter}", {"refund": "wanted", "letter": "none"}, ["ask"], "hold"),
        (ASK, "{refund: refused}", {"refund": "waiting"}, ["await"], "change"),
        (ASK, "{refund: paid}", {"refund": "waiting", "letter": "sent"}, ["await"], "inadmissible"),
        (ASK, "{refund: wanted}", {"refund": "waiting"}, ["await", "ask"], "circle"),
        (ASK, "{refund: paid}", {"refund": "paid"}, [], "ready"),
    ],
)
def test_course_ends(plan: str, ends: str, answers: dict[str, str], moves: list[str], stop: str) -> None:
    """Where nothing is left to do, or with the move that leads elsewhere."""
    found = walked(plan, ends, **answers)

    assert ([move.name for move in found.moves], found.stop) == (moves, stop)
    assert found.changes_to == ("leave" if stop == "change" else None)
    assert found.answer == (("letter",) if stop == "answer" else ())


def test_meetings_follow_other_ends() -> None:
    """The nearest state in which a hold stands that the usual end avoids."""
    plan = ASK + WRITE
    holds = (
        (AWAIT % "[{refund: paid}, {refund: unknown}]")
        + """
- {id: answer, title: T, hold: true, until: U, when: {letter: sent}, because: So., ends: {letter: none}}
"""
    )
    base = toy.base(facts=FACTS, plan=plan, warnings=holds)
    values = complete(base.knowledge.facts, {"refund": "wanted"}).values
    conclude = partial(conclude_advice, base.compiled)
    start = State(values, conclude(values))

    found = meetings(base.knowledge, conclude, start, ["answer"])

    assert {name: state.after for name, state in found.items()} == {"answer": "write"}


@settings(max_examples=examples(30))
@given(st.data())
def test_chaining_and_diagrams_walk_as_the_simulation(data: st.DataObject) -> None:
    """Moves, states and end; and all states under every end of every hold."""
    pack = data.draw(random_packs.packs())
    knowledge = toy.loaded(pack)
    chaining, compiled = ForwardChainer(knowledge), CompiledRules.of(knowledge)

    def by_chaining(values: random_packs.Data) -> object:
        return replace(chaining.conclude(values), trace=UNTRACED)

    for _ in range(3):
        profile = data.draw(random_packs.profiles(pack))
        if naive.violated(pack, profile):
            continue
        values, expected = complete(knowledge.facts, profile).values, course.simulate(pack, profile)
        for conclude in (by_chaining, partial(conclude_advice, compiled)):
            found = walk(knowledge, conclude, values, conclude(values))  # type: ignore[arg-type]
            assert [state.values for state in found.states] == [each.facts for each in expected.moments]
            assert [(move.state, move.name) for move in found.moves] == [
                (number, move.get("step", move.get("hold"))) for number, move in expected.moves
            ]
            assert (found.stop, list(found.answer)) == (expected.ends, expected.answer)
            assert found.changes_to == expected.changes_to
        start = State(values, conclude_advice(compiled, values))
        if start.conclusions.recommendation is not None:
            states = states_under_all_ends(knowledge, partial(conclude_advice, compiled), start)
            assert {hold for state in states for hold in state.conclusions.warnings} >= course.met(
                pack, profile
            )

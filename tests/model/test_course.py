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
from exitwise.model.course import Course, Effects, State, meetings, states_under_all_ends, walk
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
    return walk(base.knowledge, Effects(conclude), State(values, conclude(values)))


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

    found = meetings(base.knowledge, Effects(conclude), start, ["answer"])

    assert {name: state.after for name, state in found.items()} == {"answer": "write"}


@settings(max_examples=examples(30))
@given(st.data())
def test_chaining_and_diagrams_walk_as_the_simulation(data: st.DataObject) -> None:
    """Moves, states and end; and all states under every end of every hold."""
    pack = data.draw(random_packs.mixed_packs())
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
            found = walk(knowledge, Effects(conclude), State(values, conclude(values)))  # type: ignore[arg-type]
            assert [state.values for state in found.states] == [
                complete(knowledge.facts, each.facts).values for each in expected.moments
            ]
            assert [(move.state, move.name) for move in found.moves] == [
                (number, move.get("step", move.get("hold"))) for number, move in expected.moves
            ]
            assert (found.stop, list(found.answer)) == (expected.ends, expected.answer)
            assert found.changes_to == expected.changes_to
        start = State(values, conclude_advice(compiled, values))
        if start.conclusions.recommendation is not None:
            effects = Effects(partial(conclude_advice, compiled))
            states = states_under_all_ends(knowledge, effects, start)
            assert {hold for state in states for hold in state.conclusions.warnings} >= course.met(
                pack, profile
            )


# Derived values

DOOR = """
  facts:
    - {id: door, question: Q?, kind: choice, values: {open: O, ajar: A, shut: S}}
    - {id: lock, question: Q?, kind: choice, values: {on: "On", off: "Off"}}
  constraints:
    - {id: no-open-lock, when: {door: open, lock: on}, because: So.}
    - {id: snaps-shut, when: {door: shut, lock: off}, because: So.}
"""
SHUT = """
  - {id: shut, title: T, how: "{lock}", phase: before, when: {door: open}, because: So., done: {door: %s}}
  - {id: pull, title: T, how: "{lock}", phase: before, when: {lock: on}, because: So.}
  - {id: go, title: T, how: H, phase: act, because: So.}
"""
KEY = """
  - {id: key, title: T, hold: true, until: U, when: {lock: on}, because: So., ends: {door: ajar, lock: off}}
"""


def test_implied_value_is_worked_out_anew_after_a_deed() -> None:
    """An open door is not locked, and one that is shut is: what follows from the deed is in the plan."""
    advice = toy.base(facts=DOOR, plan=SHUT % "shut", warnings=KEY).advise({"door": "open"})

    assert {name: own.value for name, own in advice.implied.items()} == {"lock": "off"}
    assert [(step.id, step.how, step.comes_after) for step in advice.steps] == [
        ("shut", "Off", None),
        ("pull", "On", "shut"),
        ("go", "H", None),
    ]
    assert [(wait.hold, wait.begins_after) for wait in advice.waits] == [("key", "shut")]
    assert advice.way_to_ready == (
        {"step": "shut"},
        {"step": "pull"},
        {"hold": "key", "end": {"door": "ajar", "lock": "off"}},
    )


def test_answer_is_not_worked_out_anew() -> None:
    """Where it was given that the lock is off, the deed cannot be: that is a defect of the pack."""
    advice = toy.base(facts=DOOR, plan=SHUT % "shut", warnings=KEY).advise({"door": "open", "lock": "off"})

    assert [step.id for step in advice.steps] == ["shut", "go"]
    assert advice.way_to_ready is None


def test_implied_value_stays_where_nothing_speaks_against_it() -> None:
    """A door that is ajar may be locked; that it was not locked before is known."""
    advice = toy.base(facts=DOOR, plan=SHUT % "ajar", warnings=KEY).advise({"door": "open"})

    assert [step.id for step in advice.steps] == ["shut", "go"]
    assert (advice.waits, advice.way_to_ready) == ((), ({"step": "shut"},))

"""The timetable of a course: its waits, found in two ways, and those of the naive simulation."""

from functools import partial

from hypothesis import given, settings
from hypothesis import strategies as st

from exitwise.advise.timetable import Timetable
from exitwise.diagram.compiled_rules import CompiledRules
from exitwise.diagram.evaluation import conclude_advice
from exitwise.model.course import Course, Effects, Stop
from exitwise.model.profile import complete
from exitwise.model.scenario import WayMove
from support.oracles import course, naive
from support.packs import random_packs, toy
from support.running.examples import examples

PLAN = """
  - {id: knock, title: T, how: H, phase: before, when: {door: no}, because: So., done: {door: yes}}
  - {id: enter, title: T, how: H, phase: act, when: {door: yes}, because: So.}
"""
WARNINGS = """
  - {id: shut, title: T, hold: true, until: U, when: {door: no}, because: So., ends: {door: yes}}
"""


def timetable(compiled: CompiledRules, profile: naive.Profile, *, explore: bool) -> Timetable:
    """Return the timetable of an admissible profile."""
    whole = complete(compiled.knowledge.facts, profile)
    return Timetable.of(compiled, whole, conclude_advice(compiled, whole.values), explore=explore)


@settings(max_examples=examples(60))
@given(st.data())
def test_waits_are_the_same_looked_up_and_explored(data: st.DataObject) -> None:
    """Both find the holds of the simulation, in the same order and at the same moments."""
    pack = data.draw(random_packs.mixed_packs())
    compiled = CompiledRules.of(toy.loaded(pack))

    for _ in range(6):
        profile = data.draw(random_packs.profiles(pack))
        if naive.violated(pack, profile):
            continue
        explored, looked_up = (timetable(compiled, profile, explore=way) for way in (True, False))

        def waits(own: Timetable) -> list[tuple[str, str | None]]:
            return [(name, state.after) for name, state in own.waits]

        assert waits(explored) == waits(looked_up)
        assert {name for name, _ in explored.waits} == course.met(pack, profile)
        assert len([*explored.all_states()]) == len(course.states(pack, profile))


def test_steps_and_waits_have_the_states_that_bring_them_up() -> None:
    """The door is shut now; once somebody has knocked, entering is in the plan."""
    compiled = CompiledRules.of(toy.knowledge(plan=PLAN, warnings=WARNINGS))

    own = timetable(compiled, {"place": "here", "door": "no"}, explore=True)

    assert [(name, state.after) for name, state in own.steps] == [("knock", None), ("enter", "knock")]
    assert [(name, state.after) for name, state in own.waits] == [("shut", None)]


def test_a_way_leads_to_ready_or_to_an_answer_only() -> None:
    """Whatever else stops a course, there is none."""
    stops: list[Stop] = ["hold", "change", "inadmissible", "circle"]

    assert [way(Course([], stop=stop)) for stop in stops] == [None] * 4
    assert way(Course([])) == ()
    assert way(Course([], stop="answer", answer=("a", "b"))) == (WayMove("answer", ("a", "b")),)


def way(own: Course) -> tuple[WayMove, ...] | None:
    """Return the way to ready of a course."""
    knowledge = toy.knowledge()
    effects = Effects(partial(conclude_advice, CompiledRules.of(knowledge)))
    return Timetable(knowledge, own, (), effects).way_to_ready

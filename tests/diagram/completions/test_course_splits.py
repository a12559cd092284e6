"""The course of all completions at once: it differs where a simulation of each says so."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exitwise.diagram.compiled_rules import CompiledRules
from exitwise.diagram.completions.partial_profile import Completions
from exitwise.errors import ProfileError
from exitwise.model.profile import parse_answers
from support.oracles import exhaustive, questionnaire
from support.oracles.missing import Case
from support.packs import random_packs, toy
from support.running.examples import examples

FACTS = """
  facts:
    - {id: key, question: Who has the key?, kind: choice, unknown: true, values: {lost: L, asked: A, here: H}}
    - {id: door, question: Which door?, kind: choice, values: {front: F, back: B}}
    - {id: lamp, question: Is there a lamp?, kind: choice, unknown: true, values: {yes: Y, no: N}}
  constraints:
    - {id: no-back-key, when: {key: here, door: back}, because: "There is no key to the back door."}
"""
ASK = "- {id: ask, title: T, how: H, phase: before, when: {key: lost}, because: So., done: {key: asked}}"
WAIT = "- {id: wait, title: T, hold: true, until: U, when: {key: asked%s}, because: So., ends: %s}"
STEP = "- {id: %s, title: T, how: H, phase: %s, when: {%s}, because: So.%s}"
STAY = "- {id: default, recommend: stay, because: So.}"
LEAVE = "- {id: go, recommend: leave, when: {key: asked, door: back}, because: So., overrides: default}"


@pytest.mark.parametrize(
    ("recommendations", "plan", "warnings"),
    [
        # A step that comes up later.
        (STAY, [ASK, STEP % ("push", "act", "key: asked, door: back", "")], "[]"),
        # One that is urgent later.
        (STAY, [ASK, STEP % ("push", "act", "key: asked", ", urgent: {door: back}")], "[]"),
        # A hold that comes up later: in the course, and only under another than the first end.
        (STAY, [ASK], WAIT % (", door: back", "{lamp: yes}")),
        (
            STAY,
            [ASK],
            f"""
            {WAIT % ("", "[{key: unknown}, {lamp: yes}]")}
            - {{id: dark, title: T, hold: true, until: U, when: {{lamp: yes, door: back}}, because: So.}}
        """,
        ),
        # Another recommendation, and a profile that cannot be.
        (f"{STAY}\n{LEAVE}", [ASK], "[]"),
        (STAY, [ASK], WAIT % ("", "{key: here}")),
        # An earlier state that comes back, or not.
        (
            STAY,
            [ASK, STEP % ("move", "before", "key: asked", ", done: {door: front}")],
            WAIT % ("", "{key: lost}"),
        ),
    ],
)
def test_fact_that_makes_a_difference_later_is_missing(
    recommendations: str, plan: list[str], warnings: str
) -> None:
    """The advice of this moment is the same, and the simulation of each completion differs."""
    texts = {
        "facts": FACTS,
        "recommendations": recommendations,
        "plan": "\n".join(plan),
        "warnings": warnings,
    }
    case = Case(toy.raw(**texts), {"key": "lost", "lamp": "no"})

    assert case.is_settled_now
    assert not case.is_settled
    with pytest.raises(ProfileError) as raised:
        toy.base(**texts).advise(case.stated)
    assert [diagnostic.pointer for diagnostic in raised.value.diagnostics] == ["/door"]
    assert toy.base(**texts).advise({**case.stated, "door": "front"}).recommendation == "stay"


def test_fact_that_makes_no_difference_later_is_not_missing() -> None:
    """The deed settles the step, whichever door it is."""
    advice = toy.base(facts=FACTS, recommendations=STAY, plan=ASK).advise({"key": "lost"})

    assert (advice.not_needed, advice.steps[0].id) == (("door", "lamp"), "ask")


@settings(max_examples=examples(80))
@given(st.data())
def test_completions_are_settled_as_their_simulation_says(data: st.DataObject) -> None:
    """Now and later, on any profile of a random pack."""
    pack = data.draw(questionnaire.linked_packs(exhaustive.FEW, every_kind=data.draw(st.booleans())))
    case = Case(pack, data.draw(random_packs.partial_profiles(pack)))
    knowledge = toy.loaded(pack)
    completions = Completions(CompiledRules.of(knowledge), parse_answers(knowledge.facts, case.known))

    assert (completions.is_possible and completions.is_settled) == case.is_settled

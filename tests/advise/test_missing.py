"""Missing answers: accepted where they make no difference, refused where they do, as enumeration says."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exitwise.errors import ProfileError
from exitwise.forward.chain import ForwardChainer
from exitwise.knowledge_base import KnowledgeBase
from exitwise.model.profile import complete
from support.oracles import exhaustive, questionnaire
from support.oracles.missing import Case
from support.packs import random_packs, toy
from support.packs.waiting_packs import waiting_packs
from support.running.examples import examples
from support.running.missing import check_advice

FACTS = """
  facts:
    - {id: height, question: How high?, kind: choice, values: {low: Low, high: High}}
    - {id: lease, question: Whose is it?, kind: choice, values: {own: Mine, let: Let}}
    - {id: cellar, question: Is there a cellar?, kind: choice, unknown: true, values: {yes: Yes, no: No}}
    - {id: floors, question: How many floors?, kind: integer, minimum: 1, maximum: 9}
  constraints:
    - {id: one-floor, when: {height: low, floors: {not: 1}}, because: A low building has one floor.}
"""
RECOMMENDATIONS = """
  - {id: low, recommend: stay, when: {height: low}, because: It is low.}
  - {id: own, recommend: stay, when: {height: high, lease: own}, because: "It is yours ({lease})."}
  - {id: let, recommend: leave, when: {height: high, lease: let}, because: It is let.}
"""
DAY = date(2026, 11, 30)


def base() -> KnowledgeBase:
    """Return the pack of a building, whose lease matters only if it is high."""
    return toy.base(facts=FACTS, recommendations=RECOMMENDATIONS)


def test_missing_answer_that_makes_no_difference_is_accepted() -> None:
    """The one value that a constraint leaves is implied, and the lease is not needed."""
    advice = base().advise({"height": "low"}, as_of=DAY).as_dict()

    assert advice["recommendation"] == "stay"
    assert advice["implied"] == {"floors": {"value": 1, "by": ["one-floor"]}}
    assert (advice["assumed"], advice["not_needed"]) == ([], ["lease", "cellar"])
    assert advice["decisive"] == {"height": "low"}
    assert advice["would_change"] == [
        {"change": {"height": "high", "lease": "let"}, "recommendation": "leave", "wish": False}
    ]


def test_missing_answer_that_makes_a_difference_is_named() -> None:
    """Only the facts that matter are named, with the question as help; null is absent."""
    with pytest.raises(ProfileError) as raised:
        base().advise({"height": "high", "floors": None})

    (diagnostic,) = raised.value.diagnostics
    assert (diagnostic.pointer, diagnostic.cause, diagnostic.help) == (
        "/lease",
        "missing-fact",
        "Whose is it?",
    )
    assert diagnostic.message == "`lease` is missing and can change the advice, expected one of `own`, `let`"


def test_next_question_is_named_first() -> None:
    """The facts are in the order of the questionnaire, not in that of their names."""
    with pytest.raises(ProfileError) as raised:
        base().advise({})

    assert [diagnostic.pointer for diagnostic in raised.value.diagnostics] == ["/height", "/lease"]


def test_contradiction_is_reported_before_missing_answers() -> None:
    """An answer that no completion has is a contradiction, whatever is missing."""
    with pytest.raises(ProfileError) as raised:
        base().advise({"height": "low", "floors": 2})

    assert [diagnostic.cause for diagnostic in raised.value.diagnostics] == ["contradiction"]
    assert raised.value.constraints == ("one-floor",)


JOINT = """
  facts:
    - {id: day, question: Which day?, kind: choice, values: {sunday: Sunday, monday: Monday}}
    - {id: shop, question: Which shop?, kind: choice, values: {baker: Baker, smith: Smith}}
  constraints:
    - {id: baker-rests, when: {day: sunday, shop: baker}, because: The baker rests.}
    - {id: smith-rests, when: {day: sunday, shop: smith}, because: The smith rests.}
"""


def test_constraints_that_conflict_together_are_named_together() -> None:
    """No constraint alone excludes the answer, but together they leave no answer to the missing fact."""
    with pytest.raises(ProfileError) as raised:
        toy.base(facts=JOINT).advise({"day": "sunday"})

    (diagnostic,) = raised.value.diagnostics
    assert (diagnostic.pointer, diagnostic.cause) == ("/day", "contradiction")
    assert diagnostic.message == "`day` = `sunday` rules out every other answer (baker-rests, smith-rests)"
    assert diagnostic.help == "The baker rests. The smith rests."
    assert raised.value.constraints == ("baker-rests", "smith-rests")


EITHER = """
  - {id: low, recommend: stay, when: {lease: own, cellar: no}, because: "Yours ({lease})."}
  - {id: let, recommend: stay, when: {lease: let, cellar: no}, because: Let.}
  - {id: wet, recommend: leave, when: {cellar: {not: no}}, because: Wet.}
"""


def test_rules_that_stand_in_for_each_other_are_reasons_together() -> None:
    """Each completion has another rule; neither has a premise, or a text, on the missing answer."""
    advice = toy.base(facts=FACTS, recommendations=EITHER).advise({"cellar": "no"})

    assert [(reason.rule, reason.either, reason.premises) for reason in advice.reasons] == [
        ("low", True, ("cellar=no",)),
        ("let", True, ("cellar=no",)),
    ]
    assert advice.reasons[0].because == "Yours ([not known])."


PLAN = """
  - {id: knock, title: "Knock ({lease})", how: So., phase: before, because: So., by: {fact: left}}
"""
WARNINGS = """
  - {id: wait, title: "Wait ({lease})", hold: true, until: "Until {left}.", because: So.}
"""
WITH_DAYS = FACTS.replace(
    "  constraints:", "    - {id: left, question: Q?, kind: integer, minimum: 0, ages: -1}\n  constraints:"
)


def test_plan_shows_no_value_that_nobody_has_given() -> None:
    """Texts of steps and holds say that a missing answer is not known, and its day is not known either."""
    packed = toy.base(facts=WITH_DAYS, recommendations=RECOMMENDATIONS, plan=PLAN, warnings=WARNINGS)

    advice = packed.advise({"height": "low"}, as_of=DAY)

    assert [(step.title, step.by) for step in advice.steps] == [("Knock ([not known])", None)]
    (wait,) = advice.waits
    assert (wait.title, wait.until) == ("Wait ([not known])", "Until [not known].")


@st.composite
def cases(draw: st.DrawFn, *, every_kind: bool = False) -> tuple[random_packs.Data, random_packs.Data]:
    """Draw a small pack, and a profile that may state no answer to any fact."""
    few = exhaustive.FEW
    packs = questionnaire.linked_packs(few, every_kind=every_kind)
    pack = draw(packs | waiting_packs(few, every_kind=every_kind))
    return pack, draw(random_packs.partial_profiles(pack))


@settings(max_examples=examples(150))
@given(cases())
def test_advice_on_missing_answers_agrees_with_enumeration(
    case: tuple[random_packs.Data, random_packs.Data],
) -> None:
    """Acceptance, conclusions, reasons, implied values and relevance are those of all completions."""
    check_advice(*case)


@settings(max_examples=examples(150))
@given(cases(every_kind=True))
def test_advice_on_missing_answers_of_every_kind_agrees_with_enumeration(
    case: tuple[random_packs.Data, random_packs.Data],
) -> None:
    """Lists, decimals and dates may be missing, implied and decisive too."""
    check_advice(*case)


@settings(max_examples=examples(60))
@given(cases(every_kind=True))
def test_chaining_on_the_first_completion_gives_the_shared_reasons(
    case: tuple[random_packs.Data, random_packs.Data],
) -> None:
    """The rules of the reasons that stand alone are in the trace of the first completion."""
    pack, stated = case
    knowledge_base = KnowledgeBase(toy.loaded(pack))
    try:
        advice = knowledge_base.advise(stated)
    except ProfileError:
        return
    first = complete(knowledge_base.knowledge.facts, Case(pack, stated).completions[0]).values
    fired = ForwardChainer(knowledge_base.knowledge).conclude(first).trace.fired

    assert {reason.rule for reason in advice.reasons if not reason.either} <= set(fired)

"""Missing answers: accepted where they make no difference, refused where they do, as enumeration says."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exitwise.errors import ProfileError
from exitwise.forward.chain import ForwardChainer
from exitwise.knowledge_base import KnowledgeBase
from exitwise.model.profile import complete
from support.oracles import exhaustive, naive, questionnaire
from support.oracles.missing import Case
from support.packs import random_packs, toy
from support.packs.waiting_packs import waiting_packs
from support.running.examples import examples

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
    assert advice.reasons[0].because == "Yours (not known)."


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

    assert [(step.title, step.by) for step in advice.steps] == [("Knock (not known)", None)]
    assert [(wait.title, wait.until) for wait in advice.waits] == [("Wait (not known)", "Until not known.")]


def check(pack: random_packs.Data, stated: random_packs.Data) -> None:
    """Compare the advice on a profile, or its refusal, with the reference."""
    knowledge_base, case = KnowledgeBase(toy.loaded(pack)), Case(pack, stated)
    try:
        advice = knowledge_base.advise(stated, as_of=DAY)
    except ProfileError as error:
        causes = {diagnostic.cause for diagnostic in error.diagnostics}
        assert causes == ({"missing-fact"} if case.completions else {"contradiction"})
        assert not case.is_settled
        if case.completions:
            needed = [diagnostic.pointer[1:] for diagnostic in error.diagnostics]
            reference = questionnaire.ReferenceInterview(pack)
            known = {
                name: next(group[0] for group in reference.groups[name] if value in group)
                for name, value in case.completions[0].items()
                if name not in case.missing
            }
            assert needed[0] == reference.question(known)
            assert set(needed) <= set(case.missing)
        return
    assert case.is_settled
    result, plain = case.results[0], advice.as_dict()
    assert (advice.recommendation, advice.readiness) == (result.recommendation, result.readiness)
    check_present(
        plain, result, {step["id"] for step in pack.get("plan.yaml", []) if step["phase"] == "before"}
    )
    assert {reason.rule: reason.either for reason in advice.reasons} == case.reasons()
    implied = {name: own["value"] for name, own in plain["implied"].items()}
    assert case.read(implied, DAY) == case.implied()
    check_relevance(case, plain)
    free = [name for name in case.missing if name not in advice.implied]
    assert not any(
        f"{name}=" in premise for name in free for reason in advice.reasons for premise in reason.premises
    )
    check_decisive(case, plain)


def check_present(plain: random_packs.Data, result: naive.Result, before: set[str]) -> None:
    """The preparation that is due now, the holds that stand and the warnings are those of all completions."""
    now = [step["id"] for step in plain["steps"] if step["phase"] == "before" and step["comes_after"] is None]
    holds = [wait["hold"] for wait in plain["waits"] if wait["begins_after"] is None]
    warnings = [warning["id"] for warning in plain["warnings"] if warning["comes_after"] is None]
    due = [name for name in result.steps if name in before]
    assert now == due[: len(now)]
    assert now == due or any(step["changes_to"] for step in plain["steps"])  # nothing is listed after it
    assert holds == list(result.holds)
    assert warnings == [name for name in result.warnings if name not in result.holds]


def check_relevance(case: Case, plain: random_packs.Data) -> None:
    """Each absent fact is implied, assumed or not needed, and none that matters is not needed."""
    absent = [*plain["implied"], *plain["not_needed"], *(set(plain["assumed"]) & set(case.absent))]
    assert sorted(absent) == sorted(case.absent)
    assert case.mattering() <= set(plain["assumed"])
    linked = {name for rule in case.constraints for name in questionnaire.facts_of(rule["when"])}
    assert set(plain["assumed"]) <= case.mattering() | linked


def check_decisive(case: Case, plain: random_packs.Data) -> None:
    """The decisive answers suffice, with the decisive absent ones unknown, and are given or implied."""
    own = case.read(plain["decisive"], DAY)
    decisive = own | dict.fromkeys(plain["decisive_absent"], "unknown")
    known = {**case.read(case.stated, DAY), **case.implied()}
    outcomes = {
        naive_result.recommendation
        for profile, naive_result in case.everybody
        if all(case.same_group(name, profile[name], value) for name, value in decisive.items())
    }
    assert outcomes == {plain["recommendation"]}
    assert all(known[name] == value for name, value in own.items())
    assert set(plain["decisive_absent"]) <= set(case.absent)


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
    check(*case)


@settings(max_examples=examples(150))
@given(cases(every_kind=True))
def test_advice_on_missing_answers_of_every_kind_agrees_with_enumeration(
    case: tuple[random_packs.Data, random_packs.Data],
) -> None:
    """Lists, decimals and dates may be missing, implied and decisive too."""
    check(*case)


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

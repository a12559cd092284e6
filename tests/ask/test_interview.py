"""The interview: the next question, the bounds, implied values, going back and changing answers."""

from dataclasses import FrozenInstanceError, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exitwise.ask.interview import Interview
from exitwise.diagram.compiled_rules import CompiledRules
from exitwise.diagram.completions.scope import Scope
from exitwise.forward.chain import ForwardChainer
from exitwise.model.conclusion import Conclusions
from exitwise.model.profile import complete
from support.oracles import exhaustive, questionnaire
from support.oracles.missing import Case
from support.oracles.questionnaire import ReferenceInterview
from support.packs import moving, random_packs, shipped, toy
from support.packs.waiting_packs import mixed_packs
from support.running.examples import examples
from support.running.interviews import answer_from, answers_in, start, value_in, walk_all
from support.running.stated import all_stated

SCOPES = st.sampled_from(Scope)
ADVISED = st.sampled_from([Scope.USUAL, Scope.FULL])


# Every interview about a small pack


@settings(max_examples=examples(25))
@given(mixed_packs(100), SCOPES)
def test_interviews_agree_with_the_reference(pack: random_packs.Data, scope: Scope) -> None:
    """Questions, options and implied values agree in every state, and so do the bounds."""
    walk_all(pack, scope)


@pytest.mark.slow
@settings(max_examples=examples(60))
@given(mixed_packs(160), SCOPES)
def test_interviews_about_many_packs_agree_with_the_reference(pack: random_packs.Data, scope: Scope) -> None:
    """The same holds for many more packs, and larger ones."""
    walk_all(pack, scope)


# The advice at the end


@settings(max_examples=examples(10))
@given(questionnaire.mixed_packs(exhaustive.FEW), ADVISED, st.data())
def test_interview_gets_the_advice_of_the_complete_profile(
    pack: random_packs.Data, scope: Scope, data: st.DataObject
) -> None:
    """The forward chainer gives an interview's profile the advice of the complete profile."""
    here, reference = start(pack, scope)
    knowledge = here.compiled.knowledge
    chaining = ForwardChainer(knowledge)

    for _ in range(3):
        representative = data.draw(st.sampled_from(exhaustive.admissible(pack)))
        groups = (
            next(group for group in reference.groups[name] if group[0] == representative[name])
            for name in representative
        )
        drawn = {
            name: data.draw(st.sampled_from(group))
            for name, group in zip(representative, groups, strict=True)
        }
        profile = complete(knowledge.facts, drawn).values
        answered = all_stated(knowledge.fact, answer_from(here, profile).profile)
        first = Case(pack, answered).completions[0]
        conclusions = chaining.conclude(complete(knowledge.facts, first).values)
        own = chaining.conclude(profile)

        assert not conclusions.refused
        assert advice_in(conclusions, here) == advice_in(own, here)


def advice_in(conclusions: Conclusions, here: Interview) -> tuple[object, ...]:
    """Return the advice among conclusions, as far as an interview settles it."""
    counted = {rule.id for rule in here.undecided.rules}
    warnings = [name for name in conclusions.warnings if name in counted]
    return conclusions.recommendation, conclusions.readiness, conclusions.steps, warnings


def check_shipped(seed: int, scope: Scope) -> None:
    """Compare the advice after an interview with the chainer's advice on the complete profile."""
    profile = shipped.admissible(seed)
    here = answer_from(Interview(shipped.base().compiled, scope=scope), profile)
    advice = shipped.base().advise(here.profile)
    own = shipped.chaining().conclude(profile)
    partly = complete(shipped.base().knowledge.facts, here.profile)
    found = shipped.chaining().conclude(shipped.base().completed(partly)[0].values)

    assert len(here.answers) < len(profile)
    assert {name: profile[name] for name in here.profile} == here.profile
    assert (advice.recommendation, advice.readiness) == (own.recommendation, own.readiness)
    assert advice_in(found, here) == advice_in(own, here)


@pytest.mark.parametrize("scope", [Scope.USUAL, Scope.FULL], ids=["usual", "full"])
@pytest.mark.parametrize("seed", range(6))
def test_shipped_interview_gets_the_advice_of_the_complete_profile(seed: int, scope: Scope) -> None:
    """A few answers lead to the same advice as all of them."""
    check_shipped(seed, scope)


@pytest.mark.slow
@pytest.mark.parametrize("chunk", range(4))
def test_hundred_shipped_interviews_get_the_advice_of_the_complete_profile(chunk: int) -> None:
    """The same holds for a hundred fixed profiles, in each scope for half of them."""
    for seed in range(1000 + chunk * 25, 1025 + chunk * 25):
        check_shipped(seed, (Scope.USUAL, Scope.FULL)[seed % 2])


@pytest.mark.parametrize("seed", range(3))
def test_bounds_hold_at_every_question_of_the_shipped_pack(seed: int) -> None:
    """The number of questions left is within the bounds, and the upper one falls with every answer."""
    profile = shipped.admissible(seed)
    here = Interview(shipped.base().compiled)
    total = len(answer_from(here, profile).answers)
    most = here.max_remaining + 1

    for asked in range(total):
        assert here.question is not None
        assert 1 <= here.min_remaining <= total - asked <= here.max_remaining < most
        assert here.askable[0] == here.question.id
        most = here.max_remaining
        here = here.with_answer(here.question.id, profile[here.question.id])
    assert (here.min_remaining, here.max_remaining, here.askable) == (0, 0, ())


# Packs by hand, each for one possible defect

ONE = "{id: one, question: Q?, kind: choice, values: {yes: Y, no: N}}"
OTHER = "{id: other, question: Q?, kind: choice, values: {yes: Y, no: N}}"
COUNT = "{id: count, question: Q?, kind: integer, minimum: 0}"
MAYBE = "{id: maybe, question: Q?, kind: integer, minimum: 0, unknown: true}"
ALIKE = (
    "{when: {one: yes, other: no}, because: So., id: a}, {when: {one: no, other: yes}, because: So., id: b}"
)
RULES = """
  - {id: s, recommend: stay, because: So.}
  - {id: l, recommend: leave, overrides: s, because: So., when: %s}
"""


@pytest.mark.parametrize(
    ("facts", "constraints", "when", "asked", "bounds"),
    [
        ([COUNT], "", "{count: {at_least: 0}}", [], (0, 0)),
        ([ONE, OTHER], ALIKE, "{one: yes}", ["one"], (1, 1)),
        ([ONE, OTHER], ALIKE, "{one: yes, other: yes}", ["one"], (1, 2)),
        ([ONE, OTHER], "", "{other: yes}", ["other"], (1, 1)),
        ([ONE, OTHER], "", "{one: yes, other: yes}", ["one", "other"], (1, 2)),
        ([MAYBE], "", "{maybe: {at_least: 0}}", ["maybe"], (1, 1)),
        (
            [MAYBE],
            "{id: a, when: {maybe: unknown}, because: So.}",
            "{maybe: {at_least: 0}}",
            ["maybe"],
            (1, 1),
        ),
        (
            [ONE, MAYBE],
            "{id: a, when: {one: yes, maybe: unknown}, because: So.}",
            "{one: yes}",
            ["one", "maybe"],
            (1, 2),
        ),
    ],
)
def test_facts_are_asked_where_they_matter_and_implied_ones_are_not(
    facts: list[str], constraints: str, when: str, asked: list[str], bounds: tuple[int, int]
) -> None:
    """A fact that cannot be unknown is asked for only where it matters, or if it may not stay unknown."""
    files = {"facts": f"{{facts: [{', '.join(facts)}], constraints: [{constraints}]}}"}
    if not constraints:
        files = {"facts": f"{{facts: [{', '.join(facts)}]}}"}
    knowledge = toy.knowledge(**files, recommendations=RULES % when)
    here = Interview(CompiledRules.of(knowledge))
    profile: dict[str, str | int] = {"one": "yes", "other": "yes", "count": 7, "maybe": 7}

    assert (here.min_remaining, here.max_remaining) == bounds
    end = answer_from(here, profile)
    assert list(end.answers) == asked
    assert toy.base(**files, recommendations=RULES % when).advise(end.profile).recommendation is not None


LATER = {
    "facts": "facts: ["
    "{id: refund, question: Q?, kind: choice, values: {wanted: W, asked: A, paid: P}}, "
    "{id: bank, question: Q?, kind: choice, values: {quick: F, slow: S}}, "
    "{id: country, question: Q?, kind: choice, unknown: true, values: {here: H, abroad: A}}]",
    "recommendations": "[{id: s, recommend: stay, because: So.}]",
    "plan": "[{id: ask, title: T, how: H, phase: before, because: So., when: {refund: wanted},"
    " done: {refund: asked}}]",
    "warnings": "[{id: wait, title: T, severity: info, hold: true, until: U, ends: {refund: paid},"
    " because: So., when: {refund: asked, any: [{bank: slow}, {country: abroad}]}}]",
}


@pytest.mark.parametrize(("refund", "asked"), [("wanted", ["refund", "bank"]), ("paid", ["refund"])])
def test_a_fact_is_asked_if_there_is_no_advice_without_it(refund: str, asked: list[str]) -> None:
    """Only what has to be awaited later depends on the bank; on the country too, which may be unknown."""
    here = Interview(CompiledRules.of(toy.knowledge(**LATER)))

    end = answer_from(here, {"refund": refund, "bank": "quick", "country": "abroad"})

    assert list(end.answers) == asked
    assert here.max_remaining == 3
    assert toy.base(**LATER).advise(end.profile).recommendation == "stay"


# Back, and changes


@st.composite
def partial_interviews(draw: st.DrawFn) -> tuple[Interview, ReferenceInterview, list[Interview]]:
    """Draw an interview after some answers, with its reference and all states before it."""
    packs = mixed_packs(100)
    here, reference = start(draw(packs), draw(SCOPES))
    way = [here]
    for _ in range(draw(st.integers(0, 6))):
        if here.question is None:
            break
        group = draw(st.sampled_from(reference.options(answers_in(here), here.question.id)))
        here = here.with_answer(here.question.id, value_in(here, here.question.id, group[0]))
        way.append(here)
    return here, reference, way


@settings(max_examples=examples(15))
@given(partial_interviews())
def test_back_returns_to_the_previous_state(
    talk: tuple[Interview, ReferenceInterview, list[Interview]],
) -> None:
    """Back leads through all earlier states to the first, with each answer offered again."""
    here, _, way = talk
    for before in reversed(way[:-1]):
        last = here.last_asked
        assert last is not None
        after, here = here, here.back()
        assert (here.answers, here.question) == (before.answers, before.question)
        assert after.before(last).answers == before.answers
        assert here.former_answers[last] == after.answers[last]
    assert here.last_asked is None
    assert here.back() is here


@settings(max_examples=examples(25))
@given(partial_interviews(), st.data())
def test_change_keeps_answers_that_fit_and_count(
    talk: tuple[Interview, ReferenceInterview, list[Interview]], data: st.DataObject
) -> None:
    """They keep their order; the others are offered again, and changing back restores the state."""
    here, reference, _ = talk
    if not here.answers:
        return
    here = replace(here, preset=frozenset(data.draw(st.sets(st.sampled_from(list(here.answers))))))
    fact = data.draw(st.sampled_from(list(here.answers)))
    group = data.draw(st.sampled_from(reference.options(answers_in(here.before(fact)), fact)))
    was = state(here)

    changed = here.with_change(fact, value_in(here, fact, group[0]))
    same = here.with_change(fact, here.answers[fact])

    assert list(answers_in(changed).items()) == list(
        reference.with_change(answers_in(here), fact, group[0], preset=here.preset).items()
    )
    dropped = here.dropped_answers(changed)
    assert dropped == {name: value for name, value in here.answers.items() if name not in changed.answers}
    assert changed.former_answers == {**here.former_answers, **dropped}
    assert changed.preset == here.preset - dropped.keys()
    assert state(same) == state(here) == was
    if not dropped:
        assert state(changed.with_change(fact, here.answers[fact])) == was


def state(here: Interview) -> tuple[object, ...]:
    """Return a copy of everything in a state."""
    return list(here.answers.items()), dict(here.former_answers), here.preset, here.question, here.askable


@settings(max_examples=examples(10))
@given(partial_interviews(), st.data())
def test_interview_is_immutable(
    talk: tuple[Interview, ReferenceInterview, list[Interview]], data: st.DataObject
) -> None:
    """Every operation returns another state and leaves the first as it was."""
    here, reference, way = talk
    states = [state(earlier) for earlier in way]
    for earlier in way:
        if earlier.question is not None:
            name = earlier.question.id
            group = data.draw(st.sampled_from(reference.options(answers_in(earlier), name)))
            value = value_in(earlier, name, group[0])
            following = earlier.with_offer(name, value).with_answer(name, value)
            following.back().with_answer(name, value).with_change(name, value)
        for fact in earlier.answers:
            earlier.before(fact)
        earlier.back()
    assert [state(earlier) for earlier in way] == states
    with pytest.raises(FrozenInstanceError):
        here.answers = {}  # type: ignore[misc]  # that it cannot be done is the test


def test_irrelevant_answer_is_kept_but_not_asked_again() -> None:
    """An answer that never mattered came from a file or an option; it stays until it contradicts another."""
    here = Interview(moving.base().compiled, {"goal": "go", "boxes": "no", "notice": 30})

    assert here.last_asked == "boxes"
    assert here.back().answers == {"goal": "go", "notice": 30}
    assert here.with_change("goal", "stay").answers == {"goal": "stay", "notice": 30}

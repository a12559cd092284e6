"""The most informative question: worked out by hand on a small pack, and never a useless one."""

from collections.abc import Mapping

from hypothesis import given, settings

from exitwise.ask.interview import Interview
from exitwise.diagram.compiled_rules import CompiledRules
from exitwise.diagram.completions.lookahead import most_informative
from exitwise.diagram.completions.undecided import Undecided
from exitwise.model.fact import Value
from support.oracles import questionnaire
from support.packs import random_packs, toy
from support.running.examples import examples

FACTS = """
  facts:
    - {id: first, question: Q?, kind: choice, values: {a: A, b: B}}
    - {id: second, question: Q?, kind: choice, values: {a: A, b: B, c: C, d: D}}
    - {id: third, question: Q?, kind: choice, values: {a: A, b: B}}
"""
RULES = """
  - {id: s, recommend: stay, because: So.}
  - {id: l, recommend: leave, overrides: s, because: So., when: {first: a, second: a}}
  - {id: m, recommend: leave, overrides: s, because: So., when: {second: [b, c], third: a}}
"""
COMPILED = CompiledRules.of(toy.knowledge(facts=FACTS, recommendations=RULES))


def best(**answers: Value) -> str | None:
    """Return the most informative fact after some answers."""
    return most_informative(Undecided(COMPILED, answers))


def test_question_that_tells_most_comes_first() -> None:
    """Of the 16 profiles 6 leave: 2 of 4 with `second` a, b or c, and none with d.

    After `second` the entropy is 3/4 bit; after `third` it is (H(5/8) + H(1/8)) / 2, or 0.749 bits; after
    `first` it is (H(4/8) + H(2/8)) / 2, or 0.906 bits. With `third` b only 1 of 8 leaves, and `second` leaves
    1/4 bit, but `first` 0.406 bits.
    """
    assert best() == "third"
    assert best(third="b") == "second"
    assert best(third="a") == "second"
    assert best(second="a") == "first"
    assert best(second="d") is None


def questions(interview: Interview, profile: Mapping[str, Value]) -> int:
    """Return the number of questions that a profile is asked."""
    while interview.question is not None:
        name = interview.question.id
        interview = interview.with_answer(name, profile[name])
    return len(interview.answers)


def test_fewest_questions_on_average() -> None:
    """Over all profiles the lookahead asks no more than the pack's order."""
    profiles = [
        {"first": one, "second": two, "third": three} for one in "ab" for two in "abcd" for three in "ab"
    ]
    in_order = sum(questions(Interview(COMPILED), profile) for profile in profiles)
    looking = sum(questions(Interview(COMPILED, fewest=True), profile) for profile in profiles)

    assert looking <= in_order


@settings(max_examples=examples(20))
@given(questionnaire.mixed_packs(100))
def test_question_can_change_the_recommendation(pack: random_packs.Data) -> None:
    """The lookahead never asks what the recommendation does not depend on."""
    here = Undecided(CompiledRules.of(toy.loaded(pack)), {})
    reference = questionnaire.ReferenceInterview(pack)
    fact = most_informative(here)

    if fact is not None:
        assert reference.depends_on({}, fact, questionnaire.recommendation_only)

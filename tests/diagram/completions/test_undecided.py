"""Undecided advice: the facts on which it depends, checked by enumeration and by the forward chainer."""

from collections.abc import Iterator
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exitwise.ask.interview import Interview
from exitwise.diagram.compiled_rules import CompiledRules
from exitwise.diagram.completions.scope import Scope
from exitwise.diagram.completions.undecided import Undecided
from exitwise.diagram.manager import ProfileSet
from exitwise.model.conclusion import Conclusions
from exitwise.model.fact import Value
from exitwise.model.profile import parse_answers
from support.oracles import naive, questionnaire
from support.oracles.questionnaire import ReferenceInterview
from support.packs import random_packs, shipped, toy
from support.packs.numbered_profiles import NumberedProfiles
from support.running.examples import examples

Values = dict[str, Value]


# Small packs, by enumeration


def check_undecided(pack: random_packs.Data, answers: dict[str, Any], scope: Scope) -> None:
    """Compare every query on some answers with the reference."""
    reference = ReferenceInterview(pack, questionnaire.SCOPES[scope.name.lower()](pack))
    knowledge = toy.loaded(pack)
    here = Undecided(CompiledRules.of(knowledge), parse_answers(knowledge.facts, answers), scope)
    unanswered = reference.unanswered(answers)
    people = reference.completions(answers)

    assert list(here.unanswered_facts) == unanswered
    assert set(here.outcomes) == {result.recommendation for _, result in people}
    assert (not here.recommendation_splits and not here.plan_splits) == reference.is_settled(answers)
    for fact in unanswered:
        assert here.depends_on(fact, here.recommendation_splits) == reference.depends_on(
            answers, fact, questionnaire.recommendation_only
        )
        assert here.depends_on(fact, here.splits) == reference.depends_on(answers, fact, reference.advice)
        assert here.may_depend_on(fact) == reference.may_depend_on(answers, fact)
        assert here.has_choice(fact) == reference.has_choice(answers, fact)
        implied = parse_answers(knowledge.facts, reference.implied(answers))
        assert here.sole_value(fact) == implied.get(fact)
        assert (fact in here.linked) == reference.is_linked(answers, fact)
        if here.is_always_pivotal(fact):
            assert all(
                any(
                    differ_only_in(one, other, fact) and reference.advice(own) != reference.advice(its)
                    for other, its in people
                )
                for one, own in people
            )


def differ_only_in(one: Values, other: Values, fact: str) -> bool:
    """Whether two profiles agree in all facts but one."""
    return all(one[name] == other[name] for name in one if name != fact)


def has_neighbour(reference: ReferenceInterview, answers: dict[str, Any], fact: str, one: Values) -> bool:
    """Whether another completion differs from one in this fact alone, also within the same interval."""
    group = next(group for group in reference.groups[fact] if group[0] == one[fact])
    others = (other for other, _ in reference.completions(answers) if other[fact] != one[fact])
    return len(group) > 1 or any(differ_only_in(one, other, fact) for other in others)


@settings(max_examples=examples(30))
@given(
    questionnaire.interview_packs(100) | questionnaire.interview_packs(100, every_kind=True),
    st.data(),
    st.sampled_from(Scope),
)
def test_undecided_agrees_with_the_reference(
    pack: random_packs.Data, data: st.DataObject, scope: Scope
) -> None:
    """For any answers, each query gives the result of enumerating all profiles."""
    profile = data.draw(st.sampled_from(ReferenceInterview(pack).admissible))[0]
    names = data.draw(st.sets(st.sampled_from(list(profile)), max_size=3))

    check_undecided(pack, {name: profile[name] for name in names}, scope)


def test_contradictory_answers_leave_nothing_undecided() -> None:
    """Without completions there are no splits, choices or implied values."""
    constraint = "constraints: [{id: c, when: {door: no, place: gone}, because: So.}]"
    knowledge = toy.knowledge(facts=f"{toy.DEFAULTS['facts']}\n      {constraint}")
    here = Undecided(CompiledRules.of(knowledge), {"door": "no", "place": "gone"})

    assert not here.completions.satisfiable()
    assert (here.outcomes, here.recommendation_splits, here.plan_splits) == ({}, (), ())
    assert (here.has_choice("days"), here.sole_value("days"), here.may_depend_on("days")) == (
        False,
        None,
        False,
    )


# The shipped pack, by the forward chainer


COMPILED = shipped.base().compiled
SPACE = COMPILED.space


def values(codes: dict[str, int], answers: Values) -> Values:
    """Return a profile from codes, with the answers in place of equivalent values."""
    return {name: answers.get(name, SPACE.axes[name].value(code)) for name, code in codes.items()}


def advice_in(conclusions: Conclusions, scope: Scope) -> tuple[object, ...]:
    """Return the advice of a scope among conclusions on an admissible profile."""
    assert not conclusions.refused
    counted = {rule.id for rule in scope.rules(COMPILED.knowledge)}
    warnings = [name for name in conclusions.warnings if name in counted]
    return conclusions.recommendation, conclusions.readiness, conclusions.steps, warnings


def states(seed: int, scope: Scope) -> Iterator[Interview]:
    """Yield all states of an interview, up to its end."""
    here, profile = Interview(COMPILED, scope=scope), shipped.admissible(seed)
    yield here
    while (fact := here.question) is not None:
        here = here.with_answer(fact.id, profile[fact.id])
        yield here


def pair_of(
    sides: tuple[ProfileSet, ProfileSet], fact: str, answers: Values, random: Random
) -> tuple[Values, ...]:
    """Return a profile of each side that differ in one fact alone; none if there are no such profiles."""
    both = SPACE.exists(sides[0], fact) & SPACE.exists(sides[1], fact) & SPACE.valid
    if not both.satisfiable():
        return ()
    others = values(NumberedProfiles(SPACE, both).sample(random), answers)
    codes = range(len(SPACE.axes[fact].classes))
    line = [{**others, fact: SPACE.axes[fact].value(code)} for code in codes]
    return tuple(next(profile for profile in line if side.eval(SPACE.assignment(profile))) for side in sides)


def check_questions(seed: int, scope: Scope) -> None:
    """Check that each question can change the advice, by two profiles that are advised differently."""
    random = Random(seed)  # noqa: S311 (no secret hangs on it)
    for here in states(seed, scope):
        fact = here.question
        if fact is None or not fact.unknown:
            continue
        undecided = here.undecided
        pairs = (
            pair_of((p.inside, p.outside), fact.id, dict(here.answers), random) for p in undecided.splits
        )
        pair = next((pair for pair in pairs if pair), None)
        if pair is None:
            assert not any(
                undecided.depends_on(name, undecided.splits) for name in undecided.unanswered_facts
            )
            assert is_pivotal(here, fact.id, random)
            continue
        one, other = (advice_in(shipped.chaining().conclude(profile), scope) for profile in pair)
        assert [name for name in pair[0] if pair[0][name] != pair[1][name]] == [fact.id]
        assert one != other
        if any(
            undecided.depends_on(name, undecided.recommendation_splits) for name in undecided.unanswered_facts
        ):
            assert undecided.depends_on(fact.id, undecided.recommendation_splits)


def is_pivotal(here: Interview, fact: str, random: Random) -> bool:
    """Whether a fact alone changes the advice of the naive oracle, constraints disregarded."""
    for outcome, own in COMPILED.outcome.items():
        stated = SPACE.valid & SPACE.with_values(here.answers)
        for inside in (
            own,
            *(own & COMPILED.recipients_under(outcome, rule.id) for rule in here.undecided.rules),
        ):
            pair = pair_of((stated & inside, stated & ~inside), fact, dict(here.answers), random)
            if (
                pair
                and len({questionnaire.full_advice(naive.advise(shipped.raw(), one)) for one in pair}) > 1
            ):
                return True
    return False


@pytest.mark.parametrize("scope", [Scope.USUAL, Scope.FULL], ids=["usual", "full"])
def test_every_shipped_question_can_change_the_advice(scope: Scope) -> None:
    """Two completions differ in the fact alone and in their advice; the recommendation comes first."""
    check_questions(3, scope)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(100, 104))
def test_every_question_of_more_interviews_can_change_the_advice(seed: int) -> None:
    """The same holds for more fixed profiles."""
    check_questions(seed, (Scope.USUAL, Scope.FULL)[seed % 2])


def check_end(seed: int, scope: Scope, draws: int) -> None:
    """Check that all completions at the end have the same advice, in the diagrams and by chaining."""
    *_, end = states(seed, scope)
    completions = end.undecided.completions
    rules = scope.rules(COMPILED.knowledge)
    sets = [*COMPILED.outcome.values(), *(COMPILED.recipients(rule.id) for rule in rules)]
    random = Random(seed)  # noqa: S311 (no secret hangs on it)
    members = NumberedProfiles(SPACE, completions)
    own = advice_in(shipped.chaining().conclude(shipped.admissible(seed)), scope)

    assert all((completions & profiles) in (completions, SPACE.false) for profiles in sets)
    for _ in range(draws):
        profile = values(members.sample(random), dict(end.answers))
        assert advice_in(shipped.chaining().conclude(profile), scope) == own


@pytest.mark.parametrize("scope", [Scope.USUAL, Scope.FULL], ids=["usual", "full"])
@pytest.mark.parametrize("seed", range(2))
def test_no_shipped_question_that_matters_is_skipped(seed: int, scope: Scope) -> None:
    """At the end of an interview all completions have the same advice."""
    check_end(seed, scope, 3)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(100, 104))
def test_no_question_that_matters_is_skipped_in_more_interviews(seed: int) -> None:
    """The same holds for more fixed profiles."""
    check_end(seed, (Scope.USUAL, Scope.FULL)[seed % 2], 10)

"""What answers leave open: which facts the advice hangs on, shown by profiles that are advised otherwise."""

from collections.abc import Iterator
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exitwise.ask.interview import Interview
from exitwise.ask.undecided import Undecided
from exitwise.diagram.compiled_rules import CompiledRules
from exitwise.diagram.manager import ProfileSet
from exitwise.model.conclusion import Conclusions
from exitwise.model.fact import Value
from support.oracles import naive, questionnaire
from support.oracles.questionnaire import ReferenceInterview
from support.packs import random_packs, shipped, toy
from support.packs.numbered_profiles import NumberedProfiles

Values = dict[str, Value]


# On small packs, by looking at everybody


def check_open(pack: random_packs.Data, answers: dict[str, Any], *, brief: bool) -> None:
    """Hold what is proved of some answers against what looking at everybody says."""
    tried = ReferenceInterview(pack, questionnaire.brief_advice if brief else questionnaire.full_advice)
    here = Undecided(CompiledRules.of(toy.loaded(pack)), answers, brief=brief)
    left = tried.unanswered(answers)
    people = tried.completions(answers)

    assert list(here.unanswered_facts) == left
    assert set(here.outcomes) == {result.recommendation for _, result in people}
    assert (not here.recommendation_splits and not here.plan_splits) == tried.is_settled(answers)
    for fact in left:
        assert here.depends_on(fact, here.recommendation_splits) == tried.depends_on(
            answers, fact, questionnaire.recommendation_only
        )
        assert here.depends_on(fact, here.splits) == tried.depends_on(answers, fact, tried.advice)
        assert here.may_depend_on(fact) == tried.may_depend_on(answers, fact)
        assert here.has_choice(fact) == tried.has_choice(answers, fact)
        assert here.sole_value(fact) == tried.implied(answers).get(fact)
        assert (fact in here.linked) == tried.is_linked(answers, fact)
        assert here.always_has_choice(fact) == all(is_beside(tried, answers, fact, one) for one, _ in people)
        if here.is_always_pivotal(fact):
            assert all(
                any(
                    one_apart(one, other, fact) and tried.advice(own) != tried.advice(its)
                    for other, its in people
                )
                for one, own in people
            )


def one_apart(one: Values, other: Values, fact: str) -> bool:
    """Whether two profiles are alike but for a fact."""
    return all(one[name] == other[name] for name in one if name != fact)


def is_beside(tried: ReferenceInterview, answers: dict[str, Any], fact: str, one: Values) -> bool:
    """Whether another completion differs from one in this fact alone, be it by a number like its own."""
    group = next(group for group in tried.groups[fact] if group[0] == one[fact])
    others = (other for other, _ in tried.completions(answers) if other[fact] != one[fact])
    return len(group) > 1 or any(one_apart(one, other, fact) for other in others)


@settings(max_examples=30)
@given(questionnaire.interview_packs(100), st.data(), st.booleans())
def test_undecided_agrees_with_the_reference(
    pack: random_packs.Data,
    data: st.DataObject,
    brief: bool,  # noqa: FBT001 (drawn)
) -> None:
    """For any answers, each query gives the result of enumerating all profiles."""
    profile = data.draw(st.sampled_from(ReferenceInterview(pack).admissible))[0]
    names = data.draw(st.sets(st.sampled_from(list(profile)), max_size=3))

    check_open(pack, {name: profile[name] for name in names}, brief=brief)


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


# On the shipped pack, by the chaining


MEANING = shipped.base().compiled
SPACE = MEANING.space


def values(codes: dict[str, int], answers: Values) -> Values:
    """A profile whose numbers are those that were answered."""
    return {name: answers.get(name, SPACE.axes[name].value(code)) for name, code in codes.items()}


def told(found: Conclusions) -> tuple[object, ...]:
    """What counts as advice; a profile that is refused gets none."""
    assert not found.refused
    return found.recommendation, found.readiness, found.steps, found.warnings


def states(seed: int) -> Iterator[Interview]:
    """A conversation's states, the last one included."""
    here, profile = Interview(MEANING), shipped.admissible(seed)
    yield here
    while (fact := here.question) is not None:
        here = here.with_answer(fact.id, profile[fact.id])
        yield here


def two(
    sides: tuple[ProfileSet, ProfileSet], fact: str, answers: Values, random: Random
) -> tuple[Values, ...]:
    """One profile of each side that are alike but for a fact; none where there are no such."""
    both = SPACE.exists(sides[0], fact) & SPACE.exists(sides[1], fact) & SPACE.valid
    if not both.satisfiable():
        return ()
    others = values(NumberedProfiles(SPACE, both).drawn(random), answers)
    codes = range(len(SPACE.axes[fact].classes))
    line = [{**others, fact: SPACE.axes[fact].value(code)} for code in codes]
    return tuple(next(each for each in line if side.eval(SPACE.assignment(each))) for side in sides)


def check_questions(seed: int) -> None:
    """Every question asked may change the advice: two profiles show it, which the chaining advises apart."""
    random = Random(seed)  # noqa: S311 (no secret hangs on it)
    for here in states(seed):
        fact = here.question
        if fact is None or not fact.unknown:
            continue
        open_ = here.undecided
        pairs = (two((p.inside, p.outside), fact.id, dict(here.answers), random) for p in open_.splits)
        pair = next((pair for pair in pairs if pair), None)
        if pair is None:
            assert not any(open_.depends_on(name, open_.splits) for name in open_.unanswered_facts)
            assert turned(here, fact.id, random)
            continue
        one, other = (told(shipped.chaining().conclude(each)) for each in pair)
        assert [name for name in pair[0] if pair[0][name] != pair[1][name]] == [fact.id]
        assert one != other
        if any(open_.depends_on(name, open_.recommendation_splits) for name in open_.unanswered_facts):
            assert open_.depends_on(fact.id, open_.recommendation_splits)


def turned(here: Interview, fact: str, random: Random) -> bool:
    """Whether the plain reading, which looks at no constraint, is turned by a fact alone."""
    for outcome, own in MEANING.outcome.items():
        stated = SPACE.valid & SPACE.with_values(here.answers)
        for inside in (
            own,
            *(own & MEANING.recipients_under(outcome, rule.id) for rule in here.undecided.rules),
        ):
            pair = two((stated & inside, stated & ~inside), fact, dict(here.answers), random)
            if (
                pair
                and len({questionnaire.full_advice(naive.advise(shipped.raw(), each)) for each in pair}) > 1
            ):
                return True
    return False


@pytest.mark.parametrize("seed", [3])
def test_every_shipped_question_can_change_the_advice(seed: int) -> None:
    """Two completions differ in the fact alone and in their advice; the recommendation comes first."""
    check_questions(seed)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(100, 104))
def test_every_question_of_more_interviews_can_change_the_advice(seed: int) -> None:
    """The same holds for more fixed profiles."""
    check_questions(seed)


def check_end(seed: int, draws: int) -> None:
    """At the end all completions are advised alike, by the diagrams and for some by the chaining."""
    *_, end = states(seed)
    left = end.undecided.completions
    rules = (*MEANING.knowledge.steps, *MEANING.knowledge.warnings)
    sets = [*MEANING.outcome.values(), *(MEANING.recipients(rule.id) for rule in rules)]
    random = Random(seed)  # noqa: S311 (no secret hangs on it)
    members = NumberedProfiles(SPACE, left)
    own = told(shipped.chaining().conclude(shipped.admissible(seed)))

    assert all((left & each) in (left, SPACE.false) for each in sets)
    for _ in range(draws):
        assert told(shipped.chaining().conclude(values(members.drawn(random), dict(end.answers)))) == own


@pytest.mark.parametrize("seed", range(3))
def test_no_shipped_question_that_matters_is_skipped(seed: int) -> None:
    """At the end of an interview all completions have the same advice."""
    check_end(seed, 3)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(100, 104))
def test_no_question_that_matters_is_skipped_in_more_interviews(seed: int) -> None:
    """The same holds for more fixed profiles."""
    check_end(seed, 10)

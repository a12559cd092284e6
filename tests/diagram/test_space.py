"""Sets of profiles: what is counted, freed and asked of them is what looking at each profile says."""

import math
from itertools import product
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exitwise.diagnostic import Place
from exitwise.diagram.axis import Axis
from exitwise.diagram.manager import ProfileSet
from exitwise.diagram.space import Space, implies
from exitwise.model.condition import Compare, OneOf
from exitwise.model.fact import Fact, Value
from support.packs import shipped, toy

Codes = tuple[int, ...]
Drawn = tuple[Space, list[Codes], frozenset[Codes], ProfileSet]


def axis(name: str, size: int) -> Axis:
    """A choice among so many values."""
    names = tuple(f"v{code}" for code in range(size))
    values = tuple((value, value) for value in names)
    place = Place("facts.yaml", 1, 1)
    return Axis(Fact(id=name, question="?", kind="choice", values=values, place=place), names)


@st.composite
def sets(draw: st.DrawFn) -> Drawn:
    """A small space in any order of its facts, all its profiles, and some of them as data and as a set."""
    sizes = draw(st.lists(st.integers(1, 5), min_size=1, max_size=4))
    names = [f"f{index}" for index in range(len(sizes))]
    space = Space(
        {name: axis(name, size) for name, size in zip(names, sizes, strict=True)},
        draw(st.permutations(names)),
    )
    profiles = list(product(*map(range, sizes)))
    chosen = draw(st.sets(st.sampled_from(profiles)))
    return space, profiles, frozenset(chosen), union(space, chosen)


def union(space: Space, profiles: set[Codes]) -> ProfileSet:
    """The set of these profiles and no others."""
    found = space.false
    for codes in profiles:
        found |= space.with_values(values(space, codes))
    return found


def values(space: Space, codes: Codes) -> dict[str, Value]:
    """A profile as the value of each fact."""
    return {name: found.value(code) for (name, found), code in zip(space.axes.items(), codes, strict=True)}


def members(space: Space, profiles: list[Codes], found: ProfileSet) -> set[Codes]:
    """The profiles in a set, each looked up."""
    return {codes for codes in profiles if found.eval(space.assignment(values(space, codes)))}


@given(sets())
def test_a_set_holds_what_was_put_in_and_counts_it(drawn: Drawn) -> None:
    """No more and no less, also beside combinations of variables that stand for no profile."""
    space, profiles, chosen, found = drawn

    assert members(space, profiles, found) == chosen
    assert space.count(found) == len(chosen)
    assert space.count(space.valid) == len(profiles)
    assert space.count(space.valid & ~found) == len(profiles) - len(chosen)
    assert implies(found, space.valid)


@given(sets(), st.data())
def test_what_is_true_of_a_fact_is_true_of_its_profiles(drawn: Drawn, data: st.DataObject) -> None:
    """One part, several, and answers together."""
    space, profiles, _, _ = drawn
    place = data.draw(st.integers(0, len(space.axes) - 1))
    name = list(space.axes)[place]
    codes = data.draw(st.sets(st.sampled_from(space.axes[name].known_codes)))
    wanted = data.draw(st.sampled_from(profiles))
    kept = data.draw(st.sets(st.integers(0, len(space.axes) - 1)))
    answers = {other: value for at, (other, value) in enumerate(values(space, wanted).items()) if at in kept}

    assert members(space, profiles, space.with_codes(name, codes)) == {
        profile for profile in profiles if profile[place] in codes
    }
    assert members(space, profiles, space.with_values(answers)) == {
        profile for profile in profiles if all(profile[at] == wanted[at] for at in kept)
    }


@given(sets(), st.data())
def test_freeing_facts_lets_them_be_anything(drawn: Drawn, data: st.DataObject) -> None:
    """A profile is in where one of the set differs from it at most in these."""
    space, profiles, chosen, found = drawn
    freed = data.draw(st.sets(st.integers(0, len(space.axes) - 1)))
    kept = [place for place in range(len(space.axes)) if place not in freed]
    seen = {tuple(profile[place] for place in kept) for profile in chosen}

    freely = space.exists(found, *(list(space.axes)[place] for place in freed))

    assert members(space, profiles, freely) == {
        profile for profile in profiles if tuple(profile[place] for place in kept) in seen
    }


@given(sets(), st.data())
def test_a_set_seen_through_some_facts_holds_what_they_cannot_tell_from_it(
    drawn: Drawn, data: st.DataObject
) -> None:
    """A profile is in where one of the set is like it in all of these; asked twice it is the same."""
    space, profiles, chosen, found = drawn
    kept = data.draw(st.sets(st.integers(0, len(space.axes) - 1)))
    names = [list(space.axes)[place] for place in kept]
    seen = {tuple(profile[place] for place in kept) for profile in chosen}

    projected = space.project(found, names)

    assert members(space, profiles, projected) == {
        profile for profile in profiles if tuple(profile[place] for place in kept) in seen
    }
    assert space.project(found, names[::-1]) == projected
    assert space.project(space.false, names) == space.false


@given(sets(), st.data())
def test_after_answers_from_the_top_the_rest_of_a_set_is_left(drawn: Drawn, data: st.DataObject) -> None:
    """One fact after the other, in the diagrams' order; it is what restricting to them leaves."""
    space, profiles, _, found = drawn
    answers = values(space, data.draw(st.sampled_from(profiles)))
    rest, given_so_far = found, dict[str, Value]()
    for fact in space.first_variable:
        rest = space.cofactor(rest, fact, space.axes[fact].code(answers[fact]))
        given_so_far[fact] = answers[fact]

        assert rest == space.exists(found & space.with_values(given_so_far), *given_so_far)
    assert rest.satisfiable() == found.eval(space.assignment(answers))


@given(sets(), st.data())
def test_a_set_hinges_on_a_fact_where_that_alone_decides(drawn: Drawn, data: st.DataObject) -> None:
    """Two profiles of the domain differ in nothing else, and one of them is in the set."""
    space, profiles, chosen, found = drawn
    domain = data.draw(st.sets(st.sampled_from(profiles)))
    decided = {
        places[0]
        for one in domain & chosen
        for other in domain - chosen
        if len(places := [at for at in range(len(one)) if one[at] != other[at]]) == 1
    }
    within = union(space, domain)

    for at, name in enumerate(space.axes):
        assert space.depends_on(found, name, within) == (at in decided)


@given(sets(), st.data(), st.randoms(use_true_random=False))
def test_what_is_picked_lies_in_the_set_and_its_cell_is_what_is_like_it(
    drawn: Drawn, data: st.DataObject, random: Random
) -> None:
    """In some facts; nothing can be picked from an empty set."""
    space, profiles, chosen, found = drawn
    kept = data.draw(st.sets(st.integers(0, len(space.axes) - 1)))
    if not chosen:
        with pytest.raises(ValueError, match="nothing can be picked from an empty set"):
            space.pick(found, random)
        return

    point = space.pick(found, random)

    (picked,) = (codes for codes in chosen if sorted(space.assignment(values(space, codes))) == sorted(point))
    assert members(space, profiles, space.cube(point, [list(space.axes)[at] for at in kept])) == {
        profile for profile in profiles if all(profile[at] == picked[at] for at in kept)
    }


def test_every_profile_of_a_set_may_be_picked() -> None:
    """None is left out for good, and the same random numbers pick the same."""
    space = Space({"one": axis("one", 3), "other": axis("other", 2)}, ["one", "other"])
    found = space.valid & ~space.with_values({"one": "v1", "other": "v0"})

    def picks() -> list[tuple[tuple[int, bool], ...]]:
        random = Random(7)  # noqa: S311 (no secret hangs on it)
        return [space.pick(found, random) for _ in range(200)]

    assert len(set(picks())) == 5
    assert picks() == picks()


@given(sets(), st.data())
def test_one_set_implies_another_where_it_is_a_part_of_it(drawn: Drawn, data: st.DataObject) -> None:
    """Also where they are equal, or empty."""
    space, profiles, chosen, found = drawn
    others = data.draw(st.sets(st.sampled_from(profiles)) | st.just(set(chosen)))

    assert implies(found, union(space, others)) == (chosen <= others)
    assert implies(space.false, found)


def test_a_fact_takes_as_many_variables_as_its_parts_need() -> None:
    """None where there is nothing to tell apart."""
    sizes = {"f1": 1, "f2": 2, "f3": 3, "f4": 4, "f5": 5, "f8": 8, "f9": 9}
    space = Space({name: axis(name, size) for name, size in sizes.items()}, sizes)

    assert [space.width(name) for name in sizes] == [0, 1, 2, 2, 3, 3, 4]
    assert space.manager.variable_count == 15


def test_a_test_is_the_set_of_the_profiles_that_it_admits() -> None:
    """Of a choice and of an integer, whichever integer of the interval it is."""
    rule = "[{id: x, recommend: stay, when: {days: {above: 7}}, because: So.}]"
    space = Space.of(toy.knowledge(recommendations=rule))
    late, shut = (
        space.test_set(Compare("days", (("above", 7),))),
        space.test_set(OneOf("door", ("no", "unknown"))),
    )
    profiles: list[dict[str, Value]] = [
        {"place": "here", "door": "no", "days": days} for days in (-9, 7, 8, 10**9, "unknown")
    ]

    assert [late.eval(space.assignment(profile)) for profile in profiles] == [False, False, True, True, False]
    assert space.count(late & space.valid) == 2 * 4
    assert space.count(shut & space.valid) == 2 * 2 * 3


def test_integers_are_cut_by_constraints_rules_properties_and_by_what_else_is_asked() -> None:
    """Each interval between them is one value more."""
    files = {
        "facts": toy.DEFAULTS["facts"]
        + "\n      constraints: [{id: c, when: {days: {below: 0}}, because: So.}]",
        "recommendations": "[{id: x, recommend: stay, when: {days: {above: 7}}, because: So.}]",
        "properties": "[{id: p, says: So., when: {days: 20}, then: {days: {at_most: 40}}}]",
    }
    knowledge = toy.knowledge(**files)
    asked = Space.of(knowledge, also=[Compare("days", (("at_least", 99),))])

    assert [str(part) if isinstance(part, str) else part.low for part in asked.axes["days"].classes][1:] == [
        *(0, 8, 20, 21, 41, 99, "unknown")
    ]
    assert len(Space.of(knowledge).axes["days"].classes) == 7


def test_two_packs_share_a_space_that_both_cut() -> None:
    """What one tells apart, the other may be asked about."""
    rule = "[{id: x, recommend: stay, when: {days: %s}, because: So.}]"
    one, other = (toy.knowledge(recommendations=rule % test) for test in ("{above: 7}", "{below: 3}"))

    assert len(Space.of(one, other).axes["days"].classes) == 4


def test_counts_are_exact_however_large() -> None:
    """Beyond what a float can tell apart."""
    space = Space.of(shipped.base().knowledge)
    product_of_parts = math.prod(len(found.classes) for found in space.axes.values())

    assert product_of_parts > 2**64
    assert space.count(space.valid) == product_of_parts
    first = space.with_values({name: found.value(0) for name, found in space.axes.items()})
    assert space.count(space.valid & ~first) == product_of_parts - 1


@pytest.mark.parametrize("size", [1, 2])
def test_the_smallest_spaces_are_spaces_too(size: int) -> None:
    """One fact with one value takes no variable at all."""
    space = Space({"only": axis("only", size)}, ["only"])

    assert space.count(space.valid) == size
    assert space.exists(space.with_code("only", 0), "only") == space.true
    assert space.depends_on(space.with_code("only", 0), "only", space.valid) == (size > 1)

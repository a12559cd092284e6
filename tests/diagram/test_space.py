"""Operations on sets of profiles, compared with an enumeration of the profiles."""

import math
from itertools import product
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exitwise.diagnostic import Place
from exitwise.diagram.manager import ProfileSet
from exitwise.diagram.space import Space, implies
from exitwise.model.axis import Axis
from exitwise.model.condition import Compare, OneOf
from exitwise.model.fact import Fact, Value
from exitwise.model.interval import Interval
from support.packs import shipped, toy

Codes = tuple[int, ...]
Drawn = tuple[Space, list[Codes], frozenset[Codes], ProfileSet]


def axis(name: str, size: int) -> Axis:
    """The axis of a choice with this number of values."""
    names = tuple(f"v{code}" for code in range(size))
    values = tuple((value, value) for value in names)
    place = Place("facts.yaml", 1, 1)
    return Axis(Fact(id=name, question="?", kind="choice", values=values, place=place), names)


@st.composite
def sets(draw: st.DrawFn) -> Drawn:
    """A small space in any variable order, all its profiles, and some of them as data and as a set."""
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
    """The set of exactly these profiles."""
    found = space.false
    for codes in profiles:
        found |= space.with_values(values(space, codes))
    return found


def values(space: Space, codes: Codes) -> dict[str, Value]:
    """A profile as the value of each fact."""
    return {name: found.value(code) for (name, found), code in zip(space.axes.items(), codes, strict=True)}


def members(space: Space, profiles: list[Codes], found: ProfileSet) -> set[Codes]:
    """The profiles in a set, by evaluating each."""
    return {codes for codes in profiles if found.eval(space.assignment(values(space, codes)))}


@given(sets())
def test_set_contains_and_counts_exactly_its_profiles(drawn: Drawn) -> None:
    """Assignments that encode no profile are not counted."""
    space, profiles, chosen, found = drawn

    assert members(space, profiles, found) == chosen
    assert space.count(found) == len(chosen)
    assert space.count(space.valid) == len(profiles)
    assert space.count(space.valid & ~found) == len(profiles) - len(chosen)
    assert implies(found, space.valid)


@given(sets(), st.data())
def test_profiles_with_codes_and_with_values(drawn: Drawn, data: st.DataObject) -> None:
    """One code, several codes, and several facts."""
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
def test_exists_quantifies_facts(drawn: Drawn, data: st.DataObject) -> None:
    """A profile is in the result if one of the set differs from it in the quantified facts at most."""
    space, profiles, chosen, found = drawn
    freed = data.draw(st.sets(st.integers(0, len(space.axes) - 1)))
    kept = [place for place in range(len(space.axes)) if place not in freed]
    seen = {tuple(profile[place] for place in kept) for profile in chosen}

    freely = space.exists(found, *(list(space.axes)[place] for place in freed))

    assert members(space, profiles, freely) == {
        profile for profile in profiles if tuple(profile[place] for place in kept) in seen
    }


@given(sets(), st.data())
def test_project_quantifies_all_other_facts(drawn: Drawn, data: st.DataObject) -> None:
    """The order of the facts does not matter, and a repeated call gives the same set."""
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
def test_cofactors_follow_the_variable_order(drawn: Drawn, data: st.DataObject) -> None:
    """A chain of cofactors equals intersection and quantification."""
    space, profiles, _, found = drawn
    answers = values(space, data.draw(st.sampled_from(profiles)))
    rest, given_so_far = found, dict[str, Value]()
    for fact in space.first_variable:
        rest = space.cofactor(rest, fact, space.axes[fact].code(answers[fact]))
        given_so_far[fact] = answers[fact]

        assert rest == space.exists(found & space.with_values(given_so_far), *given_so_far)
    assert rest.satisfiable() == found.eval(space.assignment(answers))


@given(sets(), st.data())
def test_depends_on_agrees_with_enumeration(drawn: Drawn, data: st.DataObject) -> None:
    """Two profiles of the domain differ in the fact alone, and one of them is in the set."""
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
def test_pick_returns_a_member_and_cube_its_likes(drawn: Drawn, data: st.DataObject, random: Random) -> None:
    """The cube has the profiles that agree on the facts; an empty set has no member to pick."""
    space, profiles, chosen, found = drawn
    kept = data.draw(st.sets(st.integers(0, len(space.axes) - 1)))
    if not chosen:
        with pytest.raises(ValueError, match="nothing can be picked from an empty set"):
            space.pick(found, random)
        return

    assignment = space.pick(found, random)

    (picked,) = (
        codes for codes in chosen if sorted(space.assignment(values(space, codes))) == sorted(assignment)
    )
    assert members(space, profiles, space.cube(assignment, [list(space.axes)[at] for at in kept])) == {
        profile for profile in profiles if all(profile[at] == picked[at] for at in kept)
    }


def test_pick_can_return_every_member() -> None:
    """The same seed picks the same members."""
    space = Space({"one": axis("one", 3), "other": axis("other", 2)}, ["one", "other"])
    found = space.valid & ~space.with_values({"one": "v1", "other": "v0"})

    def picks() -> list[tuple[tuple[int, bool], ...]]:
        random = Random(7)  # noqa: S311 (not used for secrets)
        return [space.pick(found, random) for _ in range(200)]

    assert len(set(picks())) == 5
    assert picks() == picks()


@given(sets(), st.data())
def test_implies_is_the_subset_relation(drawn: Drawn, data: st.DataObject) -> None:
    """Equal sets and the empty set included."""
    space, profiles, chosen, found = drawn
    others = data.draw(st.sets(st.sampled_from(profiles)) | st.just(set(chosen)))

    assert implies(found, union(space, others)) == (chosen <= others)
    assert implies(space.false, found)


def test_width_is_the_binary_logarithm_of_the_classes() -> None:
    """A fact with a single class needs no variable."""
    sizes = {"f1": 1, "f2": 2, "f3": 3, "f4": 4, "f5": 5, "f8": 8, "f9": 9}
    space = Space({name: axis(name, size) for name, size in sizes.items()}, sizes)

    assert [space.width(name) for name in sizes] == [0, 1, 2, 2, 3, 3, 4]
    assert space.manager.variable_count == 15


def test_test_set_contains_the_admitted_profiles() -> None:
    """A choice and an integer, for any integer of an interval."""
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


def test_integers_are_cut_by_all_conditions() -> None:
    """Rules, constraints, properties and additional conditions each add a cut."""
    files = {
        "facts": toy.DEFAULTS["facts"]
        + "\n      constraints: [{id: c, when: {days: {below: 0}}, because: So.}]",
        "recommendations": "[{id: x, recommend: stay, when: {days: {above: 7}}, because: So.}]",
        "properties": "[{id: p, says: So., when: {days: 20}, then: {days: {at_most: 40}}}]",
    }
    knowledge = toy.knowledge(**files)
    asked = Space.of(knowledge, also=[Compare("days", (("at_least", 99),))])

    assert [part.low if isinstance(part, Interval) else part for part in asked.axes["days"].classes][1:] == [
        *(0, 8, 20, 21, 41, 99, "unknown")
    ]
    assert len(Space.of(knowledge).axes["days"].classes) == 7


def test_shared_space_has_the_cuts_of_both_packs() -> None:
    """Either pack can be compiled in it."""
    rule = "[{id: x, recommend: stay, when: {days: %s}, because: So.}]"
    one, other = (toy.knowledge(recommendations=rule % test) for test in ("{above: 7}", "{below: 3}"))

    assert len(Space.of(one, other).axes["days"].classes) == 4


def test_counts_are_exact_beyond_float_precision() -> None:
    """The shipped pack has more than 2**64 profiles."""
    space = Space.of(shipped.base().knowledge)
    product_of_parts = math.prod(len(found.classes) for found in space.axes.values())

    assert product_of_parts > 2**64
    assert space.count(space.valid) == product_of_parts
    first = space.with_values({name: found.value(0) for name, found in space.axes.items()})
    assert space.count(space.valid & ~first) == product_of_parts - 1


@pytest.mark.parametrize("size", [1, 2])
def test_space_of_a_single_fact(size: int) -> None:
    """A fact with one value has no variables."""
    space = Space({"only": axis("only", size)}, ["only"])

    assert space.count(space.valid) == size
    assert space.exists(space.with_code("only", 0), "only") == space.true
    assert space.depends_on(space.with_code("only", 0), "only", space.valid) == (size > 1)


@given(sets(), st.integers(1, 4))
def test_union_has_the_profiles_of_any_set(drawn: Drawn, parts: int) -> None:
    """Dealt out to some sets, constants among them, the profiles are united again; no sets have none."""
    space, _, chosen, profiles = drawn
    dealt = [union(space, set(sorted(chosen)[part::parts])) for part in range(parts)]

    assert space.union([*dealt, space.false]) == profiles
    assert space.union([*dealt, space.true]) == space.true
    assert space.union(()) == space.false

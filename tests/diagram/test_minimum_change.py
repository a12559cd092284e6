"""Members of a set at the lowest cost of answers, compared with an enumeration, ties included."""

from collections.abc import Mapping
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exitwise.diagram.compiled_rules import CompiledRules
from exitwise.diagram.manager import ProfileSet
from exitwise.diagram.minimum_change import CodeCosts, change_costs, minimum_change, statement_costs
from exitwise.diagram.space import Space
from exitwise.model.axis import Axis
from exitwise.model.fact import Value
from exitwise.model.kinds import plain
from exitwise.model.profile import complete
from support.oracles import exhaustive
from support.packs import random_packs, shipped, toy
from support.running.examples import examples

FACTS = """
  facts:
    - {id: place, question: Q?, kind: choice, values: {here: H, near: N, gone: G}}
    - {id: door, question: Q?, kind: choice, unknown: true, values: {yes: Y, no: N, ajar: A}}
    - {id: past, question: Q?, kind: choice, fixed: true, unknown: true, values: {yes: Y, no: N}}
    - {id: days, question: Q?, kind: integer, unknown: true, minimum: 0}
"""
CUT = "[{id: x, recommend: stay, when: {any: [{days: {above: 7}}, {days: {at_most: 2}}]}, because: So.}]"
SPACE = Space.of(toy.knowledge(facts=FACTS, recommendations=CUT))
HERE: dict[str, Value] = {"place": "here", "door": "yes", "past": "no", "days": 5}


def either(*alternatives: Mapping[str, Value]) -> ProfileSet:
    """The profiles with one of these sets of answers."""
    found = SPACE.false
    for answers in alternatives:
        found |= SPACE.with_values(answers)
    return found & SPACE.valid


def changed(target: ProfileSet, values: Mapping[str, Value]) -> dict[str, Value] | None:
    """The changed facts of the cheapest change, with their new values."""
    codes = minimum_change(SPACE, target, change_costs(SPACE, values))
    if codes is None:
        return None
    own = {name: SPACE.axes[name].code(value) for name, value in values.items()}
    return {
        name: SPACE.axes[name].value(code, near=values[name])
        for name, code in codes.items()
        if code != own[name]
    }


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ([HERE], {}),
        ([{"door": "no"}], {"door": "no"}),
        ([{"door": "no", "place": "gone"}, {"days": 9}], {"days": 8}),
        ([{"place": "gone"}, {"place": "near"}], {"place": "near"}),
        ([{"days": 0}, {"days": 9}], {"days": 2}),
        ([{"days": 9}, {"door": "ajar"}], {"door": "ajar"}),
        ([{"door": "unknown"}], None),
        ([{"door": "unknown"}, {"place": "gone", "days": 9}], {"place": "gone", "days": 8}),
        ([{"past": "yes"}], None),
        ([{"past": "yes"}, {"past": "unknown"}, {"past": "no", "place": "gone"}], {"place": "gone"}),
        ([], None),
    ],
    ids=str,
)
def test_fewest_answers_are_changed(
    target: list[Mapping[str, Value]], expected: dict[str, Value] | None
) -> None:
    """Fixed facts stay and nothing becomes unknown; ties go to the earlier fact, then the nearest code."""
    assert changed(either(*target), HERE) == expected


def test_unknown_fact_may_stay_unknown_or_be_answered() -> None:
    """Staying unknown is free, and an answer costs one."""
    values = HERE | {"door": "unknown", "days": "unknown"}

    assert changed(either({"place": "gone", "door": "unknown"}), values) == {"place": "gone"}
    assert changed(either({"days": 5}, {"days": 9}), values) == {"days": 3}
    assert changed(either({"days": 20}), values) == {"days": 8}


def test_required_facts_cost_nothing_to_state() -> None:
    """Every other answer costs one."""
    costs = statement_costs(SPACE)

    assert costs["place"] == CodeCosts((0, 1, 2), ())
    assert costs["door"] == CodeCosts((3,), (0, 1, 2))
    # Stating the past is no change of it.
    assert costs["past"] == CodeCosts((2,), (0, 1))
    found = minimum_change(SPACE, either({"place": "gone"}, {"place": "here", "door": "no"}), costs)
    assert found == {"place": 2, "door": 3, "past": 2, "days": 3}


def test_fixed_facts_cannot_be_changed() -> None:
    """The present code of a fact is free; the other known codes cost one, the nearest first."""
    costs = change_costs(SPACE, HERE | {"days": 7, "door": "unknown"})

    assert costs == {
        "place": CodeCosts((0,), (1, 2)),
        "door": CodeCosts((3,), (0, 1, 2)),
        "past": CodeCosts((1,), ()),
        "days": CodeCosts((1,), (2, 0)),
    }


Case = tuple[Space, ProfileSet, Mapping[str, CodeCosts]]


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """A space, some of its profiles, and arbitrary costs."""
    names = draw(st.permutations(list(SPACE.axes)))
    space = Space(SPACE.axes, names)
    members = draw(st.sets(st.tuples(*(st.sampled_from(range(len(a.classes))) for a in SPACE.axes.values()))))
    target = space.false
    for codes in members:
        one = space.true
        for name, code in zip(space.axes, codes, strict=True):
            one &= space.with_code(name, code)
        target |= one
    return space, target, {name: draw(costs(len(axis.classes))) for name, axis in space.axes.items()}


@st.composite
def costs(draw: st.DrawFn, parts: int) -> CodeCosts:
    """Some codes that are free and some that cost one answer, in any order."""
    order = draw(st.permutations(range(parts)))
    free = draw(st.integers(1, parts))
    return CodeCosts(tuple(order[:free]), tuple(order[free : draw(st.integers(free, parts))]))


def tried(space: Space, target: ProfileSet, costs: Mapping[str, CodeCosts]) -> dict[str, int] | None:
    """The result of `minimum_change`, by enumerating all combinations of codes.

    They are tried fact by fact in the pack's order, paid parts first and each kind in its own order;
    of the members of least cost the first that is met is the one.
    """
    best: tuple[int, dict[str, int]] | None = None
    for codes in product(*((*costs[name].paid, *costs[name].free) for name in space.axes)):
        found = dict(zip(space.axes, codes, strict=True))
        cost = sum(code in costs[name].paid for name, code in found.items())
        values = {name: space.axes[name].value(code) for name, code in found.items()}
        if target.eval(space.assignment(values)) and (best is None or cost < best[0]):
            best = cost, found
    return None if best is None else best[1]


@settings(max_examples=examples(100))
@given(cases())
def test_cheapest_member_agrees_with_enumeration(case: Case) -> None:
    """The result is None where no member can be reached."""
    assert minimum_change(*case) == tried(*case)


@settings(max_examples=examples(40))
@given(exhaustive.small_packs() | exhaustive.small_packs(every_kind=True), st.data())
def test_smallest_change_of_outcome_agrees_with_enumeration(
    pack: random_packs.Data, data: st.DataObject
) -> None:
    """Every outcome is tried from a random profile; a list costs each value that it gains or loses."""
    compiled = CompiledRules.of(toy.loaded(pack))
    axes, stated = compiled.space.axes, data.draw(st.sampled_from(exhaustive.profiles(pack)))
    values = complete(compiled.knowledge.facts, stated).values
    fixed = {fact["id"] for fact in pack["facts.yaml"]["facts"] if fact.get("fixed", False)}
    admissible = exhaustive.admissible(pack)

    for outcome, own in compiled.outcome.items():
        found = minimum_change(compiled.space, own & compiled.domain, change_costs(compiled.space, values))

        ways = [
            answers_changed(stated, other)
            for other in admissible
            if exhaustive.advice(pack, other)[0] == outcome and allowed(stated, other, fixed)
        ]
        assert (found is None) == (not ways)
        if found is not None:
            reached = as_stated(axes, found)
            before = as_stated(axes, {name: axes[name].code(value) for name, value in values.items()})
            assert exhaustive.advice(pack, reached)[0] == outcome
            assert answers_changed(before, reached) == min(ways)


def as_stated(axes: Mapping[str, Axis], codes: Mapping[str, int]) -> exhaustive.Profile:
    """Return a profile of value codes as it is stated; a list is a tuple."""
    values = {name: plain(axis.fact, axis.value(codes[name])) for name, axis in axes.items()}
    return {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}


def answers_changed(one: exhaustive.Profile, other: exhaustive.Profile) -> int:
    """Return how many answers differ, or values of lists; an unknown list counts as an empty one."""
    changed = 0
    for name in exhaustive.differing(one, other):
        lists = [set(each) if isinstance(each, tuple) else set() for each in (one[name], other[name])]
        changed += max(1, len(lists[0] ^ lists[1]))
    return changed


def allowed(values: exhaustive.Profile, other: exhaustive.Profile, fixed: set[str]) -> bool:
    """Whether changed answers can lead from one profile to another."""
    return all(name not in fixed and other[name] != "unknown" for name in exhaustive.differing(values, other))


def test_every_change_is_needed_on_shipped_pack() -> None:
    """With any of the changes undone, the outcome is a different one."""
    compiled = CompiledRules.of(shipped.base().knowledge)
    space = compiled.space

    for seed in range(5):
        values = dict(zip(space.axes, shipped.admissible(seed).values(), strict=True))
        own = {name: space.axes[name].code(value) for name, value in values.items()}
        for outcome in dict(compiled.knowledge.outcomes):
            target = compiled.outcome[outcome] & compiled.domain
            found = minimum_change(space, target, change_costs(space, values))
            if found is None:
                continue
            there = {name: space.axes[name].value(code) for name, code in found.items()}
            moved = [name for name in found if found[name] != own[name]]
            assert target.eval(space.assignment(there))
            for name in moved:
                back = there | {name: values[name]}
                assert not target.eval(space.assignment(back))

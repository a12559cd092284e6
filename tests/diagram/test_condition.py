"""Conditions compiled to sets of profiles, compared with the oracle."""

from functools import reduce
from operator import and_, or_

import pytest
from hypothesis import given

from exitwise.diagram.condition import condition_set
from exitwise.diagram.manager import ProfileSet
from exitwise.diagram.space import Space
from exitwise.model.condition import ALWAYS, All, Any, Compare, Concluded, Condition, Kind, Not, OneOf
from support.oracles import exhaustive, naive
from support.packs import random_packs, toy
from support.packs.choices import Choices, by_choices

SPACE = Space.of(
    toy.knowledge(recommendations="[{id: x, recommend: stay, when: {days: {above: 7}}, because: So.}]")
)
SHUT, LATE = OneOf("door", ("no",)), Compare("days", (("above", 7),))
DRAWN = {("finding", "safe"): SPACE.test_set(SHUT), ("step", "go"): SPACE.test_set(LATE)}


def drawn(kind: Kind, name: str) -> ProfileSet:
    """The sets of two conclusions: the door is shut, and it is late."""
    return DRAWN[kind, name]


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (SHUT, SPACE.test_set(SHUT)),
        (LATE, SPACE.test_set(LATE)),
        (Not(SHUT), ~SPACE.test_set(SHUT)),
        (Concluded("finding", ("safe",)), SPACE.test_set(SHUT)),
        (Concluded("step", ("go",)), SPACE.test_set(LATE)),
        (All((SHUT, LATE)), SPACE.test_set(SHUT) & SPACE.test_set(LATE)),
        (Any((SHUT, LATE)), SPACE.test_set(SHUT) | SPACE.test_set(LATE)),
        (Not(Any((SHUT, Not(LATE)))), ~SPACE.test_set(SHUT) & SPACE.test_set(LATE)),
        (ALWAYS, SPACE.true),
        (Any(()), SPACE.false),
    ],
    ids=range(10),
)
def test_condition_set_of_every_form(condition: Condition, expected: ProfileSet) -> None:
    """An empty `all` is true everywhere, and an empty `any` nowhere."""
    assert condition_set(condition, SPACE, drawn) == expected


def test_several_names_are_a_disjunction() -> None:
    """A list of conclusions is true if one of them was drawn."""
    both = {"a": SPACE.test_set(SHUT), "b": SPACE.test_set(LATE)}

    found = condition_set(Concluded("warning", ("a", "b")), SPACE, lambda _, name: both[name])

    assert found == SPACE.test_set(SHUT) | SPACE.test_set(LATE)


@by_choices()
def asked(choices: Choices) -> random_packs.Data:
    """A pack of two or three facts and one argument."""
    facts = [random_packs.fact(choices, name) for name in choices.some(random_packs.WORDS, 2, 3)]
    when = random_packs.condition(choices, random_packs.Vocabulary(facts, {}), 3)
    argument = {"id": "asked", "recommend": "a", "when": when, "because": "So."}
    head = {"name": "random", "version": "2026.11.0", "title": "T", "outcomes": {"a": "A", "b": "B"}}
    return {"pack.yaml": head, "facts.yaml": {"facts": facts}, "recommendations.yaml": [argument]}


@given(asked())
def test_condition_set_agrees_with_oracle(pack: random_packs.Data) -> None:
    """Every profile is compared, including those with unknown facts."""
    knowledge = toy.loaded(pack)
    space = Space.of(knowledge)
    raw = pack["recommendations.yaml"][0]["when"]

    found = condition_set(knowledge.rules["asked"].when, space, drawn)

    for profile in exhaustive.profiles(pack):
        assert found.eval(space.assignment(profile)) == naive.holds(raw, naive.State(profile))


def test_all_and_any_combine_every_part() -> None:
    """The sets of four parts are joined or intersected."""
    tests = [OneOf("door", (value,)) for value in ("yes", "no", "ajar", "unknown")]
    each = [SPACE.test_set(test) for test in tests]

    assert condition_set(Any(tuple(tests)), SPACE, drawn) == reduce(or_, each)
    assert condition_set(All(tuple(map(Not, tests))), SPACE, drawn) == reduce(
        and_, (~found for found in each)
    )
    assert SPACE.count(condition_set(Any(tuple(tests[1:])), SPACE, drawn) & SPACE.valid) == 3 * 6

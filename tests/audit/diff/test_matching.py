"""Matching the facts and values of two packs, and the notes about those without a counterpart."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exitwise.audit.diff.matching import MatchedPacks, match_packs, rename_facts
from exitwise.diagram.compiled_rules import CompiledRules
from exitwise.diagram.evaluation import conclude
from exitwise.model.condition import Compare, OneOf
from exitwise.model.interval import Interval
from support.oracles import exhaustive, naive
from support.packs import random_packs, toy
from support.running.examples import examples

FACT = "facts: [{{id: door, question: '?', {}}}, {{id: rest, question: '?', kind: integer, unknown: true}}]"
CHOICE = FACT.format("kind: choice, values: {yes: Y, no: N}")
OPTIONAL = FACT.format("kind: choice, values: {yes: Y, no: N}, unknown: true")
AJAR = FACT.format("kind: choice, values: {ajar: A, yes: Y}")
NUMBER = FACT.format("kind: integer")
BOUNDED = FACT.format("kind: integer, minimum: 2, maximum: 9")
ALONE = "facts: [{id: rest, question: '?', kind: integer, unknown: true}]"


def pair(old: str, new: str) -> MatchedPacks:
    """Return two toy packs in one space, from their facts."""
    return match_packs(toy.knowledge(facts=old), toy.knowledge(facts=new))


NOTES = [
    (CHOICE, CHOICE, []),
    (NUMBER, NUMBER, []),
    (CHOICE, ALONE, ["fact `door` is removed: NEW ignores its value"]),
    (
        ALONE,
        CHOICE,
        ["fact `door` is added: OLD ignores its value, and NEW requires one"],
    ),
    (ALONE, OPTIONAL, ["fact `door` is added: OLD ignores its value"]),
    (
        CHOICE,
        AJAR,
        [
            "value `no` of `door` is removed: only OLD accepts profiles with it",
            "value `ajar` of `door` is added: only NEW accepts profiles with it",
        ],
    ),
    (
        CHOICE,
        OPTIONAL,
        ["the answer `unknown` of `door` is added: only NEW accepts profiles with it"],
    ),
    (
        OPTIONAL,
        CHOICE,
        ["the answer `unknown` of `door` is removed: only OLD accepts profiles with it"],
    ),
    (NUMBER, BOUNDED, ["the bounds of `door` differ: only numbers within both are compared"]),
    (
        CHOICE,
        NUMBER,
        [
            "fact `door` has another kind in NEW: it counts as removed and added",
            "fact `door (old)` is removed: NEW ignores its value",
            "fact `door` is added: OLD ignores its value, and NEW requires one",
        ],
    ),
]


@pytest.mark.parametrize(("old", "new", "notes"), NOTES)
def test_notes_for_unmatched_facts_and_values(old: str, new: str, notes: list[str]) -> None:
    """Facts, values, the answer `unknown` and bounds that only one pack has are noted."""
    assert list(pair(old, new).notes) == notes


STATED = [
    (CHOICE, CHOICE, (4, 4, 4, 4)),
    (CHOICE, ALONE, (4, 4, 4, 4)),
    (CHOICE, AJAR, (6, 4, 4, 2)),
    (CHOICE, OPTIONAL, (6, 4, 6, 4)),
    (NUMBER, BOUNDED, (6, 6, 2, 2)),
    (CHOICE, NUMBER, (4, 4, 4, 4)),
]
"""How many profiles there are, can be stated by OLD, by NEW, and by both; `rest` is a number or unknown."""


@pytest.mark.parametrize(("old", "new", "counts"), STATED)
def test_expressible_profiles(old: str, new: str, counts: tuple[int, ...]) -> None:
    """A pack can express the profiles of its own values and ignores facts of the other pack."""
    found = pair(old, new)

    sets = (found.space.valid, found.old.expressible, found.new.expressible, found.common)
    assert tuple(map(found.space.count, sets)) == counts


def test_integer_axis_has_the_bounds_of_both() -> None:
    """An integer axis is cut at the bounds of both packs and extends to the wider one."""
    one, other = (
        FACT.format(f"kind: integer, minimum: {low}, maximum: {high}") for low, high in ((0, 9), (5, 20))
    )

    assert pair(one, other).space.axes["door"].classes == (Interval(0, 4), Interval(5, 9), Interval(10, 20))
    assert pair(one, NUMBER).space.axes["door"].fact.minimum is None


def test_values_of_old_come_first() -> None:
    """New values follow those of OLD, so that a witness prefers values that both packs have."""
    assert pair(CHOICE, AJAR).space.axes["door"].classes == ("yes", "no", "ajar")


FILES = {
    "facts": """
      facts:
        - {id: door, question: '?', kind: choice, values: {yes: Y, no: N}, unknown: true}
        - {id: rest, question: '?', kind: integer, unit: days, ages: 1}
        - {id: late, question: '?', kind: integer, unit: days, ages: -1}
      constraints: [{id: c, when: {door: no, rest: 7}, because: So.}]
    """,
    "findings": "[{id: f, finding: far, when: {door: no}, because: So.}]",
    "recommendations": """
      - {id: default, recommend: stay, because: So.}
      - {id: go, recommend: leave, because: So., overrides: default,
         when: {all: [{door: no}, {any: [{rest: {above: 3}}, {not: {door: yes}}]}, {finding: far}]}}
    """,
    "plan": """
      - {id: s, title: T, how: H, phase: act, when: {not: {door: yes}}, because: So., urgent: {door: no},
         done: {door: yes}}
      - {id: t, title: T, how: H, phase: act, because: So., by: {fact: late, plus: 9}, urgent: {within: 2}}
    """,
    "warnings": """
      - {id: w, title: T, severity: info, when: {door: yes, recommend: stay}, because: So.}
      - {id: h, title: T, severity: info, hold: true, until: U., when: {door: no}, because: So.,
         ends: [{door: yes}, {known: door}]}
    """,
    "properties": "[{id: p, says: So., when: {door: no}, then: {not: {door: yes}}}]",
}


def test_rename_facts() -> None:
    """A renamed pack is the pack as if its author had used the new names everywhere."""
    knowledge = toy.knowledge(**FILES)
    names = {"door": "gate", "late": "left"}
    called = toy.knowledge(
        **{file: text.replace("door", "gate").replace("late", "left") for file, text in FILES.items()}
    )

    found = rename_facts(knowledge, names)

    assert found.digest == called.digest != knowledge.digest
    assert [(law.when, law.then) for law in found.properties] == [
        (law.when, law.then) for law in called.properties
    ]
    assert rename_facts(knowledge, {}) is knowledge


RULES = """
  - {{id: default, recommend: stay, because: So.}}
  - {{id: go, recommend: leave, when: {{door: {}}}, because: So.}}
"""


def test_fact_of_another_kind_becomes_two_facts() -> None:
    """If the kinds of a fact differ, each pack tests its own fact."""
    old = toy.knowledge(facts=CHOICE, recommendations=RULES.format("no"))
    new = toy.knowledge(facts=NUMBER, recommendations=RULES.format("{above: 7}"))

    found = match_packs(old, new)

    assert found.old.compiled.fires["go"] == found.space.test_set(OneOf("door (old)", ("no",)))
    assert found.new.compiled.fires["go"] == found.space.test_set(Compare("door", (("above", 7),)))


@settings(max_examples=examples(10))
@given(exhaustive.small_packs(100), st.data())
def test_views_agree_with_their_packs(pack: random_packs.Data, data: st.DataObject) -> None:
    """In the common space each pack gives the same advice as in its own space."""
    other = random_packs.shuffled(pack, data.draw(st.randoms(use_true_random=False)))
    found = match_packs(toy.loaded(pack), toy.loaded(other))

    for side, raw in ((found.old, pack), (found.new, other)):
        own = CompiledRules.of(side.knowledge)
        for profile in exhaustive.profiles(pack):
            point = found.space.assignment(profile)
            assert side.admissible.eval(point) == (not naive.violated(raw, profile))
            assert conclude(side.compiled, profile) == conclude(own, profile)

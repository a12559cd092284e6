"""Defeat of arguments over vectors of truth values, compared with the oracle bit by bit."""

from hypothesis import given, settings
from hypothesis import strategies as st

from exitwise.model.defeat import Defeat, sole_outcome
from exitwise.model.knowledge import Knowledge
from support.oracles import naive
from support.packs import random_packs, toy
from support.running.examples import examples

RULES = """
  - {id: weak, recommend: stay, because: So.}
  - {id: middle, recommend: leave, because: So., overrides: weak}
  - {id: strong, recommend: stay, because: So., overrides: middle}
"""


def three() -> Knowledge:
    """Three arguments, each overriding the one before it."""
    return toy.knowledge(recommendations=RULES)


def test_defeated_argument_overrides_nothing() -> None:
    """Each bit of the integers is a case of its own."""
    argued = Defeat(three(), {"weak": 0b1111, "middle": 0b0110, "strong": 0b0011}, 0)

    assert argued.undefeated == {"strong": 0b0011, "middle": 0b0100, "weak": 0b1011}
    assert argued.candidates == {"stay": 0b1011, "leave": 0b0100, "sell": 0}


def test_only_a_sole_candidate_is_the_outcome() -> None:
    """None has the cases with several candidates, or without any."""
    assert sole_outcome({"stay": 0b0011, "leave": 0b0110, "sell": 0}, 0b1111) == {
        "stay": 0b0001,
        "leave": 0b0100,
        "sell": 0,
        None: 0b1010,
    }


@settings(max_examples=examples(60))
@given(random_packs.mixed_packs(), st.data())
def test_defeat_agrees_with_oracle(pack: random_packs.Data, data: st.DataObject) -> None:
    """The result is the same with a base in which other arguments apply."""
    arguments = naive.rules(pack, "recommendations.yaml")
    names = [rule["id"] for rule in arguments]
    rows = st.fixed_dictionaries({name: st.integers(0, 0xFF) for name in names})
    knowledge = toy.loaded(pack)
    before, after = data.draw(rows), data.draw(rows)
    kept = data.draw(st.sets(st.sampled_from(names)))
    after |= {name: before[name] for name in kept}

    argued = Defeat(knowledge, after, 0, Defeat(knowledge, before, 0))

    for place in range(8):
        applied = [rule for rule in arguments if after[rule["id"]] >> place & 1]
        standing = {name for name, beaten_by in naive.argue(pack, applied).items() if not beaten_by}
        assert {name for name, row in argued.undefeated.items() if row >> place & 1} == standing
        outcomes = {rule["recommend"] for rule in arguments if rule["id"] in standing}
        assert {name for name, row in argued.candidates.items() if row >> place & 1} == outcomes
        alone = sole_outcome(argued.candidates, 0xFF)
        assert {name for name, row in alone.items() if row >> place & 1} == (
            outcomes if len(outcomes) == 1 else {None}
        )

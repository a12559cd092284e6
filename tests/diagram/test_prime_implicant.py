"""Answers that suffice: all profiles with them are concluded alike, and none of them can go."""

from collections.abc import Iterable, Mapping

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from exitwise.diagram.compiled_rules import Meaning
from exitwise.diagram.prime_implicant import sufficient
from exitwise.model.fact import Value
from support.oracles import exhaustive
from support.packs import random_packs, shipped, toy

RULES = """
  - {id: a, recommend: stay, because: So.}
  - {id: b, recommend: leave, when: {any: [{door: no}, {place: gone, days: {above: 7}}]}, because: So.,
     overrides: a}
"""
GONE: Mapping[str, Value] = {"place": "gone", "door": "no", "days": 9}


def leaving(dropping: Iterable[str], values: Mapping[str, Value] = GONE) -> dict[str, Value]:
    """The answers that suffice for leaving."""
    meaning = Meaning.of(toy.knowledge(recommendations=RULES))
    return sufficient(meaning.space, meaning.domain & ~meaning.outcome["leave"], values, dropping)


@pytest.mark.parametrize(
    ("dropping", "expected"),
    [
        (("place", "door", "days"), {"door": "no"}),
        (("door", "place", "days"), {"place": "gone", "days": 9}),
        (("days", "door", "place"), {"door": "no"}),
        ((), {"place": "gone", "door": "no", "days": 9}),
        (("place",), {"door": "no", "days": 9}),
    ],
)
def test_answers_are_dropped_in_the_given_order(
    dropping: tuple[str, ...], expected: dict[str, object]
) -> None:
    """Where two sets of answers suffice, the order decides; what nobody drops is kept."""
    assert leaving(dropping) == expected


def test_answers_stand_in_the_order_of_the_pack() -> None:
    """Whatever order they came in."""
    found = leaving([], {name: GONE[name] for name in reversed(list(GONE))})

    assert list(found) == ["place", "door", "days"]


def test_where_nothing_is_excluded_no_answer_is_needed() -> None:
    """A pack with one argument decides without any."""
    meaning = Meaning.of(toy.knowledge())

    assert sufficient(meaning.space, meaning.domain & ~meaning.outcome["stay"], GONE, GONE) == {}


@settings(max_examples=25)
@given(exhaustive.small_packs(), st.data())
def test_answers_suffice_and_none_can_be_done_without(pack: random_packs.Data, data: st.DataObject) -> None:
    """Held against every admissible profile of a random pack."""
    admissible = exhaustive.admissible(pack)
    assume(admissible)
    values = data.draw(st.sampled_from(admissible))
    dropping = data.draw(st.permutations(list(values)))
    outcome = exhaustive.advice(pack, values)[0]
    others = [profile for profile in admissible if exhaustive.advice(pack, profile)[0] != outcome]
    meaning = Meaning.of(toy.loaded(pack))

    found = sufficient(meaning.space, meaning.domain & ~meaning.outcome[outcome], values, dropping)

    def suffices(answers: Mapping[str, object]) -> bool:
        return not any(all(other[name] == value for name, value in answers.items()) for other in others)

    assert found.items() <= values.items()
    assert suffices(found)
    assert not any(suffices({key: found[key] for key in found if key != name}) for name in found)


def test_on_the_shipped_pack_answers_suffice_and_none_can_be_done_without() -> None:
    """Proved on the diagrams, since nobody can try all profiles."""
    meaning = Meaning.of(shipped.base().knowledge)
    space = meaning.space

    for seed in range(20):
        values = {name: shipped.admissible(seed)[name] for name in space.axes}
        outcome = next(name for name, own in meaning.outcome.items() if own.eval(space.point(values)))
        excluded = meaning.domain & ~meaning.outcome[outcome]
        found = sufficient(space, excluded, values, reversed(values))

        assert not (space.answered(found) & excluded).satisfiable()
        for name in found:
            fewer = {key: value for key, value in found.items() if key != name}
            assert (space.answered(fewer) & excluded).satisfiable()

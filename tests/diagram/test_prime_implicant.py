"""Prime implicants: answers that suffice for a conclusion, none of them redundant."""

from collections.abc import Iterable, Mapping

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from exitwise.diagram.compiled_rules import CompiledRules
from exitwise.diagram.prime_implicant import prime_implicant
from exitwise.model.fact import Value
from exitwise.model.profile import complete
from support.oracles import exhaustive
from support.packs import random_packs, shipped, toy
from support.running.examples import examples

RULES = """
  - {id: a, recommend: stay, because: So.}
  - {id: b, recommend: leave, when: {any: [{door: no}, {place: gone, days: {above: 7}}]}, because: So.,
     overrides: a}
"""
GONE: Mapping[str, Value] = {"place": "gone", "door": "no", "days": 9}


def leaving(dropping: Iterable[str], values: Mapping[str, Value] = GONE) -> dict[str, Value]:
    """A prime implicant for leaving."""
    compiled = CompiledRules.of(toy.knowledge(recommendations=RULES))
    return prime_implicant(compiled.space, compiled.domain & ~compiled.outcome["leave"], values, dropping)


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
def test_answers_are_dropped_in_the_requested_order(
    dropping: tuple[str, ...], expected: dict[str, object]
) -> None:
    """The order decides between two sufficient sets; facts outside it are never dropped."""
    assert leaving(dropping) == expected


def test_implicant_is_in_the_packs_order() -> None:
    """The order of the input does not matter."""
    found = leaving([], {name: GONE[name] for name in reversed(list(GONE))})

    assert list(found) == ["place", "door", "days"]


def test_implicant_of_everything_is_empty() -> None:
    """A pack with one argument needs no answer to decide."""
    compiled = CompiledRules.of(toy.knowledge())

    assert prime_implicant(compiled.space, compiled.domain & ~compiled.outcome["stay"], GONE, GONE) == {}


@settings(max_examples=examples(25))
@given(exhaustive.small_packs() | exhaustive.small_packs(every_kind=True), st.data())
def test_implicant_is_sufficient_and_irredundant(pack: random_packs.Data, data: st.DataObject) -> None:
    """Every admissible profile of a random pack is compared."""
    admissible = exhaustive.admissible(pack)
    assume(admissible)
    stated = data.draw(st.sampled_from(admissible))
    dropping = data.draw(st.permutations(list(stated)))
    outcome = exhaustive.advice(pack, stated)[0]
    compiled = CompiledRules.of(toy.loaded(pack))
    facts = compiled.knowledge.facts
    values = complete(facts, stated).values
    others = [
        complete(facts, profile).values
        for profile in admissible
        if exhaustive.advice(pack, profile)[0] != outcome
    ]

    found = prime_implicant(compiled.space, compiled.domain & ~compiled.outcome[outcome], values, dropping)

    def suffices(answers: Mapping[str, object]) -> bool:
        return not any(all(other[name] == value for name, value in answers.items()) for other in others)

    assert found.items() <= values.items()
    assert suffices(found)
    assert not any(suffices({key: found[key] for key in found if key != name}) for name in found)


def test_implicant_is_sufficient_and_irredundant_on_shipped_pack() -> None:
    """It is proved on the diagrams, because the profiles are too many to enumerate."""
    compiled = CompiledRules.of(shipped.base().knowledge)
    space = compiled.space

    for seed in range(20):
        values = {name: shipped.admissible(seed)[name] for name in space.axes}
        outcome = next(name for name, own in compiled.outcome.items() if own.eval(space.assignment(values)))
        excluded = compiled.domain & ~compiled.outcome[outcome]
        found = prime_implicant(space, excluded, values, reversed(values))

        assert not (space.with_values(found) & excluded).satisfiable()
        for name in found:
            fewer = {key: value for key, value in found.items() if key != name}
            assert (space.with_values(fewer) & excluded).satisfiable()

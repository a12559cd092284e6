"""Evaluation of one profile on the diagrams, compared with the oracle and with forward chaining."""

from functools import cache
from random import Random

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from exitwise.diagram.compiled_rules import CompiledRules
from exitwise.diagram.evaluation import conclude, conclude_advice
from exitwise.forward.chain import ForwardChainer
from exitwise.model.conclusion import Conclusions
from exitwise.model.profile import complete
from support.packs import random_packs, shipped, toy
from support.running import agreement
from support.running.examples import examples

CHUNKS = 10
CHUNK = 100


@cache
def compiled() -> CompiledRules:
    """Compile the shipped pack."""
    return CompiledRules.of(shipped.base().knowledge)


@cache
def bicycle() -> CompiledRules:
    """Compile the bicycle pack."""
    return CompiledRules.of(toy.bicycle().knowledge)


def concluded(**answers: object) -> Conclusions:
    """The conclusions of the bicycle pack for these answers."""
    return conclude(bicycle(), complete(bicycle().knowledge.facts, answers).values)


def test_conclude_returns_all_conclusions() -> None:
    """An old bicycle with slipping brakes."""
    agreement.check_old_and_slipping(concluded(brakes="no", age=20))


def test_refused_case_has_no_other_conclusions() -> None:
    """Every violated constraint is named, and nothing is advised."""
    assert concluded(brakes="yes", age=60, colour="green") == Conclusions(refused=("no-old-green",))


def test_conclude_advice_omits_findings_and_arguments() -> None:
    """Recommendation, readiness, steps and warnings are those of `conclude`."""
    values = complete(bicycle().knowledge.facts, {"brakes": "no", "age": 20}).values

    assert conclude_advice(bicycle(), values) == Conclusions(
        recommendation="sell",
        readiness="hold",
        steps=("oil", "write-home"),
        warnings=("wait-for-brakes", "slippery"),
    )


def test_violated_properties_are_returned_on_request() -> None:
    """An implication, and an order of steps that no plan keeps."""
    laws = """
      - {id: never-shut, says: So., when: {door: no}, then: {recommend: leave}}
      - {id: b-first, says: So., order: [b, a]}
      - {id: a-first, says: So., order: [a, b]}
    """
    plan = """
      - {id: a, title: T, how: H, phase: before, because: So.}
      - {id: b, title: T, how: H, phase: act, when: {place: here}, because: So.}
    """
    compiled = CompiledRules.of(toy.knowledge(properties=laws, plan=plan))

    def broken(*, properties: bool = True, **answers: object) -> tuple[str, ...]:
        values = complete(compiled.knowledge.facts, answers).values
        return conclude(compiled, values, properties=properties).broken

    assert broken(place="here", door="no") == ("never-shut", "b-first")
    assert broken(place="here", door="yes") == ("b-first",)
    assert broken(place="gone", door="no") == ("never-shut",)
    assert broken(place="gone", door="ajar") == ()
    assert broken(place="here", door="no", properties=False) == ()


@settings(max_examples=examples(50))
@given(st.data())
def test_oracle_chaining_and_diagrams_agree_on_random_packs(data: st.DataObject) -> None:
    """Every conclusion and every property is compared."""
    pack = data.draw(random_packs.packs())
    knowledge = toy.loaded(pack)
    compiled, chaining = CompiledRules.of(knowledge), ForwardChainer(knowledge, properties=True)

    for _ in range(4):
        agreement.check_all_forms(pack, compiled, chaining, data.draw(random_packs.profiles(pack)))


@settings(max_examples=examples(100))
@given(st.data())
def test_oracle_chaining_and_diagrams_agree_on_every_kind_of_fact(data: st.DataObject) -> None:
    """Lists of values, decimals and dates, beside choices and integers."""
    pack = data.draw(random_packs.packs(every_kind=True))
    knowledge = toy.loaded(pack)
    compiled, chaining = CompiledRules.of(knowledge), ForwardChainer(knowledge, properties=True)

    for _ in range(4):
        agreement.check_all_forms(pack, compiled, chaining, data.draw(random_packs.profiles(pack)))


@settings(max_examples=examples(200))
@given(st.integers(0, 2**32))
def test_diagrams_agree_with_oracle_on_shipped_pack(seed: int) -> None:
    """Random profiles, some of which violate a constraint."""
    profile = shipped.random_profile(Random(seed))  # noqa: S311 (not used for secrets)

    agreement.check_diagrams(shipped.raw(), compiled(), profile)


# Without shrinking: each profile of a pack of this size takes its time, and any one that fails will do.
@settings(max_examples=examples(12), phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(st.integers(0, 2**32))
def test_oracle_chaining_and_diagrams_agree_on_shipped_pack(seed: int) -> None:
    """Random admissible profiles."""
    agreement.check_all_forms(shipped.raw(), compiled(), shipped.chaining(), shipped.admissible(seed))


@pytest.mark.slow
@settings(max_examples=examples(100), phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(st.integers(0, 2**32))
def test_oracle_chaining_and_diagrams_agree_on_many_profiles_of_shipped_pack(seed: int) -> None:
    """As above, on more profiles."""
    agreement.check_all_forms(shipped.raw(), compiled(), shipped.chaining(), shipped.admissible(seed))


@pytest.mark.slow
@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_oracle_chaining_and_diagrams_agree_on_a_thousand_profiles(chunk: int) -> None:
    """The profiles are always the same, and the chunks are independent."""
    for seed in range(chunk * CHUNK, (chunk + 1) * CHUNK):
        agreement.check_all_forms(shipped.raw(), compiled(), shipped.chaining(), shipped.admissible(seed))

"""Forward chaining, compared with the oracle; cases and threads are independent."""

from concurrent.futures import ThreadPoolExecutor
from random import Random

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from exitwise.forward.chain import ForwardChainer
from exitwise.model.conclusion import Conclusions
from exitwise.model.profile import complete
from support.oracles import naive
from support.packs import random_packs, shipped, toy
from support.running import agreement
from support.running.examples import examples

BICYCLE = toy.bicycle().knowledge


@settings(max_examples=examples(100))
@given(st.data())
def test_chaining_agrees_with_oracle_on_random_packs(data: st.DataObject) -> None:
    """Every conclusion and every violated property is compared."""
    pack = data.draw(random_packs.mixed_packs())
    knowledge = toy.loaded(pack)
    chaining = ForwardChainer(knowledge, properties=True)

    for _ in range(5):
        agreement.check_chaining(pack, knowledge, chaining, data.draw(random_packs.profiles(pack)))


# Without shrinking: each profile of a pack of this size takes its time, and any one that fails will do.
@settings(max_examples=examples(8), phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(st.integers(0, 2**32))
def test_chaining_agrees_with_oracle_on_shipped_pack(seed: int) -> None:
    """Random profiles, some of which violate a constraint."""
    profile = shipped.random_profile(Random(seed))  # noqa: S311 (not used for secrets)

    agreement.check_chaining(shipped.raw(), shipped.base().knowledge, shipped.chaining(), profile)


@pytest.mark.slow
@settings(max_examples=examples(60), phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(st.integers(0, 2**32))
def test_chaining_agrees_with_oracle_on_many_profiles_of_shipped_pack(seed: int) -> None:
    """As above, on more profiles."""
    profile = shipped.random_profile(Random(seed))  # noqa: S311 (not used for secrets)

    agreement.check_chaining(shipped.raw(), shipped.base().knowledge, shipped.chaining(), profile)


def concluded(chaining: ForwardChainer, **answers: object) -> Conclusions:
    """The conclusions of the bicycle pack for these answers."""
    return chaining.conclude(complete(BICYCLE.facts, answers).values)


CASES: list[dict[str, object]] = [
    {"brakes": "yes", "age": 5, "colour": "blue"},
    {"brakes": "no", "age": 20},
    {"brakes": "yes", "age": 20, "colour": "red"},
    {"brakes": "yes", "age": 60, "colour": "green"},
    {"brakes": "no"},
]


def test_conclude_returns_all_conclusions() -> None:
    """An old bicycle with slipping brakes."""
    found = concluded(ForwardChainer(BICYCLE, properties=True), **CASES[1])

    agreement.check_old_and_slipping(found)


def test_refused_case_has_no_other_conclusions() -> None:
    """Every violated constraint is named."""
    found = concluded(ForwardChainer(BICYCLE), **CASES[3])

    assert found.refused == ("no-old-green",)
    assert found == Conclusions(refused=("no-old-green",), trace=found.trace)


def test_violated_properties_are_returned_on_request() -> None:
    """Without the request, properties are not compiled."""
    law = "[{id: never-shut, says: So., when: {door: no}, then: {recommend: leave}}]"
    knowledge = toy.knowledge(properties=law)
    values = dict(complete(knowledge.facts, {"place": "here", "door": "no"}).values)

    assert ForwardChainer(knowledge, properties=True).conclude(values).broken == ("never-shut",)
    assert ForwardChainer(knowledge).conclude(values).broken == ()
    assert ForwardChainer(knowledge, properties=True).conclude(values | {"door": "yes"}).broken == ()


def test_defeated_argument_overrides_nothing() -> None:
    """The strongest argument defeats the middle one, so the weakest is undefeated."""
    rules = """
      - {id: weak, recommend: stay, because: So.}
      - {id: middle, recommend: leave, when: {door: no}, because: So., overrides: weak}
      - {id: strong, recommend: stay, when: {days: {above: 7}}, because: So., overrides: middle}
    """
    knowledge = toy.knowledge(recommendations=rules)
    chaining = ForwardChainer(knowledge)

    middle = chaining.conclude(complete(knowledge.facts, {"place": "here", "door": "no"}).values)
    strong = chaining.conclude(complete(knowledge.facts, {"place": "here", "door": "no", "days": 8}).values)

    assert (middle.undefeated, middle.recommendation) == (("middle",), "leave")
    assert (strong.undefeated, strong.recommendation) == (("weak", "strong"), "stay")


@pytest.mark.parametrize("order", [(0, 1, 2, 3, 4), (4, 3, 2, 1, 0), (3, 0, 3, 0, 3), (1, 1, 1, 2, 2)])
def test_cases_are_independent(order: tuple[int, ...]) -> None:
    """Conclusions and trace are those of a fresh chainer, whatever ran before."""
    shared = ForwardChainer(BICYCLE, properties=True)

    for at in order:
        fresh = ForwardChainer(BICYCLE, properties=True)

        assert concluded(shared, **CASES[at]) == concluded(fresh, **CASES[at])


def test_knowledge_bases_are_independent() -> None:
    """Also if their facts, findings and rules have the same names with different meanings."""
    findings = "[{id: f, finding: found, when: {door: %s}, because: So.}]"
    rules = "[{id: default, recommend: %s, when: {finding: found}, because: So.}]"
    one, other = (
        toy.knowledge(findings=findings % door, recommendations=rules % outcome)
        for door, outcome in (("yes", "stay"), ("no", "leave"))
    )
    first, second = ForwardChainer(one), ForwardChainer(other)
    values = {"place": "here", "door": "yes", "days": "unknown"}

    found = [(first, values), (second, values), (second, values | {"door": "no"}), (first, values)]

    assert [chaining.conclude(given_).recommendation for chaining, given_ in found] == [
        *("stay", None, "leave", "stay")
    ]


def test_threads_may_share_a_chainer() -> None:
    """Cases run one at a time, and each gets its own result."""
    shared = ForwardChainer(BICYCLE)
    expected = [concluded(shared, **case) for case in CASES]
    work = CASES * 12

    with ThreadPoolExecutor(max_workers=6) as pool:
        found = list(pool.map(lambda case: concluded(shared, **case), work, timeout=60))

    assert found == expected * 12


def test_threads_may_build_chainers_concurrently() -> None:
    """Every thread builds its own."""
    with ThreadPoolExecutor(max_workers=4) as pool:
        built = list(pool.map(ForwardChainer, [BICYCLE] * 8, timeout=60))

    assert {concluded(chaining, **CASES[1]).recommendation for chaining in built} == {"sell"}


@settings(max_examples=examples(40))
@given(st.data())
def test_rule_order_decides_only_ties(data: st.DataObject) -> None:
    """Shuffled facts and rules give the same conclusions; only tied steps and warnings are reordered."""
    pack = data.draw(random_packs.mixed_packs())
    mixed = random_packs.shuffled(pack, data.draw(st.randoms(use_true_random=False)))
    profile = data.draw(random_packs.profiles(pack))
    one, other = (
        ForwardChainer(knowledge, properties=True).conclude(complete(knowledge.facts, profile).values)
        for knowledge in (toy.loaded(pack), toy.loaded(mixed))
    )

    assert (one.recommendation, one.readiness) == (other.recommendation, other.readiness)
    for name in ("refused", "findings", "applied", "undefeated", "steps", "warnings", "broken"):
        assert sorted(getattr(one, name)) == sorted(getattr(other, name)), name
    assert other.steps == (() if other.refused else naive.advise(mixed, profile).steps)

"""The chaining: it says what the plain reading says, case after case, side by side, in any order."""

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

BICYCLE = toy.bicycle().knowledge


@settings(max_examples=100)
@given(st.data())
def test_random_packs_mean_what_the_plain_reading_says(data: st.DataObject) -> None:
    """Every conclusion on every profile, and every property that it breaks."""
    pack = data.draw(random_packs.packs())
    knowledge = toy.loaded(pack)
    chaining = ForwardChainer(knowledge, properties=True)

    for _ in range(5):
        agreement.check(pack, knowledge, chaining, data.draw(random_packs.profiles(pack)))


# Without shrinking: each profile of a pack of this size takes its time, and any one that fails will do.
@settings(max_examples=60, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(st.integers(0, 2**32))
def test_the_shipped_pack_means_what_the_plain_reading_says(seed: int) -> None:
    """On random profiles, also such as break a constraint."""
    profile = shipped.random_profile(Random(seed))  # noqa: S311 (no secret hangs on it)

    agreement.check(shipped.raw(), shipped.base().knowledge, shipped.chaining(), profile)


def concluded(chaining: ForwardChainer, **answers: object) -> Conclusions:
    """What follows for the bicycle pack."""
    return chaining.conclude(complete(BICYCLE.facts, answers).values)


CASES: list[dict[str, object]] = [
    {"brakes": "yes", "age": 5, "colour": "blue"},
    {"brakes": "no", "age": 20},
    {"brakes": "yes", "age": 20, "colour": "red"},
    {"brakes": "yes", "age": 60, "colour": "green"},
    {"brakes": "no"},
]


def test_a_case_is_concluded_in_every_part() -> None:
    """An old one whose brakes slip, which nobody loves."""
    found = concluded(ForwardChainer(BICYCLE, properties=True), **CASES[1])

    assert found.findings == ("worn", "unsafe")
    assert found.applied == ("just-ride", "mend-unsafe", "sell-worn")
    assert found.undefeated == ("sell-worn",)
    assert (found.recommendation, found.readiness) == ("sell", "hold")
    assert found.steps == ("oil", "write-home")
    assert found.warnings == ("wait-for-brakes", "slippery")
    assert found.refused == ()


def test_a_refused_case_concludes_nothing_else() -> None:
    """All constraints that it breaks are named."""
    found = concluded(ForwardChainer(BICYCLE), **CASES[3])

    assert found.refused == ("no-old-green",)
    assert found == Conclusions(refused=("no-old-green",), trace=found.trace)


def test_a_property_that_fails_is_named_where_it_was_asked_for() -> None:
    """Advice does not look at properties."""
    law = "[{id: never-shut, says: So., when: {door: no}, then: {recommend: leave}}]"
    knowledge = toy.knowledge(properties=law)
    values = dict(complete(knowledge.facts, {"place": "here", "door": "no"}).values)

    assert ForwardChainer(knowledge, properties=True).conclude(values).broken == ("never-shut",)
    assert ForwardChainer(knowledge).conclude(values).broken == ()
    assert ForwardChainer(knowledge, properties=True).conclude(values | {"door": "yes"}).broken == ()


def test_a_defeated_argument_defeats_nobody() -> None:
    """The strongest sets the middle one aside, and so lets the weak one stand."""
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
def test_a_case_leaves_nothing_for_the_next(order: tuple[int, ...]) -> None:
    """Whatever came before, a case is concluded as if it were the first; its trace too."""
    shared = ForwardChainer(BICYCLE, properties=True)

    for at in order:
        fresh = ForwardChainer(BICYCLE, properties=True)

        assert concluded(shared, **CASES[at]) == concluded(fresh, **CASES[at])


def test_two_knowledge_bases_do_not_disturb_each_other() -> None:
    """Also where their facts, findings and rules have the same names and mean different things."""
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


def test_threads_may_share_a_chaining() -> None:
    """Cases run one at a time, and each gets its own answer."""
    shared = ForwardChainer(BICYCLE)
    expected = [concluded(shared, **case) for case in CASES]
    work = CASES * 12

    with ThreadPoolExecutor(max_workers=6) as pool:
        found = list(pool.map(lambda case: concluded(shared, **case), work, timeout=60))

    assert found == expected * 12


def test_threads_may_build_chainings_at_once() -> None:
    """Each of its own."""
    with ThreadPoolExecutor(max_workers=4) as pool:
        built = list(pool.map(ForwardChainer, [BICYCLE] * 8, timeout=60))

    assert {concluded(chaining, **CASES[1]).recommendation for chaining in built} == {"sell"}


@settings(max_examples=40)
@given(st.data())
def test_the_place_of_a_rule_decides_only_ties(data: st.DataObject) -> None:
    """Shuffled facts and rules conclude the same; only steps and warnings that tie change places."""
    pack = data.draw(random_packs.packs())
    mixed = random_packs.shuffled(pack, data.draw(st.randoms(use_true_random=False)))
    profile = data.draw(random_packs.profiles(pack))
    one, other = (
        ForwardChainer(knowledge, properties=True).conclude(complete(knowledge.facts, profile).values)
        for knowledge in (toy.loaded(pack), toy.loaded(mixed))
    )

    assert (one.recommendation, one.readiness) == (other.recommendation, other.readiness)
    for name in ("refused", "findings", "applied", "undefeated", "steps", "warnings", "broken"):
        assert sorted(getattr(one, name)) == sorted(getattr(other, name)), name
    assert other.steps == tuple(step["id"] for step in naive.ordered(mixed) if step["id"] in one.steps)

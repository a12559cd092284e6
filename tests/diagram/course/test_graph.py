"""The graph of the holds that can be met: planes, diagrams and the simulation under all ends agree."""

from collections.abc import Iterator
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exitwise.batch.evaluation import evaluator_of
from exitwise.diagram.course.graph import decision_graph, wait_graph
from exitwise.knowledge_base import KnowledgeBase
from exitwise.model.profile import complete
from exitwise.planes import bits
from support.oracles import course, naive
from support.packs import random_packs, shipped, toy
from support.running import blocks
from support.running.examples import examples


def by_planes(base: KnowledgeBase, profiles: list[random_packs.Data]) -> Iterator[set[str]]:
    """Yield the holds that each profile can meet, by the graph on planes."""
    evaluator = evaluator_of(base)
    planes = evaluator.evaluate(blocks.block(evaluator, profiles))
    masks = {name: bits.unpack(plane, planes.rows) for name, plane in planes.waits.items()}
    for row in range(len(profiles)):
        yield {name for name, mask in masks.items() if mask[row]}


def by_diagrams(base: KnowledgeBase, profile: random_packs.Data, outcome: str | None) -> set[str]:
    """Return the holds that a profile can meet, looked up in the diagrams."""
    point = base.compiled.space.assignment(complete(base.knowledge.facts, profile).values)
    sets = base.compiled.waits_under(outcome)
    return {rule.id for rule in base.knowledge.warnings if rule.hold and sets.met(rule.id).eval(point)}


@settings(max_examples=examples(100))
@given(st.data(), st.booleans())
def test_waits_of_random_packs(data: st.DataObject, every_kind: bool) -> None:  # noqa: FBT001 (drawn)
    """Of each admissible profile, with a recommendation or without."""
    pack = data.draw(random_packs.packs(every_kind=every_kind))
    base = KnowledgeBase(toy.loaded(pack))
    profiles = [data.draw(random_packs.profiles(pack)) for _ in range(6)]

    for profile, waits in zip(profiles, by_planes(base, profiles), strict=True):
        if not naive.violated(pack, profile):
            outcome = naive.advise(pack, profile).recommendation
            assert waits == by_diagrams(base, profile, outcome) == course.met(pack, profile)


@pytest.mark.slow
def test_waits_of_the_shipped_pack() -> None:
    """Most of these holds come up only later."""
    random = Random(14)  # noqa: S311 (not used for secrets)
    profiles = [shipped.random_profile(random) for _ in range(400)]
    admissible = [profile for profile in profiles if not naive.violated(shipped.raw(), profile)]
    later = 0

    for profile, waits in zip(admissible, by_planes(shipped.base(), admissible), strict=True):
        assert waits == course.met(shipped.raw(), profile)
        later += len(waits - {*naive.advise(shipped.raw(), profile).holds})
    assert later > 0


def test_a_hold_that_nobody_meets_later_needs_no_graph() -> None:
    """It is met where it stands."""
    graph = wait_graph(toy.bicycle().compiled)

    assert graph.nodes == ()
    assert graph.roots == {}


def test_sets_of_profiles_as_one_graph() -> None:
    """Equal sets have the same root, and the sets of all and of no profiles have no nodes."""
    space = toy.bicycle().compiled.space
    fact = next(iter(space.axes))
    one = space.with_code(fact, 0)

    graph = decision_graph(
        space, {"one": one, "same": one & space.true, "all": space.true, "none": one & ~one}
    )

    assert graph.roots["one"] == graph.roots["same"]
    assert (graph.roots["none"], graph.roots["all"]) == (0, 1)
    assert {node.fact for node in graph.nodes} == {fact}

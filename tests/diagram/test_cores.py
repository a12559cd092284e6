"""Cores: the facts on which a set depends, and the set over these facts alone."""

from hypothesis import given, settings

from exitwise.diagram.compiled_rules import CompiledRules
from support.packs import random_packs, toy
from support.running.examples import examples


@settings(max_examples=examples(30))
@given(random_packs.mixed_packs())
def test_a_core_is_the_set_over_the_facts_that_matter(pack: random_packs.Data) -> None:
    """A fact is among them if some profile leaves the set by another answer to this fact alone."""
    compiled = CompiledRules.of(toy.loaded(pack))
    space, outcomes = compiled.space, [name for name, _ in compiled.knowledge.outcomes]
    pairs = [(compiled.cores.outcome(name), compiled.outcome[name] & compiled.domain) for name in outcomes]
    pairs += [
        (compiled.cores.other_outcomes(name), compiled.domain & ~compiled.outcome[name]) for name in outcomes
    ]

    for core, profiles in pairs:
        assert core.profiles & space.valid == profiles
        assert set(core.facts) == {
            fact for fact in space.axes if space.depends_on(profiles, fact, space.valid)
        }


def test_a_core_is_made_once() -> None:
    """The same object is returned again."""
    compiled = CompiledRules.of(toy.knowledge())

    assert compiled.cores.outcome("stay") is compiled.cores.outcome("stay")

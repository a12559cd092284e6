"""Tests that advice on the witness violates the property, by forward chaining."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from exitwise.audit.checks.property_broken import find
from exitwise.audit.subject import Subject
from exitwise.forward.chain import ForwardChainer
from exitwise.model.conclusion import Conclusions
from exitwise.model.condition import ALWAYS, Not
from exitwise.model.course import Effects, State, states_under_all_ends
from exitwise.model.fact import Value
from exitwise.model.knowledge import Knowledge
from exitwise.model.profile import complete
from exitwise.model.rule import Property
from support.oracles import exhaustive
from support.packs import check_corpus, random_packs, toy
from support.running.examples import examples

CASES = {name: case for name, case in check_corpus.CASES.items() if case.check == "property-broken"}


def breaks(knowledge: Knowledge, law: Property, profile: Mapping[str, Any]) -> bool:
    """Whether a profile breaks a property, by chaining; along the course, in a state that can be reached."""
    values = complete(knowledge.facts, profile).values
    present = concluded(knowledge, law, values)
    if law.order:
        both = [step for step in present.steps if step in law.order]
        return both != sorted(both, key=law.order.index)
    if law.along is None:
        return law.id in present.broken
    without = replace(law, along=None, when=ALWAYS)
    effects = Effects(lambda state: concluded(knowledge, without, state))
    states = states_under_all_ends(knowledge, effects, State(values, present))
    affected = concluded(knowledge, replace(without, then=Not(law.when)), values)
    return law.id in affected.broken and any(
        law.id in concluded(knowledge, without, state.values).broken for state in states
    )


def concluded(knowledge: Knowledge, law: Property, values: Mapping[str, Value]) -> Conclusions:
    """Return what is concluded with this property alone."""
    return ForwardChainer(replace(knowledge, properties=(law,)), properties=True).conclude(values)


def replay(subject: Subject) -> int:
    """Advise on every witness, assert that the property is violated, and return their number."""
    laws = {law.place: law for law in subject.knowledge.properties}
    violations = list(find(subject))
    for violation in violations:
        assert violation.extent is not None
        assert breaks(subject.knowledge, laws[violation.place], violation.extent.witness)
    return len(violations)


@pytest.mark.parametrize("name", CASES)
def test_witness_violates_the_property_in_the_corpus(name: str, tmp_path: Path) -> None:
    """Every violation in the packs of the corpus can be replayed."""
    case = CASES[name]

    assert replay(case.subject(tmp_path)) == len(case.expect)


@settings(max_examples=examples(20))
@given(exhaustive.mixed_packs())
def test_witness_violates_the_property_in_random_packs(data: random_packs.Data) -> None:
    """Every violation in a random pack can be replayed."""
    replay(Subject(toy.loaded(data), check_corpus.TODAY))

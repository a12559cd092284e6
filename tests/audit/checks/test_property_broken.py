"""Tests that advice on the witness violates the property, by forward chaining."""

from pathlib import Path

import pytest
from hypothesis import given, settings

from exitwise.audit.checks.property_broken import find
from exitwise.audit.subject import Subject
from exitwise.forward.chain import ForwardChainer
from exitwise.model.profile import complete
from support.oracles import exhaustive
from support.packs import check_corpus, random_packs, toy
from support.running.examples import examples

CASES = {name: case for name, case in check_corpus.CASES.items() if case.check == "property-broken"}


def replay(subject: Subject) -> int:
    """Advise on every witness, assert that the property is violated, and return their number."""
    chaining = ForwardChainer(subject.knowledge, properties=True)
    laws = {law.place: law for law in subject.knowledge.properties}
    violations = list(find(subject))
    for violation in violations:
        assert violation.extent is not None
        conclusions = chaining.conclude(complete(subject.knowledge.facts, violation.extent.witness).values)
        law = laws[violation.place]
        if law.order:
            both = [step for step in conclusions.steps if step in law.order]
            assert both != sorted(both, key=law.order.index)
        else:
            assert law.id in conclusions.broken
    return len(violations)


@pytest.mark.parametrize("name", CASES)
def test_witness_violates_the_property_in_the_corpus(name: str, tmp_path: Path) -> None:
    """Every violation in the packs of the corpus can be replayed."""
    case = CASES[name]

    assert replay(case.subject(tmp_path)) == len(case.expect)


@settings(max_examples=examples(20))
@given(exhaustive.small_packs())
def test_witness_violates_the_property_in_random_packs(data: random_packs.Data) -> None:
    """Every violation in a random pack can be replayed."""
    replay(Subject(toy.loaded(data), check_corpus.TODAY))

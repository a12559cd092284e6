"""What is proved of a property is what advice shows: the witness breaks it, forward chained."""

from pathlib import Path

import pytest
from hypothesis import given, settings

from exitwise.audit.checks.property_broken import find
from exitwise.audit.subject import Subject
from exitwise.forward.chain import ForwardChainer
from exitwise.model.profile import complete
from support.oracles import exhaustive
from support.packs import flawed, random_packs, toy

CASES = {name: case for name, case in flawed.CASES.items() if case.check == "property-broken"}


def replayed(subject: Subject) -> int:
    """Advise on every witness, and find the property broken there; return how many there are."""
    chaining = ForwardChainer(subject.knowledge, properties=True)
    laws = {law.place: law for law in subject.knowledge.properties}
    flaws = list(find(subject))
    for flaw in flaws:
        assert flaw.extent is not None
        found = chaining.conclude(complete(subject.knowledge.facts, flaw.extent.witness).values)
        law = laws[flaw.place]
        if law.order:
            both = [step for step in found.steps if step in law.order]
            assert both != sorted(both, key=law.order.index)
        else:
            assert law.id in found.broken
    return len(flaws)


@pytest.mark.parametrize("name", CASES)
def test_advice_on_the_witness_breaks_the_property(name: str, tmp_path: Path) -> None:
    """In the packs of the corpus."""
    case = CASES[name]

    assert replayed(case.subject(tmp_path)) == len(case.expect)


@settings(max_examples=20)
@given(exhaustive.small_packs())
def test_advice_on_any_witness_breaks_the_property(data: random_packs.Data) -> None:
    """And in any other."""
    replayed(Subject(toy.loaded(data), flawed.TODAY))

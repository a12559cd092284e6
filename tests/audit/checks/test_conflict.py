"""Tests of the arguments that a conflict names, against forward chaining."""

import re

from hypothesis import given, settings

from exitwise.audit.checks.conflict import find
from exitwise.audit.subject import Subject
from exitwise.forward.chain import ForwardChainer
from exitwise.model.profile import complete
from support.oracles import exhaustive
from support.packs import check_corpus, random_packs, toy
from support.running.examples import examples


@settings(max_examples=examples(20))
@given(exhaustive.mixed_packs())
def test_conflict_names_the_undefeated_arguments(data: random_packs.Data) -> None:
    """All undefeated arguments for the two outcomes are named in file order; the last has the place."""
    subject = Subject(toy.loaded(data), check_corpus.TODAY)
    chaining = ForwardChainer(subject.knowledge)
    arguments = {rule.id: rule for rule in subject.knowledge.arguments}
    for violation in find(subject):
        assert violation.extent is not None
        one, other, *names = re.findall("`([^`]*)`", violation.message)

        conclusions = chaining.conclude(complete(subject.knowledge.facts, violation.extent.witness).values)

        assert conclusions.recommendation is None
        assert names == [name for name in conclusions.undefeated if arguments[name].recommend in {one, other}]
        assert violation.place == arguments[names[-1]].place

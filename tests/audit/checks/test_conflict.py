"""Who is named in a conflict: the arguments that stand on the witness, as forward chaining leaves them."""

import re

from hypothesis import given, settings

from exitwise.audit.checks.conflict import find
from exitwise.audit.subject import Subject
from exitwise.forward.chain import ForwardChainer
from exitwise.model.profile import complete
from support.oracles import exhaustive
from support.packs import flawed, random_packs, toy


@settings(max_examples=20)
@given(exhaustive.small_packs())
def test_the_arguments_named_are_those_left_undefeated(data: random_packs.Data) -> None:
    """All of them for the two outcomes and no other, in their places; the last of them is the place."""
    subject = Subject(toy.loaded(data), flawed.TODAY)
    chaining = ForwardChainer(subject.knowledge)
    arguments = {rule.id: rule for rule in subject.knowledge.arguments}
    for flaw in find(subject):
        assert flaw.extent is not None
        one, other, *named = re.findall("`([^`]*)`", flaw.message)

        found = chaining.conclude(complete(subject.knowledge.facts, flaw.extent.witness).values)

        assert found.recommendation is None
        assert named == [name for name in found.undefeated if arguments[name].recommend in {one, other}]
        assert flaw.place == arguments[named[-1]].place
